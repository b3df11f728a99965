package twilio

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

type composed = twilioapi.Composition

// compositions is videostorage_twilio_compositions.
var compositions = listKind[composed]{
	name:      "compositions",
	attribute: "compositions",
	description: "The compositions of the account: what rooms' recordings were composed to, and where it went " +
		"([Compositions](https://www.twilio.com/docs/video/api/compositions-resource)).",
	arguments: slices.Concat([]argument{
		statusArgument("enqueued", "processing", "completed", "deleted", "failed"),
		{
			name: "room_sid", parameter: "RoomSid", description: "Only those of this room (`RM…`). Without it, those of all rooms.",
			validators: []validator.String{sidOf("RM", "RM")},
		},
	}, dateArguments),
	columns: []column[composed]{
		text("sid", "The composition's SID (`CJ…`).", func(c *composed) *string { return c.Sid }),
		text("status", "`enqueued`, `processing`, `completed`, `deleted` or `failed`.", func(c *composed) *string { return c.Status }),
		text("room_sid", "The SID of the room (`RM…`).", func(c *composed) *string { return c.RoomSid }),
		text("account_sid", "The SID of the account.", func(c *composed) *string { return c.AccountSid }),
		text("date_created", "When it was created, in RFC 3339, as the API writes it.", func(c *composed) *string { return c.DateCreated }),
		text("date_completed", "When it was completed, in RFC 3339; null until then.", func(c *composed) *string { return c.DateCompleted }),
		text("date_deleted", "When it was deleted, in RFC 3339; null where it was not.", func(c *composed) *string { return c.DateDeleted }),
		texts("audio_sources", "The tracks that are heard: SIDs, names, or patterns such as `user*`.", func(c *composed) []string { return c.AudioSources }),
		texts("audio_sources_excluded", "The tracks that are not heard.", func(c *composed) []string { return c.AudioSourcesExcluded }),
		text("video_layout", "How the video is laid out, as JSON: use `jsondecode`.", func(c *composed) *string {
			// encoding/json mends the bytes of a string, but not of what it leaves raw.
			if layout := strings.ToValidUTF8(string(c.VideoLayout), "\ufffd"); layout != "" && layout != "null" {
				return &layout
			}
			return nil
		}),
		text("resolution", "Width and height in pixels, such as `1280x720`.", func(c *composed) *string { return c.Resolution }),
		toggle("trim", "Whether intervals without media were clipped.", func(c *composed) *bool { return c.Trim }),
		text("format", "The format of the file: `mp4` or `webm`.", func(c *composed) *string { return c.Format }),
		whole("bitrate", "The average bit rate of the media. Twilio does not document the unit.", func(c *composed) *int64 { return c.Bitrate }),
		whole("size_bytes", "The size in bytes; null or 0 until it is completed.", func(c *composed) *int64 { return c.Size }),
		whole("duration_seconds", "The duration in seconds; null or 0 until it is completed.", func(c *composed) *int64 { return c.Duration }),
		text("media_external_location", "The URL at which it is stored outside Twilio, in your bucket; null where it is in Twilio's cloud.",
			func(c *composed) *string { return c.MediaExternalLocation }),
		text("status_callback", "The address that Twilio tells of changes of status.", func(c *composed) *string { return c.StatusCallback }),
		text("status_callback_method", "The method with which it does so: `GET` or `POST`.", func(c *composed) *string { return c.StatusCallbackMethod }),
		text("media_url", "The address that leads to the media, with Twilio's credentials.", func(c *composed) *string { return c.Links.Media }),
		text("url", "The address of the composition in Twilio's API.", func(c *composed) *string { return c.URL }),
	},
	maxPageSize: 100,
	listing:     func(map[string][]string) twilioapi.Listing[composed] { return twilioapi.Compositions() },
}
