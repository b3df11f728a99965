package twiliosandbox

import (
	"encoding/json"
	"time"
)

// Composition is a media file composed of a room's recordings, with the fields
// that the API gives it. Zero values, Null and Absent are as in [Recording].
type Composition struct {
	// SID is CJ and 32 hexadecimal digits; "" becomes a random one when added.
	SID string `json:"sid"`
	// AccountSID becomes the account it is added to if "".
	AccountSID string `json:"account_sid"`
	// Status is enqueued, processing, completed, deleted or failed; "" becomes
	// completed when added.
	Status  string `json:"status"`
	RoomSID string `json:"room_sid"`
	// DateCreated becomes the present when added without one.
	DateCreated   time.Time `json:"date_created"`
	DateCompleted time.Time `json:"date_completed"`
	DateDeleted   time.Time `json:"date_deleted"`
	// AudioSources are names of tracks, in which * stands for anything, or SIDs
	// of recordings. Empty is [] and nil is null.
	AudioSources         []string `json:"audio_sources"`
	AudioSourcesExcluded []string `json:"audio_sources_excluded"`
	// VideoLayout is a JSON object, nil for null.
	VideoLayout json.RawMessage `json:"video_layout"`
	// Resolution is such as 1280x720.
	Resolution string `json:"resolution"`
	Trim       bool   `json:"trim"`
	// Format is mp4 or webm.
	Format  string `json:"format"`
	Bitrate *int64 `json:"bitrate"`
	// Size in bytes.
	Size *int64 `json:"size"`
	// Duration in seconds.
	Duration *int64 `json:"duration"`
	// MediaExternalLocation is the URL of the media in external storage.
	MediaExternalLocation string `json:"media_external_location"`
	// EncryptionKey is in no description of Twilio's. Answers leave it out
	// rather than making it null.
	EncryptionKey        string `json:"encryption_key"`
	StatusCallback       string `json:"status_callback"`
	StatusCallbackMethod string `json:"status_callback_method"`

	// Absent names fields that answers leave out.
	Absent []string `json:"-"`
	// Null names fields that are null whatever their value.
	Null []string `json:"-"`
}

// URL is what the API says of the composition's address, wherever it is
// served. Its media is at /Media below it.
func (c Composition) URL() string {
	return videoAPI + pathCompositions + "/" + c.SID
}
