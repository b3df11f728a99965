package twilio_test

import (
	"encoding/json"
	"iter"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// The three tests compare the lists of drawn accounts under drawn arguments with Twilio's documented rules: the same items in the same order,
// read with one request for each page.

func TestRoomRecordingsFollowTheRules(t *testing.T) {
	t.Parallel()
	checkRules(t, roomRecordingsType, "recordings", 1000, func(r *rapid.T, d *library, q query) []map[string]any {
		q["room_sid"] = rapid.SampledFrom(d.rooms).Draw(r, "room")
		q.draw(r, "source_sid", d.sources)
		return d.selectRecordings(q, func(item twiliosandbox.Recording) map[string]any {
			return expectedRecording(item, item.RoomURL(), true)
		})
	})
}

func TestRecordingsFollowTheRules(t *testing.T) {
	t.Parallel()
	checkRules(t, recordingsType, "recordings", 100, func(r *rapid.T, d *library, q query) []map[string]any {
		q.draw(r, "source_sid", d.sources)
		q.draw(r, "media_type", []string{"audio", "video", "data"})
		groups := rapid.SliceOfNDistinct(rapid.SampledFrom(append(d.participants, d.rooms...)), 0, 2, rapid.ID[string]).Draw(r, "groups")
		if len(groups) > 0 {
			q["grouping_sids"] = groups
		}
		return d.selectRecordings(q, func(item twiliosandbox.Recording) map[string]any { return expectedRecording(item, item.URL(), false) })
	})
}

func TestCompositionsFollowTheRules(t *testing.T) {
	t.Parallel()
	checkRules(t, compositionsType, "compositions", 100, func(r *rapid.T, d *library, q query) []map[string]any {
		q.draw(r, "room_sid", d.rooms)
		all := []map[string]any{}
		for item := range d.compositions {
			if q.admits(item.Status, item.DateCreated) && q.matches("room_sid", item.RoomSID) {
				all = append(all, expectedComposition(item))
			}
		}
		return all
	})
}

// checkRules draws accounts and arguments. choose draws the arguments that not every list has, and returns the items that the rules select.
func checkRules(t *testing.T, typeName, attribute string, maxPageSize int, choose func(*rapid.T, *library, query) []map[string]any) {
	t.Helper()
	rapid.Check(t, func(r *rapid.T) {
		s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
		s.Log().Witness = nil // Twilio's description has no recordings without fields.
		d := newDirect(t, s)
		account := drawLibrary(r, s)
		// Several reads of one account, because drawing it takes longer.
		for range 4 {
			q, pageSize := query{}, maxPageSize
			q.draw(r, "status", []string{"processing", "completed", "deleted", "failed"})
			q.drawInterval(r)
			if rapid.Bool().Draw(r, "page size set") {
				pageSize = rapid.OneOf(rapid.IntRange(1, 9), rapid.IntRange(1, maxPageSize)).Draw(r, "page size")
				q["page_size"] = pageSize
			}
			want := choose(r, account, q)
			if rapid.Bool().Draw(r, "max results set") {
				maxResults := rapid.IntRange(1, 60).Draw(r, "max results")
				q["max_results"] = maxResults
				want, pageSize = want[:min(len(want), maxResults)], min(pageSize, maxResults)
			}
			s.Log().Reset()
			got, err := d.list(typeName, attribute, q)
			if err != nil {
				r.Fatalf("%v: %s", q, err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				r.Fatalf("%v: the rules and the provider differ (-rules +provider):\n%s", q, diff)
			}
			requests, pages := s.Log().All(), max(1, (len(want)+pageSize-1)/pageSize)
			if size := requests[0].Query.Get("PageSize"); len(requests) != pages || size != strconv.Itoa(pageSize) {
				r.Fatalf("%v: %d requests with a page size of %s for %d items, want %d with %d", q, len(requests), size, len(got), pages, pageSize)
			}
		}
	})
}

// query holds the arguments of a data source.
type query map[string]any

// draw sets an argument to one of the values, or to none.
func (q query) draw(r *rapid.T, name string, values []string) {
	if rapid.IntRange(0, 2).Draw(r, name+" set") == 0 {
		q[name] = rapid.SampledFrom(values).Draw(r, name)
	}
}

// drawInterval sets one date, both or none.
func (q query) drawInterval(r *rapid.T) {
	after := firstDay
	if rapid.Bool().Draw(r, "after set") {
		after = drawTime(r, "after")
		q["date_created_after"] = after.Format(time.RFC3339)
	}
	if rapid.Bool().Draw(r, "before set") {
		before := drawTime(r, "before")
		if !before.After(after) {
			before = after.Add(time.Minute)
		}
		q["date_created_before"] = before.Format(time.RFC3339)
	}
}

// matches reports whether an argument is not set, or has the value.
func (q query) matches(name, value string) bool { return q[name] == nil || q[name] == value }

// admits applies the rules that all lists share.
func (q query) admits(status string, created time.Time) bool {
	// Times in UTC of one length compare as strings.
	at := created.UTC().Format(time.RFC3339)
	after, hasAfter := q["date_created_after"].(string)
	before, hasBefore := q["date_created_before"].(string)
	return q.matches("status", status) && (q["status"] != nil || status != "deleted") && (!hasAfter || at >= after) && (!hasBefore || at < before)
}

// library holds the recordings and compositions of an account, and SIDs that occur in it.
type library struct {
	recordings                   iter.Seq[twiliosandbox.Recording]
	compositions                 iter.Seq[twiliosandbox.Composition]
	rooms, participants, sources []string
}

func (d *library) selectRecordings(q query, expected func(twiliosandbox.Recording) map[string]any) []map[string]any {
	groups, _ := q["grouping_sids"].([]string)
	all := []map[string]any{}
	for item := range d.recordings {
		// The sandbox combines several groups with "and".
		inGroups := !slices.ContainsFunc(groups, func(sid string) bool { return sid != item.RoomSID && sid != item.ParticipantSID })
		if q.admits(item.Status, item.DateCreated) && q.matches("source_sid", item.SourceSID) && q.matches("room_sid", item.RoomSID) &&
			q.matches("media_type", item.Type) && inGroups {
			all = append(all, expected(item))
		}
	}
	return all
}

var firstDay = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

func drawTime(r *rapid.T, name string) time.Time {
	return firstDay.Add(time.Duration(rapid.IntRange(0, 20).Draw(r, name)) * time.Minute)
}

// drawLibrary fills the account of a sandbox: drawn items with fields that are null or absent, and perhaps generated items behind them.
func drawLibrary(r *rapid.T, s *acctest.Sandbox) *library {
	d := &library{rooms: sids("RM", 3), participants: sids("PA", 3), sources: sids("MT", 3)}
	s.AddRooms(s.SID, d.rooms...)
	oneOf := func(name string, values ...string) string { return rapid.SampledFrom(values).Draw(r, name) }
	number := func(name string) *int64 {
		n := rapid.OneOf(rapid.Int64Range(0, 3), rapid.Int64Min(0)).Draw(r, name)
		return &n
	}
	missing := func(fields ...string) (null, absent []string) {
		for _, field := range rapid.SliceOfNDistinct(rapid.SampledFrom(fields), 0, 4, rapid.ID[string]).Draw(r, "missing") {
			if rapid.Bool().Draw(r, "absent") {
				absent = append(absent, field)
			} else {
				null = append(null, field)
			}
		}
		return null, absent
	}
	for range rapid.IntRange(0, 40).Draw(r, "recordings") {
		item := twiliosandbox.Recording{
			Status: oneOf("status", "completed", "completed", "processing", "deleted", "failed"), Type: oneOf("type", "audio", "video", "data"),
			Codec: oneOf("codec", "VP8", "vp8", "opus", "H264", ""), ContainerFormat: "mkv",
			Duration: number("duration"), Size: number("size"), Offset: number("offset"),
			TrackName: rapid.StringN(0, 8, -1).Draw(r, "track"), SourceSID: oneOf("source", d.sources...),
			RoomSID: oneOf("room", d.rooms...), ParticipantSID: oneOf("participant", d.participants...), DateCreated: drawTime(r, "created"),
			MediaExternalLocation: oneOf("location", "", bucket+"/x.mkv"), EncryptionKey: oneOf("key", "", publicKey),
		}
		item.Null, item.Absent = missing("type", "codec", "container_format", "duration", "size", "offset", "track_name", "source_sid",
			"room_sid", "grouping_sids", "account_sid", "date_created", "date_updated", "date_deleted", "encryption_key",
			"media_external_location", "url", "links", "grouping_sids.room_sid", "grouping_sids.participant_sid")
		s.AddRecordings(s.SID, item)
	}
	for range rapid.IntRange(0, 25).Draw(r, "compositions") {
		item := twiliosandbox.Composition{
			Status: oneOf("status", "enqueued", "processing", "completed", "deleted", "failed"), RoomSID: oneOf("room", d.rooms...),
			DateCreated: drawTime(r, "created"), DateCompleted: drawTime(r, "completed"), DateDeleted: drawTime(r, "deleted"),
			AudioSources:         rapid.SampledFrom([][]string{nil, {}, {"user*", "RT1"}}).Draw(r, "sources"),
			AudioSourcesExcluded: rapid.SampledFrom([][]string{nil, {"RT2"}}).Draw(r, "excluded"),
			VideoLayout:          json.RawMessage(oneOf("layout", "", `{"grid":{"video_sources":["*"]}}`)),
			Trim:                 rapid.Bool().Draw(r, "trim"), Size: number("size"), Duration: number("duration"), Bitrate: number("bitrate"),
			Format: "mp4", Resolution: "640x480", MediaExternalLocation: oneOf("location", "", bucket+"/x.mp4"),
			StatusCallback: oneOf("callback", "", "https://example.com/called"), StatusCallbackMethod: oneOf("method", "", "GET", "POST"),
		}
		item.Null, item.Absent = missing("date_completed", "audio_sources", "audio_sources_excluded", "video_layout", "resolution", "trim",
			"date_deleted", "bitrate", "size", "duration", "media_external_location", "status_callback", "status_callback_method", "url", "links")
		s.AddCompositions(s.SID, item)
	}
	if rapid.Bool().Draw(r, "generated") {
		g := twiliosandbox.Generated{Seed: rapid.Uint64().Draw(r, "seed"), Rooms: 2, Recordings: rapid.IntRange(0, 250).Draw(r, "n"), Compositions: 120}
		s.Generate(s.SID, g)
		d.rooms = append(d.rooms, g.RoomSID(0), g.RoomSID(1))
	}
	d.recordings, d.compositions = s.AllRecordings(s.SID), s.AllCompositions(s.SID)
	return d
}

// fields holds the fields of an item that are null or absent in responses.
type fields []string

// value returns the value of a field in the state: nil if it is null, absent or empty.
func (missing fields) value(field string, value any) any {
	if slices.Contains(missing, field) {
		return nil
	}
	switch value := value.(type) {
	case string:
		if value == "" {
			return nil
		}
	case *int64:
		if value == nil {
			return nil
		}
		return *value
	case time.Time:
		if value.IsZero() {
			return nil
		}
		return value.UTC().Format(time.RFC3339)
	case []string:
		if value == nil {
			return nil
		}
		list := []any{}
		for _, element := range value {
			list = append(list, element)
		}
		return list
	}
	return value
}

// expectedRecording returns a recording in the state. Only the list of a room has the field room_sid.
func expectedRecording(r twiliosandbox.Recording, url string, ofRoom bool) map[string]any {
	f := fields(slices.Concat(r.Null, r.Absent))
	var room, participant any
	if !slices.Contains(f, "grouping_sids") {
		room, participant = f.value("grouping_sids.room_sid", r.RoomSID), f.value("grouping_sids.participant_sid", r.ParticipantSID)
	}
	if own := f.value("room_sid", r.RoomSID); ofRoom && own != nil {
		room = own
	}
	var callback, method any
	if !ofRoom {
		callback, method = f.value("status_callback", r.StatusCallback), f.value("status_callback_method", r.StatusCallbackMethod)
	}
	return map[string]any{
		"sid": r.SID, "status": r.Status, "type": f.value("type", r.Type), "codec": f.value("codec", strings.ToUpper(r.Codec)),
		"container_format": f.value("container_format", r.ContainerFormat), "duration_seconds": f.value("duration", r.Duration),
		"size_bytes": f.value("size", r.Size), "offset_milliseconds": f.value("offset", r.Offset), "track_name": f.value("track_name", r.TrackName),
		"source_sid": f.value("source_sid", r.SourceSID), "room_sid": room, "participant_sid": participant,
		"account_sid": f.value("account_sid", r.AccountSID), "date_created": f.value("date_created", r.DateCreated),
		"date_updated": f.value("date_updated", r.DateUpdated), "date_deleted": f.value("date_deleted", r.DateDeleted),
		"encryption_key": f.value("encryption_key", r.EncryptionKey), "media_external_location": f.value("media_external_location", r.MediaExternalLocation),
		"media_url": f.value("links", url+"/Media"), "url": f.value("url", url),
		"status_callback": callback, "status_callback_method": method,
	}
}

// expectedComposition returns a composition in the state.
func expectedComposition(c twiliosandbox.Composition) map[string]any {
	f := fields(slices.Concat(c.Null, c.Absent))
	return map[string]any{
		"sid": c.SID, "status": c.Status, "room_sid": f.value("room_sid", c.RoomSID), "account_sid": f.value("account_sid", c.AccountSID),
		"date_created": f.value("date_created", c.DateCreated), "date_completed": f.value("date_completed", c.DateCompleted),
		"date_deleted": f.value("date_deleted", c.DateDeleted), "audio_sources": f.value("audio_sources", c.AudioSources),
		"audio_sources_excluded": f.value("audio_sources_excluded", c.AudioSourcesExcluded), "video_layout": f.value("video_layout", string(c.VideoLayout)),
		"resolution": f.value("resolution", c.Resolution), "trim": f.value("trim", c.Trim), "format": f.value("format", c.Format),
		"bitrate": f.value("bitrate", c.Bitrate), "size_bytes": f.value("size", c.Size), "duration_seconds": f.value("duration", c.Duration),
		"media_external_location": f.value("media_external_location", c.MediaExternalLocation),
		"status_callback":         f.value("status_callback", c.StatusCallback), "status_callback_method": f.value("status_callback_method", c.StatusCallbackMethod),
		"media_url": f.value("links", c.URL()+"/Media"), "url": f.value("url", c.URL()),
		"encryption_key": f.value("encryption_key", c.EncryptionKey),
	}
}
