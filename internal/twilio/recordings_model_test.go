package twilio_test

import (
	"encoding/json"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// query is what a data source is asked for. Its zero values ask for nothing.
type query struct {
	status, sourceSID, roomSID, mediaType string
	groupingSIDs                          []string
	after, before                         time.Time
	pageSize, maxResults                  int
}

// arguments are q as the configuration says it.
func (q query) arguments() map[string]any {
	all := map[string]any{}
	set := func(name, value string) {
		if value != "" {
			all[name] = value
		}
	}
	set("status", q.status)
	set("source_sid", q.sourceSID)
	set("room_sid", q.roomSID)
	set("media_type", q.mediaType)
	if len(q.groupingSIDs) > 0 {
		all["grouping_sids"] = q.groupingSIDs
	}
	if !q.after.IsZero() {
		all["date_created_after"] = q.after.Format(time.RFC3339)
	}
	if !q.before.IsZero() {
		all["date_created_before"] = q.before.Format(time.RFC3339)
	}
	if q.pageSize > 0 {
		all["page_size"] = q.pageSize
	}
	if q.maxResults > 0 {
		all["max_results"] = q.maxResults
	}
	return all
}

// admits are the rules that all lists share.
func (q query) admits(status string, created time.Time) bool {
	if q.status == "" && status == "deleted" || q.status != "" && status != q.status {
		return false
	}
	return (q.after.IsZero() || !created.Before(q.after)) && (q.before.IsZero() || created.Before(q.before))
}

func (q query) admitsRecording(r twiliosandbox.Recording) bool {
	for _, sid := range q.groupingSIDs {
		if sid != r.RoomSID && sid != r.ParticipantSID {
			return false
		}
	}
	return q.admits(r.Status, r.DateCreated) && (q.sourceSID == "" || q.sourceSID == r.SourceSID) &&
		(q.roomSID == "" || q.roomSID == r.RoomSID) && (q.mediaType == "" || q.mediaType == r.Type)
}

// selected is what the documented rules make of everything there is.
func selected[T any](all iter.Seq[T], admits func(T) bool, limit int) []T {
	var some []T
	for item := range all {
		if admits(item) && (limit == 0 || len(some) < limit) {
			some = append(some, item)
		}
	}
	return some
}

// requests is how many pages n items take.
func (q query) requests(n, defaultPageSize int) int {
	size := q.pageSize
	if size == 0 {
		size = defaultPageSize
	}
	if q.maxResults > 0 {
		size = min(size, q.maxResults)
	}
	return max(1, (n+size-1)/size)
}

// known is what the state holds for a field: null for what is null or absent.
type known struct{ missing []string }

func (k known) text(field, value string) any {
	if value == "" || slices.Contains(k.missing, field) {
		return nil
	}
	return value
}

func (k known) number(field string, value *int64) any {
	if value == nil || slices.Contains(k.missing, field) {
		return nil
	}
	return *value
}

func (k known) time(field string, value time.Time) any {
	if value.IsZero() {
		return nil
	}
	return k.text(field, value.UTC().Format(time.RFC3339))
}

// either is the first that is not null.
func either(a, b any) any {
	if a == nil {
		return b
	}
	return a
}

func expectedRecording(r twiliosandbox.Recording, url string, withRoom bool) map[string]any {
	k := known{slices.Concat(r.Null, r.Absent)}
	room := k.text("grouping_sids.room_sid", r.RoomSID)
	if withRoom {
		room = either(k.text("room_sid", r.RoomSID), room)
	}
	participant := k.text("grouping_sids.participant_sid", r.ParticipantSID)
	if slices.Contains(k.missing, "grouping_sids") {
		participant = nil
		if room = nil; withRoom {
			room = k.text("room_sid", r.RoomSID)
		}
	}
	media := k.text("links", url+"/Media")
	return map[string]any{
		"sid": k.text("sid", r.SID), "status": k.text("status", r.Status), "type": k.text("type", r.Type),
		"codec": k.text("codec", strings.ToUpper(r.Codec)), "container_format": k.text("container_format", r.ContainerFormat),
		"duration_seconds": k.number("duration", r.Duration), "size_bytes": k.number("size", r.Size),
		"offset_milliseconds": k.number("offset", r.Offset), "track_name": k.text("track_name", r.TrackName),
		"source_sid": k.text("source_sid", r.SourceSID), "room_sid": room, "participant_sid": participant,
		"account_sid": k.text("account_sid", r.AccountSID), "date_created": k.time("date_created", r.DateCreated),
		"date_updated": k.time("date_updated", r.DateUpdated), "date_deleted": k.time("date_deleted", r.DateDeleted),
		"encryption_key":          k.text("encryption_key", r.EncryptionKey),
		"media_external_location": k.text("media_external_location", r.MediaExternalLocation),
		"media_url":               media, "url": k.text("url", url),
	}
}

func expectedComposition(c twiliosandbox.Composition) map[string]any {
	k := known{slices.Concat(c.Null, c.Absent)}
	list := func(field string, values []string) any {
		if values == nil || slices.Contains(k.missing, field) {
			return nil
		}
		all := []any{}
		for _, v := range values {
			all = append(all, v)
		}
		return all
	}
	var trim any = c.Trim
	if slices.Contains(k.missing, "trim") {
		trim = nil
	}
	return map[string]any{
		"sid": k.text("sid", c.SID), "status": k.text("status", c.Status), "room_sid": k.text("room_sid", c.RoomSID),
		"account_sid": k.text("account_sid", c.AccountSID), "date_created": k.time("date_created", c.DateCreated),
		"date_completed": k.time("date_completed", c.DateCompleted), "date_deleted": k.time("date_deleted", c.DateDeleted),
		"audio_sources":          list("audio_sources", c.AudioSources),
		"audio_sources_excluded": list("audio_sources_excluded", c.AudioSourcesExcluded),
		"video_layout":           k.text("video_layout", string(c.VideoLayout)),
		"resolution":             k.text("resolution", c.Resolution), "trim": trim, "format": k.text("format", c.Format),
		"bitrate": k.number("bitrate", c.Bitrate), "size_bytes": k.number("size", c.Size),
		"duration_seconds":        k.number("duration", c.Duration),
		"media_external_location": k.text("media_external_location", c.MediaExternalLocation),
		"status_callback":         k.text("status_callback", c.StatusCallback),
		"status_callback_method":  k.text("status_callback_method", c.StatusCallbackMethod),
		"media_url":               k.text("links", c.URL()+"/Media"), "url": k.text("url", c.URL()),
	}
}

// sameLayout makes layouts comparable: JSON that differs in spacing is the same.
func sameLayout(items []map[string]any) {
	for _, item := range items {
		if layout, ok := item["video_layout"].(string); ok {
			var v map[string]any
			if json.Unmarshal([]byte(layout), &v) == nil && v != nil {
				item["video_layout"] = v
			}
		}
	}
}
