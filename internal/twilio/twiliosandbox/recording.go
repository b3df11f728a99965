package twiliosandbox

import "time"

// Recording is a recorded track, with the fields that the API gives it.
//
// A zero value, be it "", nil or the zero time, is null in an answer, save for
// the fields that [Server.AddRecordings] fills in. Null and Absent say
// otherwise by the API's names, such as "size"; those within grouping_sids are
// "grouping_sids.room_sid" and "grouping_sids.participant_sid".
//
// The tags are for [ReadSeed]; answers are written without encoding/json.
type Recording struct {
	// SID is RT and 32 hexadecimal digits; "" becomes a random one when added.
	SID string `json:"sid"`
	// AccountSID becomes the account it is added to if "".
	AccountSID string `json:"account_sid"`
	// Status is processing, completed, deleted or failed; "" becomes completed
	// when added.
	Status string `json:"status"`
	// Type is audio, video or data.
	Type string `json:"type"`
	// Codec is VP8, H264, OPUS or PCMU; some answers of Twilio have it in lower
	// case.
	Codec string `json:"codec"`
	// ContainerFormat is mka or mkv.
	ContainerFormat string `json:"container_format"`
	// Duration in seconds.
	Duration *int64 `json:"duration"`
	// Size in bytes.
	Size *int64 `json:"size"`
	// Offset in milliseconds from a moment that all rooms share.
	Offset    *int64 `json:"offset"`
	TrackName string `json:"track_name"`
	// SourceSID is that of the track, MT and 32 hexadecimal digits.
	SourceSID string `json:"source_sid"`
	// RoomSID is both grouping_sids.room_sid and room_sid, which only the list
	// of a room's recordings has.
	RoomSID string `json:"room_sid"`
	// ParticipantSID is grouping_sids.participant_sid.
	ParticipantSID string `json:"-"`
	// DateCreated becomes the present when added without one.
	DateCreated time.Time `json:"date_created"`
	// DateUpdated, DateDeleted and EncryptionKey are in older answers of Twilio
	// and not in its current description.
	DateUpdated   time.Time `json:"date_updated"`
	DateDeleted   time.Time `json:"date_deleted"`
	EncryptionKey string    `json:"encryption_key"`
	// MediaExternalLocation is the URL of the media in external storage.
	MediaExternalLocation string `json:"media_external_location"`
	// StatusCallback and StatusCallbackMethod are only in the list of the
	// account's recordings.
	StatusCallback       string `json:"status_callback"`
	StatusCallbackMethod string `json:"status_callback_method"`

	// Absent names fields that answers leave out.
	Absent []string `json:"-"`
	// Null names fields that are null whatever their value.
	Null []string `json:"-"`
}

// URL is what the account's list of recordings says of the recording's
// address, wherever it is served. Its media is at /Media below it.
func (r Recording) URL() string {
	return videoAPI + pathRecordings + "/" + r.SID
}

// RoomURL is what the list of its room's recordings says of its address.
func (r Recording) RoomURL() string {
	return videoAPI + pathRooms + r.RoomSID + "/Recordings/" + r.SID
}
