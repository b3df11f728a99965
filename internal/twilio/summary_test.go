package twilio_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

const (
	recordingsSummaryType   = "videostorage_twilio_recordings_summary"
	compositionsSummaryType = "videostorage_twilio_compositions_summary"
)

// summaryKind is one of the two summaries.
type summaryKind struct {
	typeName, path, sidPrefix string
	// add adds an item, of which only the common fields count.
	add func(*acctest.Sandbox, twiliosandbox.Recording)
}

var bothSummaries = []summaryKind{
	{recordingsSummaryType, "/v1/Recordings", "RT", func(s *acctest.Sandbox, r twiliosandbox.Recording) {
		r.Type, r.Codec, r.ContainerFormat = cmp.Or(r.Type, video.Type), video.Codec, video.ContainerFormat
		s.AddRecordings(s.SID, r)
	}},
	{compositionsSummaryType, "/v1/Compositions", "CJ", func(s *acctest.Sandbox, r twiliosandbox.Recording) {
		s.AddCompositions(s.SID, twiliosandbox.Composition{
			SID: r.SID, Status: r.Status, RoomSID: r.RoomSID, DateCreated: r.DateCreated, Size: r.Size, Duration: cmp.Or(r.Duration, new(int64)),
			EncryptionKey: r.EncryptionKey, MediaExternalLocation: r.MediaExternalLocation, Format: "mp4", Bitrate: new(int64),
		})
	}},
}

// sid returns the SID of an item.
func (k summaryKind) sid(i int) string { return fmt.Sprintf("%s%032x", k.sidPrefix, i) }

// addStored adds a completed item in a place.
func (k summaryKind) addStored(s *acctest.Sandbox, i int, location, key string) {
	k.add(s, twiliosandbox.Recording{
		SID: k.sid(i), RoomSID: room, DateCreated: time.Date(2026, 2, 1, 10, 0, i, 0, time.UTC), MediaExternalLocation: location, EncryptionKey: key,
	})
}

// summarize reads a summary.
func summarize(t *testing.T, s *acctest.Sandbox, typeName string, arguments map[string]any) map[string]any {
	t.Helper()
	d := newDirect(t, s)
	state, err := d.read(t.Context(), typeName, arguments)
	if err != nil {
		t.Fatal(err)
	}
	got, err := d.Decode(typeName, state)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// failSummary fails the test unless reading a summary of recordings is an error with these parts, in this order.
func failSummary(t *testing.T, s *acctest.Sandbox, arguments map[string]any, parts ...string) {
	t.Helper()
	_, err := newDirect(t, s).read(t.Context(), recordingsSummaryType, arguments)
	expectMessage(t, fmt.Sprint(err), parts...)
}

// expectFigures compares some attributes of a summary.
func expectFigures(t *testing.T, name string, got, want map[string]any) {
	t.Helper()
	some := map[string]any{}
	for attribute := range want {
		some[attribute] = got[attribute]
	}
	if diff := gocmp.Diff(want, some); diff != "" {
		t.Errorf("%s: (-want +got):\n%s", name, diff)
	}
}

// expectFindings compares the findings, each as "SID problem".
func expectFindings(t *testing.T, name string, got map[string]any, want ...string) {
	t.Helper()
	var found []string
	for _, item := range got["findings"].([]any) { //nolint:forcetypeassert // the schema says so
		one := item.(map[string]any) //nolint:forcetypeassert // the schema says so
		found = append(found, fmt.Sprint(one["sid"], " ", one["problem"]))
	}
	if !slices.Equal(found, want) {
		t.Errorf("%s: found %q, want %q", name, found, want)
	}
}

// While a list is read, items may move to the next page. They are counted once.
func TestSummaryCountsMovedItemsOnce(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{OverlapPages: 3})
	for i := range 250 {
		bothSummaries[0].addStored(s, i, "", "")
	}
	got := summarize(t, s, recordingsSummaryType, map[string]any{})
	if n := len(sent(s)); got["total"] != int64(250) || n < 3 {
		t.Errorf("total %v after %d requests, want 250", got["total"], n)
	}
}

// Each item is counted by its status. Completed ones are also counted by their place and their key.
func TestSummaryCountsEveryItem(t *testing.T) {
	t.Parallel()
	for _, k := range bothSummaries {
		t.Run(k.typeName, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
			expectFigures(t, "nothing", summarize(t, s, k.typeName, map[string]any{"expected_s3_url": bucket}), map[string]any{
				"total": int64(0), "size_bytes": int64(0), "duration_seconds": int64(0), "in_expected_location": int64(0), "elsewhere": int64(0),
				"in_twilio_cloud": int64(0), "encrypted": int64(0), "unencrypted": int64(0), "findings_total": int64(0), "findings": []any{},
				"first_created": nil, "last_created": nil,
			})
			for i, item := range []twiliosandbox.Recording{
				{Status: "completed", MediaExternalLocation: bucket + "/a.mkv", EncryptionKey: publicKey},
				{Status: "completed", MediaExternalLocation: bucket + "-other/b.mkv", EncryptionKey: otherCredential},
				{Status: "completed"},
				{Status: "processing"},
				{Status: "failed"},
				{Status: "deleted"},
			} {
				item.SID, item.RoomSID, item.DateCreated = k.sid(i), room, time.Date(2026, 2, 6-i, 10, 0, 0, 0, time.UTC)
				item.Size, item.Duration = new(int64(1000)), new(int64(60))
				k.add(s, item)
			}
			got := summarize(t, s, k.typeName, map[string]any{"expected_s3_url": bucket, "expected_encryption_key_sid": publicKey})
			statuses := map[string]any{"completed": int64(3), "processing": int64(1), "failed": int64(1), "deleted": int64(0)}
			if k.typeName == compositionsSummaryType {
				statuses["enqueued"] = int64(0)
			}
			finding := func(i int, problem string) map[string]any {
				return map[string]any{"sid": k.sid(i), "room_sid": room, "problem": problem, "date_created": fmt.Sprintf("2026-02-0%dT10:00:00Z", 6-i)}
			}
			expectFigures(t, k.typeName, got, map[string]any{
				"total": int64(5), "size_bytes": int64(5000), "duration_seconds": int64(300), "by_status": statuses,
				"in_expected_location": int64(1), "elsewhere": int64(1), "in_twilio_cloud": int64(1), "encrypted": int64(2), "unencrypted": int64(1),
				"first_created": "2026-02-02T10:00:00Z", "last_created": "2026-02-06T10:00:00Z", "findings_total": int64(5), "findings": []any{
					finding(1, "wrong_location"), finding(1, "wrong_key"), finding(2, "wrong_location"), finding(2, "not_encrypted"), finding(4, "failed"),
				}, "objects": nil, "objects_bytes": nil,
			})
		})
	}
}

// Without the argument that a problem needs, it is not found.
func TestProblemsNeedTheirArguments(t *testing.T) {
	t.Parallel()
	for _, k := range bothSummaries {
		s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
		k.addStored(s, 0, "", "")
		k.addStored(s, 1, bucket+"/b.mkv", otherCredential)
		k.add(s, twiliosandbox.Recording{SID: k.sid(2), Status: "failed"})
		failed := k.sid(2) + " failed"
		for name, test := range map[string]struct {
			arguments map[string]any
			findings  []string
			expected  any
		}{
			"none":     {map[string]any{}, []string{failed}, nil},
			"location": {map[string]any{"expected_s3_url": bucket}, []string{k.sid(0) + " wrong_location", failed}, int64(1)},
			"key":      {map[string]any{"expected_encryption_key_sid": publicKey}, []string{k.sid(0) + " not_encrypted", k.sid(1) + " wrong_key", failed}, nil},
			"status":   {map[string]any{"status": "processing", "expected_s3_url": bucket}, nil, int64(0)},
		} {
			got := summarize(t, s, k.typeName, test.arguments)
			expectFindings(t, k.typeName+", "+name, got, test.findings...)
			expectFigures(t, k.typeName+", "+name, got, map[string]any{"in_expected_location": test.expected})
		}
	}
}

// Twilio's reference shows a directory as the location of a recording. In fact, the location may be that of the object.
func TestLocationIsAnObjectOrItsDirectory(t *testing.T) {
	t.Parallel()
	k := bothSummaries[0]
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	for i, location := range []string{
		bucket, bucket + "/", bucket + "/" + k.sid(2), bucket + "/2026/" + k.sid(3) + ".mkv", bucket + "//" + k.sid(4), bucket + "/video.mkv",
		bucket + "-of-others/" + k.sid(6), bucket + "-of-others", "https://consultations.s3.amazonaws.com/", "https://example.com/video",
	} {
		k.addStored(s, i, location, "")
	}
	got := summarize(t, s, k.typeName, map[string]any{"expected_s3_url": bucket})
	expectFindings(t, "locations", got, k.sid(6)+" wrong_location", k.sid(7)+" wrong_location", k.sid(8)+" wrong_location", k.sid(9)+" wrong_location")
	expectFigures(t, "locations", got, map[string]any{"in_expected_location": int64(6), "elsewhere": int64(4)})
}

// findings_total counts all problems.
func TestFindingsAreLimited(t *testing.T) {
	t.Parallel()
	for _, k := range bothSummaries {
		s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
		var all []string
		for i := range 60 {
			k.addStored(s, i, "", "")
			all = append(all, k.sid(i)+" wrong_location")
		}
		for limit, want := range map[any]int{nil: 50, int64(0): 0, int64(3): 3, int64(1000): 60} {
			got := summarize(t, s, k.typeName, map[string]any{"expected_s3_url": bucket, "max_findings": limit})
			expectFindings(t, fmt.Sprint(k.typeName, ", limit ", limit), got, all[:want]...)
			expectFigures(t, k.typeName, got, map[string]any{"findings_total": int64(60)})
		}
	}
}

// The list of a room has no filter by type. TestArgumentsOfListsAreQueryParameters has the requests.
func TestSummaryOfARoomFiltersByType(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	for i, kind := range []string{"audio", "video", "video"} {
		bothSummaries[0].add(s, twiliosandbox.Recording{SID: bothSummaries[0].sid(i), RoomSID: room, Type: kind})
	}
	for _, arguments := range []map[string]any{{"media_type": "video"}, {"media_type": "video", "room_sid": room}} {
		expectFigures(t, fmt.Sprint(arguments), summarize(t, s, recordingsSummaryType, arguments), map[string]any{"total": int64(2)})
	}
}
