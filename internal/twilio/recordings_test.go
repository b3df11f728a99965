package twilio_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"
	"golang.org/x/sync/errgroup"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

const (
	roomRecordingsType = "videostorage_twilio_room_recordings"
	recordingsType     = "videostorage_twilio_recordings"
	compositionsType   = "videostorage_twilio_compositions"
)

// sids returns n SIDs with a prefix.
func sids(prefix string, n int) []string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf("%s%032x", prefix, i))
	}
	return all
}

// startRoom starts a sandbox with one room of n recordings. Some of them are deleted.
func startRoom(t *testing.T, b twiliosandbox.Behaviour, n int) (s *acctest.Sandbox, d *direct, room string) {
	t.Helper()
	s = acctest.NewSandbox(t, b)
	g := twiliosandbox.Generated{Seed: 7, Rooms: 1, Recordings: n}
	s.Generate(s.SID, g)
	return s, newDirect(t, s), g.RoomSID(0)
}

// listRoom reads the recordings of a room, ten in a page. It returns their SIDs.
func (d *direct) listRoom(t *testing.T, room string) []string {
	t.Helper()
	list, err := d.list(roomRecordingsType, "recordings", map[string]any{"room_sid": room, "page_size": 10})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, item := range list {
		all = append(all, fmt.Sprint(item["sid"]))
	}
	return all
}

// Without the page, the list would only look complete.
func TestUnreadablePageIsAnError(t *testing.T) {
	t.Parallel()
	const sid, end = `"sid":"RTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"`, `"meta":{"next_page_url":null}}`
	const noPage = "the response is no page of the list"
	const otherRoom = "the response is about another list: RTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa does not belong to this one"
	ok := func(body string) sandbox.Fault { return sandbox.Fault{Status: http.StatusOK, Body: body} }
	for name, test := range map[string]struct {
		behaviour twiliosandbox.Behaviour
		fault     sandbox.Fault
		want      []string
	}{
		"read before": {
			behaviour: twiliosandbox.Behaviour{RepeatToken: 2},
			want:      []string{"the list has no end", "read the list in parts with date_created_after"},
		},
		"too large":               {fault: ok(strings.Repeat("x", 65<<20)), want: []string{"larger than 64 MiB", "page_size"}},
		"HTML":                    {fault: ok("<html>Welcome</html>"), want: []string{"the response is not from Twilio", "Welcome", "base_url"}},
		"null":                    {fault: ok("null"), want: []string{"null instead of an object"}},
		"no items":                {fault: ok(`{` + end), want: []string{noPage}},
		"items of another kind":   {fault: ok(`{"compositions":[],` + end), want: []string{noPage}},
		"no meta":                 {fault: ok(`{"recordings":[]}`), want: []string{noPage}},
		"no next_page_url":        {fault: ok(`{"recordings":[],"meta":{"page":0}}`), want: []string{noPage}},
		"next_page_url a number":  {fault: ok(`{"recordings":[],"meta":{"next_page_url":3}}`), want: []string{noPage}},
		"item without sid":        {fault: ok(`{"recordings":[{` + sid + `},{}],` + end), want: []string{noPage, "item 2 has no sid"}},
		"item with half a sid":    {fault: ok(`{"recordings":[{"sid":"RT1"}],` + end), want: []string{"item 1 has no sid of 34"}},
		"item of another room":    {fault: ok(`{"recordings":[{` + sid + `,"room_sid":"RM1"}],` + end), want: []string{otherRoom}},
		"item grouped by another": {fault: ok(`{"recordings":[{` + sid + `,"grouping_sids":{"room_sid":"RM1"}}],` + end), want: []string{otherRoom}},
		"size in words":           {fault: ok(`{"recordings":[{` + sid + `,"size":"big"}],` + end), want: []string{"recordings.size is a JSON string"}},
		"room deleted":            {fault: sandbox.Fault{Status: 404, Body: `{"code":20404,"message":"Not found"}`}, want: []string{"HTTP status 404, Twilio error 20404: Not found"}},
		// A page has five minutes.
		"long Retry-After": {
			fault: sandbox.Fault{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"301"}}},
			want:  []string{"HTTP status 429", "asks to wait 5m1s, longer than this operation may take", "Try again after 5m1s."},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, d, room := startRoom(t, test.behaviour, 100)
			if test.behaviour.RepeatToken == 0 {
				test.fault.Nth = 3
				s.Faults().Add(test.fault)
			}
			_, err := d.list(roomRecordingsType, "recordings", map[string]any{"room_sid": room, "page_size": 10})
			if err == nil {
				t.Fatal("the read succeeded")
			}
			for _, want := range append(test.want, "Could not read the recordings", "Account "+s.SID+": page 3: GET "+s.BaseURL) {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error lacks %q: %s", want, err)
				}
			}
			expectSent(t, s, "reading", "GET", "GET", "GET")
		})
	}
}

// Only the query of next_page_url is used, so that the credentials go nowhere else.
func TestNextPageOnAnotherOriginIsReadFromTwilio(t *testing.T) {
	t.Parallel()
	for _, origin := range []string{"https://video.twilio.com.elsewhere.example", "http://127.0.0.1:1"} {
		s, d, room := startRoom(t, twiliosandbox.Behaviour{ForeignNextPage: origin}, 100)
		n := len(d.listRoom(t, room))
		if requests := len(sent(s)); n < 90 || requests != 10 {
			t.Errorf("%s: %d recordings after %d requests, want some 100 after 10", origin, n, requests)
		}
	}
}

func TestItemsThatMoveToTheNextPageAreReadOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behaviour twiliosandbox.Behaviour
		change    func(s *acctest.Sandbox)
	}{
		"list that grows": {behaviour: twiliosandbox.Behaviour{OverlapPages: 3}, change: func(*acctest.Sandbox) {}},
		"list that shrinks": {change: func(s *acctest.Sandbox) {
			for r := range s.AllRecordings(s.SID) {
				s.Faults().Add(sandbox.Fault{Nth: 2, Hook: func() { s.RemoveRecording(s.SID, r.SID) }})
				return
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, d, room := startRoom(t, test.behaviour, 100)
			test.change(s)
			all := d.listRoom(t, room)
			slices.Sort(all)
			if distinct := len(slices.Compact(slices.Clone(all))); distinct != len(all) || distinct < 80 {
				t.Errorf("%d recordings, %d of them distinct", len(all), distinct)
			}
		})
	}
}

func TestLongReadLogsItsProgress(t *testing.T) {
	t.Parallel()
	_, d, room := startRoom(t, twiliosandbox.Behaviour{}, 95)
	var log bytes.Buffer
	ctx := tflogtest.RootLogger(context.Background(), &log)
	if _, err := d.read(ctx, roomRecordingsType, map[string]any{"room_sid": room, "page_size": 4, "status": "completed"}); err != nil {
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

func TestInterruptEndsALongRead(t *testing.T) {
	t.Parallel()
	s, _, room := startRoom(t, twiliosandbox.Behaviour{}, 1000)
	w := acctest.NewInstalledWorkspace(t, s.Account)
	w.Config("data \"" + roomRecordingsType + "\" \"this\" {\n  room_sid = \"" + room + "\"\n  page_size = 10\n}\n")
	w.Succeed("init")
	waiting := make(chan struct{})
	s.Faults().Add(sandbox.Fault{Nth: 5, Delay: time.Hour, Hook: func() { close(waiting) }})
	got := w.Interrupt(waiting, "plan", "-no-color")
	if got.Code == 0 {
		t.Errorf("the plan succeeded:\n%s", got.Text)
	}
	got.Contains(t, "Interrupt received")
	if n := len(sent(s)); n != 5 {
		t.Errorf("%d requests were sent, want 5", n)
	}
}

func TestInvalidListArgumentsAreRefused(t *testing.T) {
	t.Parallel()
	room := `room_sid = "` + sids("RM", 1)[0] + "\"\n"
	interval := func(after, before string) string {
		return room + fmt.Sprintf("date_created_after = %q\ndate_created_before = %q", after, before)
	}
	for name, test := range map[string]struct {
		typeName, arguments string
		want                []string
	}{
		"no room":               {roomRecordingsType, "", []string{`"room_sid" is required`}},
		"room with a path":      {roomRecordingsType, `room_sid = "../Rooms"`, []string{"Invalid room_sid", "RM and 32 hexadecimal digits"}},
		"status":                {roomRecordingsType, room + `status = "enqueued"`, []string{"status", `"processing" "completed" "deleted" "failed"`}},
		"source":                {roomRecordingsType, room + `source_sid = "MT1"`, []string{"Invalid source_sid", "two letters and 32 hexadecimal digits"}},
		"page too large":        {roomRecordingsType, room + `page_size = 1001`, []string{"page_size", "between 1 and 1000"}},
		"page of nothing":       {roomRecordingsType, room + `page_size = 0`, []string{"page_size", "between 1 and 1000"}},
		"no results":            {roomRecordingsType, room + `max_results = 0`, []string{"max_results", "at least 1"}},
		"date without zone":     {roomRecordingsType, room + `date_created_after = "2026-01-31T00:00:00"`, []string{"Invalid date_created_after", "RFC 3339 with a zone"}},
		"date past all years":   {roomRecordingsType, room + `date_created_after = "9999-12-31T23:59:59.5Z"`, []string{"Invalid date_created_after", "RFC 3339 with a zone"}},
		"reversed interval":     {roomRecordingsType, interval("2026-02-01T00:00:00Z", "2026-01-01T00:00:00Z"), []string{"Empty interval", "date_created_before"}},
		"empty interval":        {roomRecordingsType, interval("2026-02-01T00:00:00Z", "2026-02-01T01:00:00+01:00"), []string{"Empty interval", "date_created_before"}},
		"empty within a second": {roomRecordingsType, interval("2026-02-01T00:00:00.2Z", "2026-02-01T00:00:00.7Z"), []string{"Empty interval", "date_created_before"}},
		"grouping":              {recordingsType, `grouping_sids = ["MT00000000000000000000000000000000"]`, []string{"Invalid grouping_sids\n", "RM or PA and 32 hexadecimal digits"}},
		"null among groupings":  {recordingsType, `grouping_sids = [null]`, []string{"grouping_sids", "null"}},
		"no grouping":           {recordingsType, `grouping_sids = []`, []string{"grouping_sids", "at least 1"}},
		"media type":            {recordingsType, `media_type = "screen"`, []string{"media_type", `"audio" "video" "data"`}},
		"account's page":        {recordingsType, `page_size = 101`, []string{"page_size", "between 1 and 100"}},
		"composition's status":  {compositionsType, `status = "done"`, []string{"status", `"enqueued" "processing" "completed" "deleted" "failed"`}},
		"composition's room":    {compositionsType, `room_sid = "CJ1"`, []string{"Invalid room_sid", "RM and 32 hexadecimal digits"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, twiliosandbox.Behaviour{})
			w.Config("data \"" + test.typeName + "\" \"this\" {\n" + test.arguments + "\n}\n")
			got := w.Fail("plan", "-no-color")
			expectOneError(t, got, append(test.want, "data \""+test.typeName+"\"")...)
			expectSent(t, s, "an invalid configuration")
		})
	}
}

// Twilio's times have no fraction of a second.
func TestTimesAreRoundedUpToTheSecond(t *testing.T) {
	t.Parallel()
	s, d, room := startRoom(t, twiliosandbox.Behaviour{}, 1)
	if _, err := d.read(context.Background(), roomRecordingsType, map[string]any{
		"room_sid": room, "date_created_after": "2026-01-01T01:00:00.5+01:00", "date_created_before": "2026-01-02T00:00:00Z",
	}); err != nil {
		t.Fatal(err)
	}
	query := s.Log().All()[0].Query
	if after, before := query.Get("DateCreatedAfter"), query.Get("DateCreatedBefore"); after != "2026-01-01T00:00:01Z" || before != "2026-01-02T00:00:00Z" {
		t.Errorf("requested items after %s and before %s", after, before)
	}
}

// The check in the example of the room's recordings fails if a recording is outside the bucket or not encrypted.
func TestRecordingExamples(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	room := sids("RM", 1)[0]
	w.Write("terraform.tfvars", `room_sid = "`+room+`"`)
	w.Config(readExample(t, "data-sources/"+roomRecordingsType+"/data-source.tf"))
	const astray, open = "Not under " + bucket, "Not encrypted: RT"
	settings := twiliosandbox.Settings{FriendlyName: "On", AWSStorageEnabled: true, AWSS3URL: bucket + "/", AWSCredentialsSID: awsCredential}

	encrypted := settings
	encrypted.EncryptionEnabled, encrypted.EncryptionKeySID = true, publicKey
	setSettings(s, recordingSettings, encrypted)
	s.Record(s.SID, room, 3)
	got := w.Apply()
	got.Lacks(t, astray, open)
	got.Contains(t, "bytes_per_participant")

	elsewhere := settings
	elsewhere.AWSS3URL = bucket + "-other"
	setSettings(s, recordingSettings, elsewhere)
	s.Record(s.SID, room, 1)
	setSettings(s, recordingSettings, settings)
	w.Apply().Contains(t, astray+": RT", open)
	var want, sum float64
	for r := range s.AllRecordings(s.SID) {
		want += float64(*r.Size)
	}
	for _, n := range w.Output("bytes_per_participant").(map[string]any) { //nolint:forcetypeassert // the example makes it one
		sum += n.(float64) //nolint:forcetypeassert // the example makes it one
	}
	if sum != want || want == 0 {
		t.Errorf("the sizes of the participants add up to %.0f, want %.0f", sum, want)
	}

	for _, typeName := range []string{recordingsType, compositionsType} {
		w.Config(readExample(t, "data-sources/"+typeName+"/data-source.tf"))
		w.Apply()
	}
}

func TestListThatTerraformCannotReceiveIsAnError(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	s.Log().Witness = nil // It would decode every page once more.
	room, long := sids("RM", 1)[0], strings.Repeat("x", 55<<20)
	for range 8 {
		s.AddRecordings(s.SID, twiliosandbox.Recording{RoomSID: room, TrackName: long, Type: "video", Codec: "VP8", ContainerFormat: "mkv"})
	}
	_, err := newDirect(t, s).read(context.Background(), roomRecordingsType, map[string]any{"room_sid": room, "page_size": 1})
	if err == nil {
		t.Fatal("the read succeeded")
	}
	for _, want := range []string{"Too many recordings", "Account " + s.SID + ": after 4 recordings, ", "255 MiB", "Set max_results"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error lacks %q: %.500s", want, err)
		}
	}
	// The sixth page may be on its way when the fifth is too much.
	if n := len(sent(s)); n > 6 {
		t.Errorf("%d pages were read, although the fifth was too much", n)
	}
}

// Terraform reads data sources concurrently.
func TestConcurrentReadsDoNotMixLists(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	g := twiliosandbox.Generated{Seed: 3, Rooms: 8, Recordings: 400}
	s.Generate(s.SID, g)
	d := newDirect(t, s)
	var group errgroup.Group
	for i := range g.Rooms {
		group.Go(func() error {
			list, err := d.list(roomRecordingsType, "recordings", map[string]any{"room_sid": g.RoomSID(i), "page_size": 7})
			for _, item := range list {
				if item["room_sid"] != g.RoomSID(i) {
					return fmt.Errorf("the list of %s has a recording of %s", g.RoomSID(i), item["room_sid"])
				}
			}
			if err == nil && len(list) < 30 {
				return fmt.Errorf("%s has %d recordings", g.RoomSID(i), len(list))
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
}
