package twilio_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"
	"golang.org/x/sync/errgroup"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// filled is a sandbox with one room of n recordings.
func filled(t *testing.T, b twiliosandbox.Behaviour, n int) (s *acctest.Sandbox, d *direct, room string) {
	t.Helper()
	s = acctest.NewSandbox(t, b)
	g := twiliosandbox.Generated{Seed: 7, Rooms: 1, Recordings: n}
	s.Generate(s.SID, g)
	return s, newDirect(t, s), g.RoomSID(0)
}

// A page costs a request, and nothing else does.
func TestRequestsForRecordings(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ pageSize, maxResults, want int }{
		{pageSize: 0, want: 3}, // 1000 a page
		{pageSize: 500, want: 5},
		{pageSize: 1000, maxResults: 1000, want: 1},
		{pageSize: 1000, maxResults: 1001, want: 2},
		{pageSize: 1000, maxResults: 10, want: 1},
	} {
		t.Run(fmt.Sprintf("%+v", test), func(t *testing.T) {
			t.Parallel()
			s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
			room := sids("RM", 1)[0]
			recordings := make([]twiliosandbox.Recording, 2500)
			for i := range recordings {
				recordings[i].RoomSID = room
			}
			s.AddRecordings(s.SID, recordings...)
			d := newDirect(t, s)
			arguments := query{roomSID: room, pageSize: test.pageSize, maxResults: test.maxResults}.arguments()
			state, err := d.read(context.Background(), roomRecordingsType, arguments)
			if err != nil {
				t.Fatal(err)
			}
			got, err := d.list(roomRecordingsType, "recordings", state)
			want := 2500
			if test.maxResults > 0 {
				want = test.maxResults
			}
			if err != nil || len(got) != want {
				t.Errorf("%d recordings (%v), want %d", len(got), err, want)
			}
			expectSent(t, s, "reading", slices.Repeat([]string{"GET"}, test.want)...)
		})
	}
}

// What would make a list that looks complete and is not is an error that names the
// page and what to do.
func TestPagesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	const sid = `"sid":"RTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"`
	for name, test := range map[string]struct {
		behaviour twiliosandbox.Behaviour
		fault     sandbox.Fault
		want      []string
	}{
		"token repeated": {behaviour: twiliosandbox.Behaviour{RepeatToken: 2}, want: []string{"would never end", "date_created_after"}},
		"foreign origin": {
			behaviour: twiliosandbox.Behaviour{ForeignNextPage: "https://video.twilio.com.elsewhere.example"},
			want:      []string{"another origin", "https://video.twilio.com.elsewhere.example", "Nothing was sent there"},
		},
		"other port":              {behaviour: twiliosandbox.Behaviour{ForeignNextPage: "http://127.0.0.1:1"}, want: []string{"another origin", "http://127.0.0.1:1"}},
		"too large":               {fault: sandbox.Fault{Status: 200, BodySize: 65 << 20}, want: []string{"larger than 64 MiB", "page_size"}},
		"HTML":                    {fault: sandbox.Fault{Status: 200, ContentType: "text/html", Body: "<html>Welcome</html>"}, want: []string{"not the JSON that Twilio sends", "Welcome", "base_url"}},
		"empty":                   {fault: sandbox.Fault{Status: 200}, want: []string{"the answer is empty"}},
		"null":                    {fault: sandbox.Fault{Status: 200, Body: "null"}, want: []string{"null"}},
		"an array":                {fault: sandbox.Fault{Status: 200, Body: "[]"}, want: []string{"not the JSON"}},
		"cut off":                 {fault: sandbox.Fault{Status: 200, Body: `{"recordings":[{` + sid}, want: []string{"not the JSON"}},
		"no items":                {fault: sandbox.Fault{Status: 200, Body: `{"meta":{"next_page_url":null}}`}, want: []string{"not a page of the list"}},
		"items of another list":   {fault: sandbox.Fault{Status: 200, Body: `{"compositions":[],"meta":{"next_page_url":null}}`}, want: []string{"not a page of the list"}},
		"no meta":                 {fault: sandbox.Fault{Status: 200, Body: `{"recordings":[]}`}, want: []string{"not a page of the list"}},
		"no next_page_url":        {fault: sandbox.Fault{Status: 200, Body: `{"recordings":[],"meta":{"page":0}}`}, want: []string{"not a page of the list"}},
		"next_page_url a number":  {fault: sandbox.Fault{Status: 200, Body: `{"recordings":[],"meta":{"next_page_url":3}}`}, want: []string{"not a page of the list"}},
		"an item without sid":     {fault: sandbox.Fault{Status: 200, Body: `{"recordings":[{` + sid + `},{}],"meta":{"next_page_url":null}}`}, want: []string{"item 2 has no sid"}},
		"an item with half a sid": {fault: sandbox.Fault{Status: 200, Body: `{"recordings":[{"sid":"RT1"}],"meta":{"next_page_url":null}}`}, want: []string{"item 1 has no sid of 34 characters"}},
		"a size in words":         {fault: sandbox.Fault{Status: 200, Body: `{"recordings":[{` + sid + `,"size":"big"}],"meta":{"next_page_url":null}}`}, want: []string{"recordings.size", "string"}},
		"not found any more":      {fault: sandbox.Fault{Status: 404, Body: `{"code":20404,"message":"The requested resource was not found","status":404}`}, want: []string{"HTTP status 404, Twilio error 20404"}},
		"no permission":           {fault: sandbox.Fault{Status: 401, Body: `{"code":70051,"message":"missing","status":401}`}, want: []string{"lack a permission"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, d, room := filled(t, test.behaviour, 100)
			page := "page 3:"
			if test.behaviour.ForeignNextPage != "" {
				page = "page 1:"
			} else if test.behaviour.RepeatToken == 0 {
				test.fault.Nth = 3
				s.Faults().Add(test.fault)
			}
			_, err := d.read(context.Background(), roomRecordingsType, query{roomSID: room, pageSize: 10}.arguments())
			if err == nil {
				t.Fatal("the read succeeded")
			}
			for _, want := range append(test.want, page, "Could not read the recordings", s.SID) {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error lacks %q: %s", want, err)
				}
			}
		})
	}
}

// Items that move from one page to the next while the list is read come once.
func TestListThatGrowsWhileItIsRead(t *testing.T) {
	t.Parallel()
	_, d, room := filled(t, twiliosandbox.Behaviour{OverlapPages: 3}, 100)
	state, err := d.read(context.Background(), roomRecordingsType, query{roomSID: room, pageSize: 10}.arguments())
	if err != nil {
		t.Fatal(err)
	}
	got, err := d.list(roomRecordingsType, "recordings", state)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[any]bool{}
	for _, item := range got {
		if seen[item["sid"]] {
			t.Errorf("%s is there twice", item["sid"])
		}
		seen[item["sid"]] = true
	}
	if len(got) < 90 {
		t.Errorf("only %d recordings", len(got))
	}
}

// A list that shrinks while it is read ends well, too.
func TestListThatShrinksWhileItIsRead(t *testing.T) {
	t.Parallel()
	s, d, room := filled(t, twiliosandbox.Behaviour{}, 100)
	var first string
	for r := range s.AllRecordings(s.SID) {
		first = r.SID
		break
	}
	s.Faults().Add(sandbox.Fault{Nth: 2, Hook: func() { s.RemoveRecording(s.SID, first) }})
	state, err := d.read(context.Background(), roomRecordingsType, query{roomSID: room, pageSize: 10}.arguments())
	if err != nil {
		t.Fatal(err)
	}
	got, err := d.list(roomRecordingsType, "recordings", state)
	seen := map[any]bool{}
	for _, item := range got {
		seen[item["sid"]] = true
	}
	if err != nil || len(seen) != len(got) || len(got) < 80 {
		t.Errorf("%d recordings, %d of them different (%v)", len(got), len(seen), err)
	}
}

func TestProgressOfALongRead(t *testing.T) {
	t.Parallel()
	_, d, room := filled(t, twiliosandbox.Behaviour{}, 95)
	var log bytes.Buffer
	ctx := tflogtest.RootLogger(context.Background(), &log)
	if _, err := d.read(ctx, roomRecordingsType, query{roomSID: room, pageSize: 4, status: "completed"}.arguments()); err != nil {
		t.Fatal(err)
	}
	entries, err := tflogtest.MultilineJSONDecode(&log)
	if err != nil {
		t.Fatal(err)
	}
	var pages []any
	for _, entry := range entries {
		if entry["@message"] == "Reading recordings" {
			if entry["@level"] != "info" || entry["recordings"] == nil {
				t.Errorf("the entry is %v", entry)
			}
			pages = append(pages, entry["pages"])
		}
	}
	if fmt.Sprint(pages) != "[10 20]" {
		t.Errorf("progress was logged at pages %v, want 10 and 20", pages)
	}
}

// An interrupt ends a read that waits, without waiting for it.
func TestInterruptEndsALongRead(t *testing.T) {
	t.Parallel()
	s, _, room := filled(t, twiliosandbox.Behaviour{}, 1000)
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

func TestInvalidListArguments(t *testing.T) {
	t.Parallel()
	room := `room_sid = "` + sids("RM", 1)[0] + "\"\n"
	for name, test := range map[string]struct {
		typeName, arguments string
		want                []string
	}{
		"no room":               {roomRecordingsType, "", []string{`"room_sid" is required`}},
		"room not a SID":        {roomRecordingsType, `room_sid = "RT00000000000000000000000000000000"`, []string{"room_sid", "RM and 32 hexadecimal digits"}},
		"room with a path":      {roomRecordingsType, `room_sid = "../Rooms"`, []string{"room_sid", "RM and 32 hexadecimal digits"}},
		"status":                {roomRecordingsType, room + `status = "enqueued"`, []string{"status", `"processing" "completed" "deleted" "failed"`}},
		"source":                {roomRecordingsType, room + `source_sid = "MT1"`, []string{"source_sid", "two letters and 32 hexadecimal digits"}},
		"page too large":        {roomRecordingsType, room + `page_size = 1001`, []string{"page_size", "between 1 and 1000"}},
		"page of nothing":       {roomRecordingsType, room + `page_size = 0`, []string{"page_size", "between 1 and 1000"}},
		"no results":            {roomRecordingsType, room + `max_results = 0`, []string{"max_results", "at least 1"}},
		"date without zone":     {roomRecordingsType, room + `date_created_after = "2026-01-31T00:00:00"`, []string{"Invalid time", "date_created_after", "RFC 3339 with a zone"}},
		"reversed interval":     {roomRecordingsType, room + "date_created_after = \"2026-02-01T00:00:00Z\"\ndate_created_before = \"2026-01-01T00:00:00Z\"", []string{"Empty interval", "date_created_before"}},
		"empty within a second": {roomRecordingsType, room + "date_created_after = \"2026-02-01T00:00:00.2Z\"\ndate_created_before = \"2026-02-01T00:00:00.7Z\"", []string{"Empty interval", "date_created_before"}},
		"date past all years":   {roomRecordingsType, room + `date_created_after = "9999-12-31T23:59:59.5Z"`, []string{"Invalid time", "date_created_after"}},
		"empty interval":        {roomRecordingsType, room + "date_created_after = \"2026-02-01T00:00:00Z\"\ndate_created_before = \"2026-02-01T01:00:00+01:00\"", []string{"Empty interval", "date_created_before"}},
		"grouping":              {recordingsType, `grouping_sids = ["MT00000000000000000000000000000000"]`, []string{"grouping_sids", "RM or PA and 32 hexadecimal digits"}},
		"null among groupings":  {recordingsType, `grouping_sids = [null]`, []string{"grouping_sids", "null"}},
		"no grouping":           {recordingsType, `grouping_sids = []`, []string{"grouping_sids", "at least 1"}},
		"media type":            {recordingsType, `media_type = "screen"`, []string{"media_type", `"audio" "video" "data"`}},
		"account's page":        {recordingsType, `page_size = 101`, []string{"page_size", "between 1 and 100"}},
		"composition's status":  {compositionsType, `status = "done"`, []string{"status", `"enqueued" "processing" "completed" "deleted" "failed"`}},
		"composition's room":    {compositionsType, `room_sid = "CJ1"`, []string{"room_sid", "RM and 32 hexadecimal digits"}},
		"composition's page":    {compositionsType, `page_size = 101`, []string{"page_size", "between 1 and 100"}},
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

// A fraction of a second is rounded up: what was created has none.
func TestDatesAreSentToTheSecond(t *testing.T) {
	t.Parallel()
	s, d, room := filled(t, twiliosandbox.Behaviour{}, 1)
	if _, err := d.read(context.Background(), roomRecordingsType, map[string]any{
		"room_sid": room, "date_created_after": "2026-01-01T01:00:00.5+01:00", "date_created_before": "2026-01-02T00:00:00Z",
	}); err != nil {
		t.Fatal(err)
	}
	sent := s.Log().All()[0].Query
	if after, before := sent.Get("DateCreatedAfter"), sent.Get("DateCreatedBefore"); after != "2026-01-01T00:00:01Z" || before != "2026-01-02T00:00:00Z" {
		t.Errorf("asked for what was created after %s and before %s", after, before)
	}
}

// The examples tell a room whose recordings reached the bucket, encrypted, from
// one whose did not.
func TestRecordingExamples(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	room := sids("RM", 1)[0]
	w.Write("terraform.tfvars", `room_sid = "`+room+`"`)
	w.Config(example(t, "data-sources/"+roomRecordingsType+"/data-source.tf"))
	const astray, open = "Not under " + bucket, "Not encrypted: RT"

	hold(s, recording, twiliosandbox.Settings{
		FriendlyName: "On", AWSStorageEnabled: true, AWSS3URL: bucket + "/", AWSCredentialsSID: awsCredential,
		EncryptionEnabled: true, EncryptionKeySID: publicKey,
	})
	s.Record(s.SID, room, 3)
	got := w.Apply()
	got.Lacks(t, astray, open)
	got.Contains(t, "bytes_per_participant")

	hold(s, recording, twiliosandbox.Settings{FriendlyName: "On", AWSStorageEnabled: true, AWSS3URL: bucket + "-other", AWSCredentialsSID: awsCredential})
	s.Record(s.SID, room, 1)
	hold(s, recording, twiliosandbox.Settings{FriendlyName: "On", AWSStorageEnabled: true, AWSS3URL: bucket, AWSCredentialsSID: awsCredential})
	got = w.Apply()
	got.Contains(t, astray+": RT", open)
	var want, sum float64
	for r := range s.AllRecordings(s.SID) {
		want += float64(*r.Size)
	}
	for _, n := range w.Output("bytes_per_participant").(map[string]any) { //nolint:forcetypeassert // the example makes it one
		sum += n.(float64) //nolint:forcetypeassert // the example makes it one
	}
	if sum != want || want == 0 {
		t.Errorf("the participants' sizes add up to %.0f, want %.0f", sum, want)
	}

	for _, typeName := range []string{recordingsType, compositionsType} {
		w.Config(example(t, "data-sources/"+typeName+"/data-source.tf"))
		w.Apply()
	}
}

// Served without the server that takes large lists past the framework, the answer
// is the same, only slower.
func TestListOnTheFrameworksOwnWay(t *testing.T) {
	t.Parallel()
	s, d, room := filled(t, twiliosandbox.Behaviour{}, 120)
	arguments := query{roomSID: room, pageSize: 50}.arguments()
	want, err := d.read(context.Background(), roomRecordingsType, arguments)
	if err != nil {
		t.Fatal(err)
	}
	got, err := newUnwrapped(t, s).read(context.Background(), roomRecordingsType, arguments)
	if err != nil {
		t.Fatal(err)
	}
	wantList, err := d.list(roomRecordingsType, "recordings", want)
	if err != nil {
		t.Fatal(err)
	}
	gotList, err := d.list(roomRecordingsType, "recordings", got)
	if diff := cmp.Diff(wantList, gotList); err != nil || diff != "" || len(gotList) < 90 {
		t.Errorf("%d recordings (%v), different (-largelist +framework):\n%s", len(gotList), err, diff)
	}
}

// More than Terraform's protocol carries is an error that says what to do, before
// all of it is read.
func TestMoreThanAnAnswerHolds(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	room, long := sids("RM", 1)[0], strings.Repeat("x", 55<<20)
	for range 8 {
		s.AddRecordings(s.SID, twiliosandbox.Recording{RoomSID: room, TrackName: long})
	}
	_, err := newDirect(t, s).read(context.Background(), roomRecordingsType, query{roomSID: room, pageSize: 1}.arguments())
	if err == nil {
		t.Fatal("the read succeeded")
	}
	for _, want := range []string{"Too many recordings", "After 4 recordings of account " + s.SID, "255 MiB", "max_results"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error lacks %q: %.500s", want, err)
		}
	}
	if n := len(s.Log().All()); n > 6 {
		t.Errorf("%d pages were read, although the fifth was too much", n)
	}
}

// Twilio makes no difference between null and "": an empty key is no encryption.
func TestEmptyTextIsNull(t *testing.T) {
	t.Parallel()
	s, d, room := filled(t, twiliosandbox.Behaviour{}, 1)
	s.Faults().Add(sandbox.Fault{Status: 200, Body: `{"recordings":[{"sid":"RTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","encryption_key":"",` +
		`"media_external_location":""}],"meta":{"next_page_url":null}}`})
	state, err := d.read(context.Background(), roomRecordingsType, query{roomSID: room}.arguments())
	if err != nil {
		t.Fatal(err)
	}
	got, err := d.list(roomRecordingsType, "recordings", state)
	if err != nil || len(got) != 1 || got[0]["encryption_key"] != nil || got[0]["media_external_location"] != nil {
		t.Errorf("%v (%v)", got, err)
	}
}

// Terraform reads data sources side by side: none gets another's list.
func TestReadsSideBySide(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	g := twiliosandbox.Generated{Seed: 3, Rooms: 8, Recordings: 400}
	s.Generate(s.SID, g)
	d := newDirect(t, s)
	var group errgroup.Group
	for i := range g.Rooms {
		group.Go(func() error {
			state, err := d.read(context.Background(), roomRecordingsType, query{roomSID: g.RoomSID(i), pageSize: 7}.arguments())
			if err != nil {
				return err
			}
			got, err := d.list(roomRecordingsType, "recordings", state)
			for _, item := range got {
				if item["room_sid"] != g.RoomSID(i) {
					return fmt.Errorf("the list of %s has a recording of %s", g.RoomSID(i), item["room_sid"])
				}
			}
			if len(got) < 30 {
				return fmt.Errorf("%s has %d recordings", g.RoomSID(i), len(got))
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
}
