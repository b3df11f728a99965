package twilio

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

type recording = twilioapi.Recording

var recordingStatus = statusArgument("processing", "completed", "deleted", "failed")

// roomRecordings is videostorage_twilio_room_recordings.
var roomRecordings = listKind[recording]{
	name:      "room_recordings",
	attribute: "recordings",
	description: "The recordings of a room: what was recorded, where it went, and whether it is encrypted " +
		"([Recordings](https://www.twilio.com/docs/video/api/recordings-resource)).",
	arguments: slices.Concat([]argument{
		{name: "room_sid", required: true, description: "The SID (`RM…`) of the room.", validators: []validator.String{sidOf("RM", "RM")}},
		recordingStatus,
		sourceArgument,
	}, dateArguments),
	columns:     recordingColumns,
	maxPageSize: 1000,
	listing: func(values map[string][]string) twilioapi.Listing[recording] {
		return twilioapi.RoomRecordings(values["room_sid"][0])
	},
}

// accountRecordings is videostorage_twilio_recordings.
var accountRecordings = listKind[recording]{
	name:      "recordings",
	attribute: "recordings",
	description: "The recordings of the account, of all rooms " +
		"([Recordings](https://www.twilio.com/docs/video/api/recordings-resource)).",
	arguments: slices.Concat([]argument{
		recordingStatus,
		sourceArgument,
		{
			name: "grouping_sids", parameter: "GroupingSid", many: true,
			description: "Only those of these rooms (`RM…`) or participants (`PA…`). Without it, those of all rooms. What Twilio makes of several is not documented.",
			validators:  []validator.String{sidOf("(RM|PA)", "RM or PA")},
		},
		{
			name: "media_type", parameter: "MediaType", description: "Only those of this type: one of `audio`, `video`, `data`. Without it, all.",
			validators: []validator.String{stringvalidator.OneOf("audio", "video", "data")},
		},
	}, dateArguments),
	columns:     recordingColumns,
	maxPageSize: 100,
	listing:     func(map[string][]string) twilioapi.Listing[recording] { return twilioapi.Recordings() },
}

var recordingColumns = []column[recording]{
	text("sid", "The recording's SID (`RT…`).", func(r *recording) *string { return r.Sid }),
	text("status", "`processing`, `completed`, `deleted` or `failed`.", func(r *recording) *string { return r.Status }),
	text("type", "`audio`, `video` or `data`.", func(r *recording) *string { return r.Type }),
	text("codec", "The codec in upper case, such as `VP8`, `H264`, `OPUS`, `PCMU`.", func(r *recording) *string { return upper(r.Codec) }),
	text("container_format", "The format of the file: `mka` (sound) or `mkv` (video, data).", func(r *recording) *string { return r.ContainerFormat }),
	whole("duration_seconds", "The duration in seconds; null or 0 while processing.", func(r *recording) *int64 { return r.Duration }),
	whole("size_bytes", "The size in bytes; null or 0 while processing.", func(r *recording) *int64 { return r.Size }),
	whole("offset_milliseconds", "When the recording began, in milliseconds on a clock that all recordings of a room share.",
		func(r *recording) *int64 { return r.Offset }),
	text("track_name", "The name of the recorded track.", func(r *recording) *string { return r.TrackName }),
	text("source_sid", "The SID of the recorded track (`MT…`).", func(r *recording) *string { return r.SourceSid }),
	text("room_sid", "The SID of the room (`RM…`).", func(r *recording) *string {
		if r.RoomSid == nil {
			// The account's list has it there alone.
			return r.GroupingSids.RoomSid
		}
		return r.RoomSid
	}),
	text("participant_sid", "The SID of the participant (`PA…`).", func(r *recording) *string { return r.GroupingSids.ParticipantSid }),
	text("account_sid", "The SID of the account.", func(r *recording) *string { return r.AccountSid }),
	text("date_created", "When it was created, in RFC 3339, as the API writes it.", func(r *recording) *string { return r.DateCreated }),
	text("date_updated", "When it was last changed, in RFC 3339; null where Twilio does not say, as newer answers do not.", func(r *recording) *string { return r.DateUpdated }),
	text("date_deleted", "When it was deleted, in RFC 3339; null where it was not, or Twilio does not say.", func(r *recording) *string { return r.DateDeleted }),
	text("encryption_key", "The SID of the public key that it is encrypted with; null where it is not encrypted, or where Twilio's answer does not say, as newer ones may not.",
		func(r *recording) *string { return r.EncryptionKey }),
	text("media_external_location", "The URL at which it is stored outside Twilio, in your bucket; null where it is in Twilio's cloud.",
		func(r *recording) *string { return r.MediaExternalLocation }),
	text("media_url", "The address that leads to the media, with Twilio's credentials.", func(r *recording) *string { return r.Links.Media }),
	text("url", "The address of the recording in Twilio's API.", func(r *recording) *string { return r.URL }),
}

// upper is s in upper case: Twilio answers codecs in either.
func upper(s *string) *string {
	if s == nil {
		return nil
	}
	u := strings.ToUpper(*s)
	return &u
}
