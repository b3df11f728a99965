package twilio_test

import (
	"context"
	"encoding/json"
	"iter"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

const (
	recordingsType   = "videostorage_twilio_recordings"
	compositionsType = "videostorage_twilio_compositions"
)

// Whatever there is, and whatever is asked for, the provider's answer is what the
// documented rules make of it, in the API's order, for no more requests than the
// pages that it takes.

func TestRoomRecordingsFollowTheRules(t *testing.T) {
	t.Parallel()
	checkRules(t, roomRecordingsType, "recordings", func(r *rapid.T, d *data) (query, []map[string]any, int) {
		q := d.recordingQuery(r, 1000)
		q.roomSID = rapid.SampledFrom(d.rooms).Draw(r, "room")
		some := selected(d.all, q.admitsRecording, q.maxResults)
		var want []map[string]any
		for _, item := range some {
			want = append(want, expectedRecording(item, item.RoomURL(), true))
		}
		return q, want, q.requests(len(some), 1000)
	})
}

func TestRecordingsFollowTheRules(t *testing.T) {
	t.Parallel()
	checkRules(t, recordingsType, "recordings", func(r *rapid.T, d *data) (query, []map[string]any, int) {
		q := d.recordingQuery(r, 100)
		q.mediaType = rapid.SampledFrom([]string{"", "", "audio", "video", "data"}).Draw(r, "media type")
		q.groupingSIDs = rapid.SliceOfNDistinct(rapid.SampledFrom(append(d.participants, d.rooms...)), 0, 2, rapid.ID[string]).Draw(r, "grouping")
		some := selected(d.all, q.admitsRecording, q.maxResults)
		var want []map[string]any
		for _, item := range some {
			want = append(want, expectedRecording(item, item.URL(), false))
		}
		return q, want, q.requests(len(some), 100)
	})
}

func TestCompositionsFollowTheRules(t *testing.T) {
	t.Parallel()
	checkRules(t, compositionsType, "compositions", func(r *rapid.T, d *data) (query, []map[string]any, int) {
		q := d.query(r, 100, "", "", "enqueued", "processing", "completed", "deleted", "failed")
		q.roomSID = rapid.SampledFrom(append([]string{""}, d.rooms...)).Draw(r, "room")
		some := selected(d.compositions, func(c twiliosandbox.Composition) bool {
			return q.admits(c.Status, c.DateCreated) && (q.roomSID == "" || q.roomSID == c.RoomSID)
		}, q.maxResults)
		var want []map[string]any
		for _, item := range some {
			want = append(want, expectedComposition(item))
		}
		return q, want, q.requests(len(some), 100)
	})
}

func checkRules(t *testing.T, typeName, attribute string, draw func(*rapid.T, *data) (query, []map[string]any, int)) {
	t.Helper()
	rapid.Check(t, func(r *rapid.T) {
		s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
		d := newDirect(t, s)
		// Several questions about the same data: making it is the longer part.
		library := drawData(r, s)
		for range 4 {
			q, want, requests := draw(r, library)
			s.Log().Reset()
			state, err := d.read(context.Background(), typeName, q.arguments())
			if err != nil {
				r.Fatalf("asked for %+v: %s", q, err)
			}
			got, err := d.list(typeName, attribute, state)
			if err != nil {
				r.Fatal(err)
			}
			if want == nil {
				want = []map[string]any{}
			}
			sameLayout(got)
			sameLayout(want)
			if diff := cmp.Diff(want, got); diff != "" {
				r.Fatalf("asked for %+v, the rules and the provider differ (-rules +provider):\n%s", q, diff)
			}
			if n := len(s.Log().All()); n != requests {
				r.Fatalf("asked for %+v, %d requests were sent for %d items, want %d", q, n, len(got), requests)
			}
		}
	})
}

// data is what an account has recorded.
type data struct {
	all                          iter.Seq[twiliosandbox.Recording]
	compositions                 iter.Seq[twiliosandbox.Composition]
	rooms, participants, sources []string
}

var firstDay = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

func drawTime(r *rapid.T, name string) time.Time {
	return firstDay.Add(time.Duration(rapid.IntRange(0, 20).Draw(r, name)) * time.Minute)
}

// sids are n SIDs with a prefix.
func sids(prefix string, n int) []string {
	const digits = "0123456789abcdef"
	var all []string
	for i := range n {
		sid := []byte(prefix + "00000000000000000000000000000000")
		sid[len(sid)-1] = digits[i]
		all = append(all, string(sid))
	}
	return all
}

// drawData fills the sandbox: items made up one by one, with everything that may
// be null or absent, and perhaps generated ones behind them.
func drawData(r *rapid.T, s *acctest.Sandbox) *data {
	d := &data{rooms: sids("RM", 3), participants: sids("PA", 3), sources: sids("MT", 3)}
	s.AddRooms(s.SID, d.rooms...)
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
	number := func(name string) *int64 {
		n := rapid.OneOf(rapid.Int64Range(0, 3), rapid.Int64Min(0)).Draw(r, name)
		return &n
	}
	for range rapid.IntRange(0, 40).Draw(r, "recordings") {
		item := twiliosandbox.Recording{
			Status: rapid.SampledFrom([]string{"completed", "completed", "processing", "deleted", "failed"}).Draw(r, "status"),
			Type:   rapid.SampledFrom([]string{"audio", "video", "data"}).Draw(r, "type"),
			Codec:  rapid.SampledFrom([]string{"VP8", "vp8", "opus", "H264", ""}).Draw(r, "codec"), ContainerFormat: "mkv",
			Duration: number("duration"), Size: number("size"), Offset: number("offset"),
			TrackName: rapid.StringN(0, 8, -1).Draw(r, "track"), SourceSID: rapid.SampledFrom(d.sources).Draw(r, "source"),
			RoomSID: rapid.SampledFrom(d.rooms).Draw(r, "room"), ParticipantSID: rapid.SampledFrom(d.participants).Draw(r, "participant"),
			DateCreated:           drawTime(r, "created"),
			MediaExternalLocation: rapid.SampledFrom([]string{"", bucket + "/x.mkv"}).Draw(r, "location"),
			EncryptionKey:         rapid.SampledFrom([]string{"", publicKey}).Draw(r, "key"),
		}
		item.Null, item.Absent = missing("type", "codec", "container_format", "duration", "size", "offset", "track_name", "source_sid",
			"room_sid", "grouping_sids", "account_sid", "date_created", "date_updated", "date_deleted", "encryption_key",
			"media_external_location", "url", "links", "grouping_sids.room_sid", "grouping_sids.participant_sid")
		s.AddRecordings(s.SID, item)
	}
	for range rapid.IntRange(0, 25).Draw(r, "compositions") {
		item := twiliosandbox.Composition{
			Status:  rapid.SampledFrom([]string{"enqueued", "processing", "completed", "deleted", "failed"}).Draw(r, "status"),
			RoomSID: rapid.SampledFrom(d.rooms).Draw(r, "room"), DateCreated: drawTime(r, "created"),
			AudioSources: rapid.SampledFrom([][]string{nil, {}, {"user*", "RT1"}}).Draw(r, "sources"),
			VideoLayout:  rapid.SampledFrom([]json.RawMessage{nil, json.RawMessage(`{"grid":{"video_sources":["*"]}}`)}).Draw(r, "layout"),
			Trim:         rapid.Bool().Draw(r, "trim"), Size: number("size"), Duration: number("duration"), Bitrate: number("bitrate"),
			Format: "mp4", Resolution: "640x480", DateCompleted: drawTime(r, "completed"), DateDeleted: drawTime(r, "deleted"),
			AudioSourcesExcluded:  rapid.SampledFrom([][]string{nil, {"RT2"}}).Draw(r, "excluded"),
			MediaExternalLocation: rapid.SampledFrom([]string{"", bucket + "/x.mp4"}).Draw(r, "location"),
			StatusCallback:        rapid.SampledFrom([]string{"", "https://example.com/called"}).Draw(r, "callback"),
			StatusCallbackMethod:  rapid.SampledFrom([]string{"", "GET", "POST"}).Draw(r, "method"),
		}
		item.Null, item.Absent = missing("date_completed", "audio_sources", "audio_sources_excluded", "video_layout", "resolution", "trim", "date_deleted",
			"bitrate", "size", "duration", "media_external_location", "status_callback", "status_callback_method", "url", "links")
		s.AddCompositions(s.SID, item)
	}
	if rapid.Bool().Draw(r, "generated too") {
		g := twiliosandbox.Generated{Seed: rapid.Uint64().Draw(r, "seed"), Rooms: 2, Recordings: rapid.IntRange(0, 250).Draw(r, "n"), Compositions: 120}
		s.Generate(s.SID, g)
		d.rooms = append(d.rooms, g.RoomSID(0), g.RoomSID(1))
	}
	d.all, d.compositions = s.AllRecordings(s.SID), s.AllCompositions(s.SID)
	return d
}

func (d *data) recordingQuery(r *rapid.T, maxPageSize int) query {
	q := d.query(r, maxPageSize, "", "", "processing", "completed", "deleted", "failed")
	q.sourceSID = rapid.SampledFrom(append([]string{"", "", ""}, d.sources...)).Draw(r, "source filter")
	return q
}

func (d *data) query(r *rapid.T, maxPageSize int, statuses ...string) query {
	q := query{
		status:     rapid.SampledFrom(statuses).Draw(r, "status filter"),
		pageSize:   rapid.OneOf(rapid.Just(0), rapid.IntRange(1, 9), rapid.IntRange(1, maxPageSize)).Draw(r, "page size"),
		maxResults: rapid.OneOf(rapid.Just(0), rapid.IntRange(1, 60)).Draw(r, "max results"),
	}
	if rapid.Bool().Draw(r, "from") {
		q.after = drawTime(r, "after")
	}
	if rapid.Bool().Draw(r, "to") {
		q.before = drawTime(r, "before")
		if !q.before.After(q.after) {
			q.before = q.after.Add(time.Minute)
		}
	}
	return q
}
