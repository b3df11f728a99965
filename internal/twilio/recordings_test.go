package twilio_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

const (
	roomRecordingsType = "videostorage_twilio_room_recordings"
	recordingsType     = "videostorage_twilio_recordings"
	compositionsType   = "videostorage_twilio_compositions"
	room               = "RM00000000000000000000000000000001"
	recordingSID       = "RTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
)

// video is a completed recording of the room.
var video = twiliosandbox.Recording{RoomSID: room, Status: "completed", Type: "video", Codec: "VP8", ContainerFormat: "mkv"}

// startRoom starts a sandbox with a room of 100 recordings. It returns their SIDs.
func startRoom(t *testing.T, b twiliosandbox.Behaviour) (s *acctest.Sandbox, all []string) {
	t.Helper()
	s = acctest.NewSandbox(t, b)
	for i := range 100 {
		all = append(all, fmt.Sprintf("RT%032x", i))
		recording := video
		recording.SID = all[i]
		s.AddRecordings(s.SID, recording)
	}
	return s, all
}

// listRoom reads the recordings of the room, ten in a page. It returns their SIDs.
func listRoom(t *testing.T, s *acctest.Sandbox, arguments map[string]any) (all []string, err error) {
	t.Helper()
	arguments["room_sid"] = room
	list, err := newDirect(t, s).list(roomRecordingsType, "recordings", arguments)
	for _, item := range list {
		all = append(all, fmt.Sprint(item["sid"]))
	}
	return all, err
}

// Each argument is a query parameter. Times are rounded up to the second, because Twilio's times have no fraction. The list of a room has its own
// path.
func TestArgumentsOfListsAreQueryParameters(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	s.AddRooms(s.SID, room)
	const source, participant = "MT00000000000000000000000000000001", "PA00000000000000000000000000000001"
	dates := map[string]any{"date_created_after": "2026-01-01T01:00:00.5+01:00", "date_created_before": "2026-01-02T00:00:00Z"}
	for _, test := range []struct {
		typeName  string
		arguments map[string]any
		want      string
	}{
		{
			roomRecordingsType,
			map[string]any{"room_sid": room, "status": "completed", "source_sid": source, "page_size": 500},
			"/v1/Rooms/" + room + "/Recordings?DATES&PageSize=500&SourceSid=" + source + "&Status=completed",
		},
		{
			recordingsType,
			map[string]any{"status": "deleted", "source_sid": source, "grouping_sids": []string{participant}, "media_type": "audio", "max_results": 5},
			"/v1/Recordings?DATES&GroupingSid=" + participant + "&MediaType=audio&PageSize=5&SourceSid=" + source + "&Status=deleted",
		},
		{compositionsType, map[string]any{"room_sid": room, "status": "enqueued"}, "/v1/Compositions?DATES&PageSize=100&RoomSid=" + room + "&Status=enqueued"},
		{
			recordingsSummaryType,
			map[string]any{"source_sid": source, "media_type": "video", "status": "completed"},
			"/v1/Recordings?DATES&MediaType=video&PageSize=100&SourceSid=" + source + "&Status=completed",
		},
		// TestSummaryOfARoomFiltersByType has the filter by type.
		{
			recordingsSummaryType,
			map[string]any{"room_sid": room, "source_sid": source, "media_type": "video", "status": "completed"},
			"/v1/Rooms/" + room + "/Recordings?DATES&PageSize=1000&SourceSid=" + source + "&Status=completed",
		},
		{compositionsSummaryType, map[string]any{"room_sid": room, "status": "enqueued"}, "/v1/Compositions?DATES&PageSize=100&RoomSid=" + room + "&Status=enqueued"},
	} {
		maps.Copy(test.arguments, dates)
		if _, err := newDirect(t, s).read(t.Context(), test.typeName, test.arguments); err != nil {
			t.Fatal(err)
		}
		want := strings.Replace(test.want, "DATES", "DateCreatedAfter=2026-01-01T00%3A00%3A01Z&DateCreatedBefore=2026-01-02T00%3A00%3A00Z", 1)
		if r := s.Log().All(); len(r) != 1 || r[0].Path+"?"+r[0].Query.Encode() != want {
			t.Errorf("%s: the requests are %v, want %s", test.typeName, r, want)
		}
		s.Log().Reset()
	}
}

// A list has all items in Twilio's order, read with one request for each page.
func TestListIsReadPageByPage(t *testing.T) {
	t.Parallel()
	s, all := startRoom(t, twiliosandbox.Behaviour{})
	for _, test := range []struct {
		arguments       map[string]any
		items, requests int
	}{
		{map[string]any{}, 100, 1},
		{map[string]any{"page_size": 10}, 100, 10},
		{map[string]any{"page_size": 33}, 100, 4},
		{map[string]any{"page_size": 10, "max_results": 20}, 20, 2},
		{map[string]any{"page_size": 10, "max_results": 21}, 21, 3},
		{map[string]any{"max_results": 7}, 7, 1},
	} {
		got, err := listRoom(t, s, test.arguments)
		if n := len(sent(s)); err != nil || n != test.requests || !slices.Equal(got, all[:test.items]) {
			t.Errorf("%v: %d items after %d requests, error %v, want %d after %d", test.arguments, len(got), n, err, test.items, test.requests)
		}
	}
}

// Values that Twilio leaves out, or that are empty, are null. The list of the account has the room only in the grouping SIDs.
func TestAttributesOfListedItems(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		typeName, attribute, item string
		want                      map[string]any
	}{
		"recording": {recordingsType, "recordings", `{"sid":"` + recordingSID + `","status":"completed","type":"video","codec":"vp8","container_format":"mkv",` +
			`"duration":600,"size":73400320,"offset":1234567890,"track_name":"camera","source_sid":"MT1","grouping_sids":{"room_sid":"RM1","participant_sid":"PA1"},` +
			`"account_sid":"AC1","date_created":"2026-02-01T10:00:00Z","date_updated":"2026-02-01T11:00:00Z","date_deleted":"2026-02-01T12:00:00Z",` +
			`"encryption_key":"CR1","media_external_location":"https://b.s3.amazonaws.com/x.mkv","url":"https://video.twilio.com/v1/Recordings/RT1",` +
			`"status_callback":"https://example.com","status_callback_method":"POST",` +
			`"links":{"media":"https://video.twilio.com/v1/Recordings/RT1/Media"}}`, map[string]any{
			"sid": recordingSID, "status": "completed", "type": "video", "codec": "VP8", "container_format": "mkv", "duration_seconds": int64(600),
			"size_bytes": int64(73400320), "offset_milliseconds": int64(1234567890), "track_name": "camera", "source_sid": "MT1", "room_sid": "RM1",
			"participant_sid": "PA1", "account_sid": "AC1", "date_created": "2026-02-01T10:00:00Z", "date_updated": "2026-02-01T11:00:00Z",
			"date_deleted": "2026-02-01T12:00:00Z", "encryption_key": "CR1", "media_external_location": "https://b.s3.amazonaws.com/x.mkv",
			"status_callback": "https://example.com", "status_callback_method": "POST",
			"media_url": "https://video.twilio.com/v1/Recordings/RT1/Media", "url": "https://video.twilio.com/v1/Recordings/RT1",
		}},
		"composition": {compositionsType, "compositions", `{"sid":"CJaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","status":"completed","room_sid":"RM1","account_sid":"AC1",` +
			`"date_created":"2026-02-01T10:00:00Z","date_completed":"2026-02-01T10:05:00Z","date_deleted":null,"audio_sources":["user*","RT1"],` +
			`"audio_sources_excluded":[],"video_layout":{"grid":{"video_sources":["*"]}},"resolution":"1280x720","trim":false,"format":"mp4","bitrate":64,` +
			`"size":9223372036854775807,"duration":0,"encryption_key":"CR1","media_external_location":"","status_callback":"https://example.com","status_callback_method":"POST",` +
			`"url":"https://video.twilio.com/v1/Compositions/CJ1","links":{"media":"https://video.twilio.com/v1/Compositions/CJ1/Media"}}`, map[string]any{
			"sid": "CJaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "status": "completed", "room_sid": "RM1", "account_sid": "AC1", "date_created": "2026-02-01T10:00:00Z",
			"date_completed": "2026-02-01T10:05:00Z", "date_deleted": nil, "audio_sources": []any{"user*", "RT1"}, "audio_sources_excluded": []any{},
			"video_layout": `{"grid":{"video_sources":["*"]}}`, "resolution": "1280x720", "trim": false, "format": "mp4", "bitrate": int64(64),
			"size_bytes": int64(9223372036854775807), "duration_seconds": int64(0), "media_external_location": nil, "status_callback": "https://example.com",
			"encryption_key": "CR1", "status_callback_method": "POST", "media_url": "https://video.twilio.com/v1/Compositions/CJ1/Media", "url": "https://video.twilio.com/v1/Compositions/CJ1",
		}},
	} {
		sid := fmt.Sprint(test.want["sid"])
		nothing := map[string]any{}
		for name := range test.want {
			nothing[name] = nil
		}
		nothing["sid"] = sid
		for item, want := range map[string]map[string]any{
			test.item: test.want, `{"sid":"` + sid + `","codec":"","size":null,"grouping_sids":null,"links":null,"url":""}`: nothing,
		} {
			s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
			s.Faults().Add(sandbox.Fault{Status: 200, Body: `{"` + test.attribute + `":[` + item + `],"meta":{"next_page_url":null}}`})
			got, err := newDirect(t, s).list(test.typeName, test.attribute, map[string]any{})
			if diff := cmp.Diff([]map[string]any{want}, got); err != nil || diff != "" {
				t.Errorf("%s: error %v (-want +got):\n%s", name, err, diff)
			}
		}
	}
}

// Without the page, the list would only look complete. TestPageWithoutItsPartsIsAnError has the pages that are not of the list.
func TestUnreadablePageIsAnError(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behaviour twiliosandbox.Behaviour
		fault     sandbox.Fault
		want      []string
	}{
		"read before": {
			behaviour: twiliosandbox.Behaviour{RepeatToken: 2},
			want:      []string{"the list has no end", "read the list in parts with date_created_after"},
		},
		"too large": {fault: sandbox.Fault{Status: 200, Body: strings.Repeat("x", 65<<20)}, want: []string{"larger than 64 MiB", "page_size"}},
		"room deleted": {
			fault: sandbox.Fault{Status: 404, Body: `{"code":20404,"message":"Not found"}`}, want: []string{"HTTP status 404, Twilio error 20404: Not found"},
		},
		// A page has five minutes.
		"long Retry-After": {
			fault: sandbox.Fault{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"301"}}},
			want:  []string{"HTTP status 429", "asks to wait 5m1s, longer than this operation may take", "Try again after 5m1s."},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _ := startRoom(t, test.behaviour)
			if test.behaviour.RepeatToken == 0 {
				test.fault.Nth = 3
				s.Faults().Add(test.fault)
			}
			_, err := listRoom(t, s, map[string]any{"page_size": 10})
			expectMessage(t, fmt.Sprint(err), append([]string{"Could not read the recordings", "Account " + s.SID + ": page 3: GET " + s.BaseURL}, test.want...)...)
			expectSent(t, s, "reading", "GET", "GET", "GET")
		})
	}
}

// While a list is read, it may grow or shrink.
func TestItemsThatMoveToTheNextPageAreReadOnce(t *testing.T) {
	t.Parallel()
	grows, all := startRoom(t, twiliosandbox.Behaviour{OverlapPages: 3})
	if got, err := listRoom(t, grows, map[string]any{"page_size": 10}); err != nil || !slices.Equal(got, all) {
		t.Errorf("read %q, error %v", got, err)
	}
	shrinks, all := startRoom(t, twiliosandbox.Behaviour{})
	shrinks.Faults().Add(sandbox.Fault{Nth: 2, Hook: func() { shrinks.RemoveRecording(shrinks.SID, all[0]) }})
	got, err := listRoom(t, shrinks, map[string]any{"page_size": 10})
	slices.Sort(got)
	if distinct := len(slices.Compact(slices.Clone(got))); err != nil || distinct != len(got) || distinct < 99 {
		t.Errorf("read %d recordings, %d of them distinct, error %v", len(got), distinct, err)
	}
}

func TestLongReadLogsItsProgress(t *testing.T) {
	t.Parallel()
	s, _ := startRoom(t, twiliosandbox.Behaviour{})
	var log bytes.Buffer
	ctx := tflogtest.RootLogger(context.Background(), &log)
	if _, err := newDirect(t, s).read(ctx, roomRecordingsType, map[string]any{"room_sid": room, "page_size": 4}); err != nil {
		t.Fatal(err)
	}
	entries, err := tflogtest.MultilineJSONDecode(&log)
	if err != nil {
		t.Fatal(err)
	}
	var progress []string
	for _, entry := range entries {
		if entry["@message"] == "Reading recordings" {
			progress = append(progress, fmt.Sprint(entry["@level"], " ", entry["pages"], " ", entry["recordings"]))
		}
	}
	if want := []string{"info 10 40", "info 20 80"}; !slices.Equal(progress, want) {
		t.Errorf("the log reports %q, want %q", progress, want)
	}
}

func TestInvalidListArgumentsAreRefused(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	d, both := newDirect(t, s), []string{recordingsSummaryType, compositionsSummaryType}
	const after, before, verify, url = "date_created_after", "date_created_before", "verify_in_bucket", "expected_s3_url"
	for _, test := range []struct {
		typeNames []string
		arguments map[string]any
		want      []string
	}{
		{[]string{roomRecordingsType}, map[string]any{"room_sid": "../Rooms"}, []string{"Invalid room_sid", "RM and 32 hexadecimal digits"}},
		{[]string{recordingsType}, map[string]any{"status": "enqueued"}, []string{"status", `"processing" "completed" "deleted" "failed"`}},
		{[]string{recordingsType}, map[string]any{"source_sid": "MT1"}, []string{"Invalid source_sid", "two letters and 32 hexadecimal digits"}},
		{[]string{recordingsType}, map[string]any{"page_size": 101}, []string{"page_size", "between 1 and 100"}},
		{[]string{recordingsType}, map[string]any{"max_results": 0}, []string{"max_results", "at least 1"}},
		{[]string{recordingsType}, map[string]any{after: "2026-01-31T00:00:00"}, []string{"Invalid date_created_after", "RFC 3339 with a zone"}},
		{[]string{recordingsType}, map[string]any{after: "9999-12-31T23:59:59.5Z"}, []string{"Invalid date_created_after", "RFC 3339 with a zone"}},
		{[]string{recordingsType}, map[string]any{after: "2026-02-01T00:00:00Z", before: "2026-02-01T01:00:00+01:00"}, []string{"Empty interval", before}},
		{[]string{recordingsType}, map[string]any{after: "2026-02-01T00:00:00.2Z", before: "2026-02-01T00:00:00.7Z"}, []string{"Empty interval", before}},
		{[]string{recordingsType}, map[string]any{"grouping_sids": []string{"MT1"}}, []string{"Invalid grouping_sids", "RM or PA and 32 hexadecimal digits"}},
		{[]string{recordingsType}, map[string]any{"grouping_sids": []string{}}, []string{"grouping_sids", "at least 1"}},
		{[]string{recordingsType}, map[string]any{"media_type": "screen"}, []string{"media_type", `"audio" "video" "data"`}},
		{[]string{compositionsType}, map[string]any{"status": "done"}, []string{"status", `"enqueued" "processing" "completed" "deleted" "failed"`}},
		{append(both, compositionsType), map[string]any{"room_sid": "CJ1"}, []string{"Invalid room_sid", "RM and 32 hexadecimal digits"}},
		{both, map[string]any{url: "http://b.s3.amazonaws.com"}, []string{"Invalid bucket URL", "https"}},
		{both, map[string]any{"expected_encryption_key_sid": "PK1"}, []string{"Invalid expected_encryption_key_sid", "CR and 32 hexadecimal digits"}},
		{both, map[string]any{"max_findings": 1001}, []string{"max_findings", "between 0 and 1000"}},
		{both, map[string]any{after: "2026-02-01T00:00:00Z", before: "2026-02-01T00:00:00Z"}, []string{"Empty interval"}},
		{both, map[string]any{verify: map[string]any{}}, []string{"Missing expected_s3_url", "verify_in_bucket lists the bucket"}},
		{both, map[string]any{verify: map[string]any{}, url: ""}, []string{"Missing expected_s3_url"}},
		{both, map[string]any{verify: map[string]any{}, url: "https://storage.example.com/x"}, []string{"No bucket to list", "storage.example.com"}},
		{both, verifying("http://s3.example.com"), []string{"Invalid endpoint", "verify_in_bucket.endpoint must be an origin"}},
	} {
		for _, typeName := range test.typeNames {
			_, err := d.read(t.Context(), typeName, test.arguments)
			expectMessage(t, fmt.Sprint(err), test.want...)
		}
	}
	expectSent(t, s, "invalid configurations")
}

// The check in the example of the room's recordings fails if a recording is outside the bucket or not encrypted.
func TestExampleOfTheRoomRecordings(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	w.Write("terraform.tfvars", `room_sid = "`+room+`"`)
	w.Config(readExample(t, "data-sources/"+roomRecordingsType+"/data-source.tf"))
	const astray, open = "Not under " + bucket, "Not encrypted: RT"
	size, recording := int64(100), video
	recording.ParticipantSID, recording.Size, recording.MediaExternalLocation, recording.EncryptionKey = "PA1", &size, bucket+"/x.mkv", publicKey
	s.AddRecordings(s.SID, recording)
	setSettings(s, recordingSettings, everySetting)
	w.Apply().Lacks(t, astray, open)

	recording.MediaExternalLocation, recording.EncryptionKey = bucket+"-other/x.mkv", ""
	s.AddRecordings(s.SID, recording)
	w.Apply().Contains(t, astray+": RT", open)
	if diff := cmp.Diff(map[string]any{"PA1": 200.0}, w.Output("bytes_per_participant")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
