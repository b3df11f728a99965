package twilio

import (
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// roomRecordings describes videostorage_twilio_room_recordings.
var roomRecordings = listKind{
	name:  "room_recordings",
	items: "recordings",
	description: "Lists the recordings of a room, with their locations and encryption keys " +
		"([Recordings](https://www.twilio.com/docs/video/api/recordings-resource)).",
	statuses: recordingStatuses,
	filters: listFilters{
		"room_sid": {"RoomSid", schema.StringAttribute{
			MarkdownDescription: "The SID (`RM…`) of the room.",
			Required:            true,
			Validators:          []validator.String{sidFormat("RM", "RM")},
		}},
		"source_sid": {"SourceSid", sourceSIDAttribute},
	},
	maxPageSize: 1000,
	table: func(query url.Values) listTable {
		roomSID := query.Get("RoomSid")
		query.Del("RoomSid")
		return table[Recording]{RoomRecordings(roomSID), recordingColumns}
	},
}

// accountRecordings describes videostorage_twilio_recordings.
var accountRecordings = listKind{
	name:        "recordings",
	items:       "recordings",
	description: "Lists the recordings of the account ([Recordings](https://www.twilio.com/docs/video/api/recordings-resource)).",
	statuses:    recordingStatuses,
	filters: listFilters{
		"source_sid": {"SourceSid", sourceSIDAttribute},
		"grouping_sids": {"GroupingSid", schema.SetAttribute{
			MarkdownDescription: "Only recordings of these rooms (`RM…`) or participants (`PA…`). Twilio does not document how it combines several. " +
				"Defaults to all rooms.",
			Optional:    true,
			ElementType: types.StringType,
			Validators: []validator.Set{
				setvalidator.SizeAtLeast(1), setvalidator.NoNullValues(), setvalidator.ValueStringsAre(sidFormat("(RM|PA)", "RM or PA")),
			},
		}},
		"media_type": {"MediaType", mediaTypeAttribute},
	},
	maxPageSize: 100,
	table:       func(url.Values) listTable { return table[Recording]{Recordings(), recordingColumns} },
}

var recordingStatuses = []string{"processing", "completed", "deleted", "failed"}

var sourceSIDAttribute = schema.StringAttribute{
	MarkdownDescription: "Only recordings of this source, such as a track (`MT…`). Defaults to all sources.",
	Optional:            true,
	Validators:          []validator.String{sidFormat("[a-zA-Z]{2}", "two letters")},
}

var mediaTypeAttribute = schema.StringAttribute{
	MarkdownDescription: "Only recordings of this type: one of `audio`, `video`, `data`. Defaults to all types.",
	Optional:            true,
	Validators:          []validator.String{stringvalidator.OneOf("audio", "video", "data")},
}

// roomSIDAttribute returns the filter of a list that is not that of one room.
func roomSIDAttribute(items string) schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: "Only " + items + " of this room (`RM…`). Defaults to all rooms.",
		Optional:            true,
		Validators:          []validator.String{sidFormat("RM", "RM")},
	}
}

var recordingColumns = []column[Recording]{
	stringColumn("sid", "The SID (`RT…`) of the recording.", func(r *Recording) *string { return r.Sid }),
	stringColumn("status", "`processing`, `completed`, `deleted` or `failed`.", func(r *Recording) *string { return r.Status }),
	stringColumn("type", "`audio`, `video` or `data`.", func(r *Recording) *string { return r.Type }),
	stringColumn("codec", "The codec in upper case, such as `VP8`, `H264`, `OPUS` or `PCMU`.", func(r *Recording) *string {
		// Twilio returns either case.
		codec := strings.ToUpper(zeroIfNil(r.Codec))
		return &codec
	}),
	stringColumn("container_format", "The format of the file: `mka` for audio, `mkv` for video and data.", func(r *Recording) *string { return r.ContainerFormat }),
	int64Column("duration_seconds", "The duration in seconds. Null or 0 while the recording is processed.", func(r *Recording) *int64 { return r.Duration }),
	int64Column("size_bytes", "The size in bytes. Null or 0 while the recording is processed.", func(r *Recording) *int64 { return r.Size }),
	int64Column("offset_milliseconds", "The start of the recording, in milliseconds on a clock that all recordings of a room share.",
		func(r *Recording) *int64 { return r.Offset }),
	stringColumn("track_name", "The name of the recorded track.", func(r *Recording) *string { return r.TrackName }),
	stringColumn("source_sid", "The SID (`MT…`) of the recorded track.", func(r *Recording) *string { return r.SourceSid }),
	stringColumn("room_sid", "The SID (`RM…`) of the room.", (*Recording).room),
	stringColumn("participant_sid", "The SID (`PA…`) of the participant.", func(r *Recording) *string { return r.GroupingSids.ParticipantSid }),
	stringColumn("account_sid", "The SID of the account.", func(r *Recording) *string { return r.AccountSid }),
	stringColumn("date_created", "The time of the creation, in RFC 3339 as Twilio writes it.", func(r *Recording) *string { return r.DateCreated }),
	stringColumn("date_updated", "The time of the last change, in RFC 3339. Null in newer responses of Twilio, which lack it.", func(r *Recording) *string { return r.DateUpdated }),
	stringColumn("date_deleted", "The time of the deletion, in RFC 3339. Null until then, and in newer responses of Twilio, which lack it.", func(r *Recording) *string { return r.DateDeleted }),
	stringColumn("encryption_key", "The SID of the public key that the recording is encrypted with. Null if it is not encrypted, and in newer "+
		"responses of Twilio, which may lack it.", func(r *Recording) *string { return r.EncryptionKey }),
	stringColumn("media_external_location", "The URL of the recording in your bucket. Null if it is in Twilio's cloud.",
		func(r *Recording) *string { return r.MediaExternalLocation }),
	stringColumn("status_callback", "The URL that Twilio calls when the status changes.", func(r *Recording) *string { return r.StatusCallback }),
	stringColumn("status_callback_method", "The HTTP method of that call: `GET` or `POST`.", func(r *Recording) *string { return r.StatusCallbackMethod }),
	stringColumn("media_url", "The URL of the media. Requests need Twilio's credentials.", func(r *Recording) *string { return r.Links.Media }),
	stringColumn("url", "The URL of the recording in Twilio's API.", func(r *Recording) *string { return r.URL }),
}

// compositions describes videostorage_twilio_compositions.
var compositions = listKind{
	name:  "compositions",
	items: "compositions",
	description: "Lists the compositions of the account, with their sources and locations " +
		"([Compositions](https://www.twilio.com/docs/video/api/compositions-resource)).",
	statuses:    []string{"enqueued", "processing", "completed", "deleted", "failed"},
	filters:     listFilters{"room_sid": {"RoomSid", roomSIDAttribute("compositions")}},
	maxPageSize: 100,
	table:       func(url.Values) listTable { return table[Composition]{Compositions(), compositionColumns} },
}

var compositionColumns = []column[Composition]{
	stringColumn("sid", "The SID (`CJ…`) of the composition.", func(c *Composition) *string { return c.Sid }),
	stringColumn("status", "`enqueued`, `processing`, `completed`, `deleted` or `failed`.", func(c *Composition) *string { return c.Status }),
	stringColumn("room_sid", "The SID (`RM…`) of the room.", func(c *Composition) *string { return c.RoomSid }),
	stringColumn("account_sid", "The SID of the account.", func(c *Composition) *string { return c.AccountSid }),
	stringColumn("date_created", "The time of the creation, in RFC 3339 as Twilio writes it.", func(c *Composition) *string { return c.DateCreated }),
	stringColumn("date_completed", "The time of the completion, in RFC 3339. Null until then.", func(c *Composition) *string { return c.DateCompleted }),
	stringColumn("date_deleted", "The time of the deletion, in RFC 3339. Null until then.", func(c *Composition) *string { return c.DateDeleted }),
	stringsColumn("audio_sources", "The tracks in the audio: SIDs, names, or patterns such as `user*`.", func(c *Composition) []string { return c.AudioSources }),
	stringsColumn("audio_sources_excluded", "The tracks that are left out of the audio.", func(c *Composition) []string { return c.AudioSourcesExcluded }),
	stringColumn("video_layout", "The layout of the video as JSON. Decode it with `jsondecode`.", func(c *Composition) *string {
		// Unlike strings, raw JSON keeps invalid UTF-8, which Terraform refuses.
		layout := strings.ToValidUTF8(string(c.VideoLayout), "\ufffd")
		if layout == "null" {
			return nil
		}
		return &layout
	}),
	stringColumn("resolution", "Width and height in pixels, such as `1280x720`.", func(c *Composition) *string { return c.Resolution }),
	boolColumn("trim", "Whether intervals without media were cut out.", func(c *Composition) *bool { return c.Trim }),
	stringColumn("format", "The format of the file: `mp4` or `webm`.", func(c *Composition) *string { return c.Format }),
	int64Column("bitrate", "The average bit rate of the media. Twilio does not document the unit.", func(c *Composition) *int64 { return c.Bitrate }),
	int64Column("size_bytes", "The size in bytes. Null or 0 until the composition is completed.", func(c *Composition) *int64 { return c.Size }),
	int64Column("duration_seconds", "The duration in seconds. Null or 0 until the composition is completed.", func(c *Composition) *int64 { return c.Duration }),
	stringColumn("encryption_key", "The SID of the public key that the composition is encrypted with. Null if it is not encrypted, and in newer "+
		"responses of Twilio, which may lack it.", func(c *Composition) *string { return c.EncryptionKey }),
	stringColumn("media_external_location", "The URL of the composition in your bucket. Null if it is in Twilio's cloud.",
		func(c *Composition) *string { return c.MediaExternalLocation }),
	stringColumn("status_callback", "The URL that Twilio calls when the status changes.", func(c *Composition) *string { return c.StatusCallback }),
	stringColumn("status_callback_method", "The HTTP method of that call: `GET` or `POST`.", func(c *Composition) *string { return c.StatusCallbackMethod }),
	stringColumn("media_url", "The URL of the media. Requests need Twilio's credentials.", func(c *Composition) *string { return c.Links.Media }),
	stringColumn("url", "The URL of the composition in Twilio's API.", func(c *Composition) *string { return c.URL }),
}
