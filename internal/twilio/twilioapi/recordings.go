package twilioapi

import "encoding/json"

// Recording is a recording of a track, as both lists of recordings answer it. A
// nil field is one that the API says null or nothing of. date_updated,
// date_deleted and encryption_key are of older answers.
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
	URL                   *string `json:"url"`
	GroupingSids          struct {
		RoomSid        *string `json:"room_sid"`
		ParticipantSid *string `json:"participant_sid"`
	} `json:"grouping_sids"`
	Links Links `json:"links"`
}

// Links lead on from an item.
type Links struct {
	Media *string `json:"media"`
}

// Composition is a composition of a room's recordings. VideoLayout is JSON.
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
	MediaExternalLocation *string         `json:"media_external_location"`
	StatusCallback        *string         `json:"status_callback"`
	StatusCallbackMethod  *string         `json:"status_callback_method"`
	URL                   *string         `json:"url"`
	Links                 Links           `json:"links"`
}

// RoomRecordings lists the recordings of a room. roomSID must be a SID: it becomes
// a part of the path.
func RoomRecordings(roomSID string) Listing[Recording] {
	return recordingsAt("/v1/Rooms/" + roomSID + "/Recordings")
}

// Recordings lists the recordings of the account.
func Recordings() Listing[Recording] { return recordingsAt("/v1/Recordings") }

func recordingsAt(path string) Listing[Recording] {
	return Listing[Recording]{
		host:  videoHost,
		path:  path,
		items: func(p *page) *[]Recording { return p.Recordings },
		sid:   func(r *Recording) *string { return r.Sid },
	}
}

// Compositions lists the compositions of the account.
func Compositions() Listing[Composition] {
	return Listing[Composition]{
		host:  videoHost,
		path:  "/v1/Compositions",
		items: func(p *page) *[]Composition { return p.Compositions },
		sid:   func(c *Composition) *string { return c.Sid },
	}
}
