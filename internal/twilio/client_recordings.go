package twilio

import (
	"cmp"
	"encoding/json"
)

// Recording is a recording of a track, as in both lists of recordings. A field that is null or absent in Twilio's response is
// nil. Only older responses have date_updated, date_deleted and encryption_key.
//
// Source: https://www.twilio.com/docs/video/api/recordings-resource
type Recording struct {
	Sid                   *string `json:"sid"`
	Status                *string `json:"status"`
	Type                  *string `json:"type"`
	Codec                 *string `json:"codec"`
	ContainerFormat       *string `json:"container_format"`
	Duration              *int64  `json:"duration"`
	Size                  *int64  `json:"size"`
	Offset                *int64  `json:"offset"`
	TrackName             *string `json:"track_name"`
	SourceSid             *string `json:"source_sid"`
	RoomSid               *string `json:"room_sid"`
	AccountSid            *string `json:"account_sid"`
	DateCreated           *string `json:"date_created"`
	DateUpdated           *string `json:"date_updated"`
	DateDeleted           *string `json:"date_deleted"`
	EncryptionKey         *string `json:"encryption_key"`
	MediaExternalLocation *string `json:"media_external_location"`
	StatusCallback        *string `json:"status_callback"`
	StatusCallbackMethod  *string `json:"status_callback_method"`
	URL                   *string `json:"url"`
	GroupingSids          struct {
		RoomSid        *string `json:"room_sid"`
		ParticipantSid *string `json:"participant_sid"`
	} `json:"grouping_sids"`
	Links Links `json:"links"`
}

// room returns the SID of the room, which the list of the account has only in the grouping SIDs.
func (r *Recording) room() *string {
	if r.RoomSid != nil {
		return r.RoomSid
	}
	return r.GroupingSids.RoomSid
}

// Links are the links of an item.
type Links struct {
	Media *string `json:"media"`
}

// Composition is a composition of a room's recordings. VideoLayout is JSON. Only older responses have encryption_key.
//
// Source: https://www.twilio.com/docs/video/api/compositions-resource
type Composition struct {
	Sid                   *string         `json:"sid"`
	Status                *string         `json:"status"`
	RoomSid               *string         `json:"room_sid"`
	AccountSid            *string         `json:"account_sid"`
	DateCreated           *string         `json:"date_created"`
	DateCompleted         *string         `json:"date_completed"`
	DateDeleted           *string         `json:"date_deleted"`
	AudioSources          []string        `json:"audio_sources"`
	AudioSourcesExcluded  []string        `json:"audio_sources_excluded"`
	VideoLayout           json.RawMessage `json:"video_layout"`
	Resolution            *string         `json:"resolution"`
	Trim                  *bool           `json:"trim"`
	Format                *string         `json:"format"`
	Bitrate               *int64          `json:"bitrate"`
	Size                  *int64          `json:"size"`
	Duration              *int64          `json:"duration"`
	EncryptionKey         *string         `json:"encryption_key"`
	MediaExternalLocation *string         `json:"media_external_location"`
	StatusCallback        *string         `json:"status_callback"`
	StatusCallbackMethod  *string         `json:"status_callback_method"`
	URL                   *string         `json:"url"`
	Links                 Links           `json:"links"`
}

// RoomRecordings returns the list of the recordings of a room. The room's SID becomes part of the path, so it must be valid.
func RoomRecordings(roomSID string) *List[Recording] {
	list := recordingsAt("/v1/Rooms/" + roomSID + "/Recordings")
	list.accepts = func(r *Recording) bool { return r.room() == nil || *r.room() == roomSID }
	return list
}

// Recordings returns the list of the recordings of the account.
func Recordings() *List[Recording] { return recordingsAt("/v1/Recordings") }

func recordingsAt(path string) *List[Recording] {
	return &List[Recording]{
		host: videoHost, path: path, key: "recordings",
		sid: func(r *Recording) string { return zeroIfNil(r.Sid) },
	}
}

// Compositions returns the list of the compositions of the account.
func Compositions() *List[Composition] {
	return &List[Composition]{
		host: videoHost, path: "/v1/Compositions", key: "compositions",
		sid: func(c *Composition) string { return zeroIfNil(c.Sid) },
	}
}

// Media is the part of a recording or a composition that tells where it is stored. A field that is null or absent in Twilio's
// response is empty.
type Media struct {
	Sid                   string `json:"sid"`
	Status                string `json:"status"`
	Type                  string `json:"type"`
	Duration              int64  `json:"duration"`
	Size                  int64  `json:"size"`
	RoomSid               string `json:"room_sid"`
	DateCreated           string `json:"date_created"`
	EncryptionKey         string `json:"encryption_key"`
	MediaExternalLocation string `json:"media_external_location"`
	GroupingSids          struct {
		RoomSid string `json:"room_sid"`
	} `json:"grouping_sids"`
}

// room returns the SID of the room, as that of a [Recording].
func (m *Media) room() string { return cmp.Or(m.RoomSid, m.GroupingSids.RoomSid) }

// RecordingMedia is [Recordings] with the fields of [Media].
func RecordingMedia() *List[Media] { return mediaAt("/v1/Recordings", "recordings", recordingPrefix) }

// RoomRecordingMedia is [RoomRecordings] with the fields of [Media]. It skips recordings of another type than mediaType, unless
// that is empty, because Twilio's list of a room has no such filter.
func RoomRecordingMedia(roomSID, mediaType string) *List[Media] {
	list := mediaAt("/v1/Rooms/"+roomSID+"/Recordings", "recordings", recordingPrefix)
	isRecording := list.accepts
	list.accepts = func(m *Media) bool { return isRecording(m) && (m.room() == "" || m.room() == roomSID) }
	list.selects = func(m *Media) bool { return mediaType == "" || m.Type == mediaType }
	return list
}

// CompositionMedia is [Compositions] with the fields of [Media].
func CompositionMedia() *List[Media] {
	return mediaAt("/v1/Compositions", "compositions", compositionPrefix)
}

// The prefixes of the SIDs.
const (
	recordingPrefix   = "RT"
	compositionPrefix = "CJ"
)

func mediaAt(path, key, prefix string) *List[Media] {
	return &List[Media]{
		host: videoHost, path: path, key: key,
		sid: func(m *Media) string { return m.Sid },
		accepts: func(m *Media) bool {
			_, ok := parseSID(m.Sid, prefix)
			return ok
		},
	}
}
