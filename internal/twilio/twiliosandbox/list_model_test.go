package twiliosandbox_test

import (
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// question is a list request, and what it asks for in the model's terms.
type question struct {
	path         string
	query        url.Values
	recordings   func(twiliosandbox.Recording) bool
	compositions func(twiliosandbox.Composition) bool
}

// TestFiltersAgainstTheModel asks at random, and filters all items itself to
// know the answer.
func TestFiltersAgainstTheModel(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 0))
			anyGrouping := seed%2 == 1
			s := sandboxtest.Start(t, twiliosandbox.Behaviour{AnyGroupingSid: anyGrouping})
			account := s.Account.SID
			for i := range uint64(3) {
				s.Generate(account, twiliosandbox.Generated{
					Seed: seed + 10*i, Rooms: random.IntN(6), Recordings: random.IntN(200), Compositions: random.IntN(200), ParticipantsPerRoom: random.IntN(4),
				})
				s.AddRecordings(account, twiliosandbox.Recording{RoomSID: room, SourceSID: source, Type: "audio"})
				s.AddCompositions(account, twiliosandbox.Composition{RoomSID: room})
			}
			recordings, compositions := slices.Collect(s.AllRecordings(account)), slices.Collect(s.AllCompositions(account))
			for range 60 {
				q := ask(random, recordings, anyGrouping)
				var want []string
				if q.path == compositionsPath {
					want = answer(compositions, q.compositions, func(c twiliosandbox.Composition) string { return c.SID })
				} else {
					want = answer(recordings, q.recordings, func(r twiliosandbox.Recording) string { return r.SID })
				}
				size := 1 + random.IntN(40)
				q.query.Set("PageSize", strconv.Itoa(size))
				got, requests := walk(t, s, q.path+"?"+q.query.Encode())
				if !slices.Equal(got, want) || requests != ceil(len(want), size) {
					t.Fatalf("%s %v: %d items in %d requests, want %d in %d", q.path, q.query, len(got), requests, len(want), ceil(len(want), size))
				}
			}
		})
	}
}

func answer[T any](items []T, admits func(T) bool, sid func(T) string) []string {
	all := []string{}
	for _, item := range items {
		if admits(item) {
			all = append(all, sid(item))
		}
	}
	return all
}

// ask makes a question about something that there is, mostly.
func ask(random *rand.Rand, recordings []twiliosandbox.Recording, anyGrouping bool) question {
	some := recordings[random.IntN(len(recordings))]
	sometimes := func() bool { return random.IntN(3) == 0 }
	q := question{path: []string{recordingsPath, compositionsPath, roomPath(some.RoomSID)}[random.IntN(3)], query: url.Values{}}

	var (
		status, source, mediaType, inRoom string
		grouping                          []string
		after, before                     time.Time
	)
	if sometimes() {
		status = []string{"processing", "completed", "deleted", "failed"}[random.IntN(4)]
		q.query.Set("Status", status)
	}
	if sometimes() {
		after = some.DateCreated
		q.query.Set("DateCreatedAfter", after.In(time.FixedZone("", 2*60*60)).Format(time.RFC3339))
	}
	if sometimes() {
		before = recordings[random.IntN(len(recordings))].DateCreated.Add(time.Duration(random.IntN(2)) * time.Second)
		q.query.Set("DateCreatedBefore", before.Format(time.RFC3339))
	}
	switch q.path {
	case compositionsPath:
		if sometimes() {
			inRoom = some.RoomSID
			q.query.Set("RoomSid", inRoom)
		}
	case recordingsPath:
		if sometimes() {
			mediaType = []string{"audio", "video", "data"}[random.IntN(3)]
			q.query.Set("MediaType", mediaType)
		}
		another := recordings[random.IntN(len(recordings))]
		for _, sid := range []string{some.RoomSID, some.ParticipantSID, another.ParticipantSID, another.RoomSID, participant} {
			if sid != "" && random.IntN(6) == 0 {
				grouping = append(grouping, sid)
				q.query.Add("GroupingSid", sid)
			}
		}
	default:
		inRoom = some.RoomSID
	}
	if q.path != compositionsPath && random.IntN(6) == 0 {
		source = some.SourceSID
		q.query.Set("SourceSid", source)
	}

	common := func(of string, in string, created time.Time) bool {
		return (status == "" && of != "deleted" || of == status) && (inRoom == "" || in == inRoom) &&
			!created.Before(after) && (before.IsZero() || created.Before(before))
	}
	q.compositions = func(c twiliosandbox.Composition) bool { return common(c.Status, c.RoomSID, c.DateCreated) }
	q.recordings = func(r twiliosandbox.Recording) bool {
		found := 0
		for _, sid := range grouping {
			if sid == r.RoomSID || sid == r.ParticipantSID {
				found++
			}
		}
		return common(r.Status, r.RoomSID, r.DateCreated) &&
			(mediaType == "" || r.Type == mediaType) && (source == "" || r.SourceSID == source) &&
			(found == len(grouping) || anyGrouping && found > 0)
	}
	return q
}

func TestBoundsOfDates(t *testing.T) {
	t.Parallel()
	at := time.Date(2025, 6, 1, 12, 0, 0, 0, time.UTC)
	s := of(t, twiliosandbox.Recording{SID: "RT1", RoomSID: room, DateCreated: at})
	s.AddCompositions(s.Account.SID, twiliosandbox.Composition{SID: "CJ1", DateCreated: at})
	tests := map[string]int{
		"DateCreatedAfter=2025-06-01T12:00:00Z":                                                    1,
		"DateCreatedAfter=2025-06-01T12:00:00.5Z":                                                  0,
		"DateCreatedAfter=2025-06-01T12:00:01Z":                                                    0,
		"DateCreatedAfter=2025-06-01T14:00:00%2B02:00":                                             1,
		"DateCreatedAfter=2025-06-01T12:00:00-02:00":                                               0,
		"DateCreatedAfter=0001-01-01T00:00:00Z":                                                    1,
		"DateCreatedBefore=2025-06-01T12:00:00Z":                                                   0,
		"DateCreatedBefore=2025-06-01T12:00:00.5Z":                                                 1,
		"DateCreatedBefore=2025-06-01T12:00:01Z":                                                   1,
		"DateCreatedBefore=2025-06-01T14:00:00%2B02:00":                                            0,
		"DateCreatedBefore=2025-06-01T12:00:00-02:00":                                              1,
		"DateCreatedBefore=0001-01-01T00:00:00Z":                                                   0,
		"DateCreatedAfter=2025-06-01T12:00:00Z&DateCreatedBefore=2025-06-01T12:00:01Z":             1,
		"DateCreatedAfter=2025-06-01T12:00:01Z&DateCreatedBefore=2025-06-01T12:00:00Z":             0,
		"DateCreatedAfter=2025-06-01T12:00:00Z&DateCreatedBefore=2025-06-01T12:00:00Z":             0,
		"DateCreatedAfter=2025-06-01T12:00:00Z&DateCreatedBefore=9999-12-31T23:59:59Z":             1,
		"DateCreatedAfter=2025-06-01T12:00:00Z&DateCreatedBefore=2025-06-01T00:00:00Z":             0,
		"DateCreatedAfter=2025-05-31T00:00:00%2B14:00&DateCreatedBefore=2025-06-02T00:00:00-12:00": 1,
	}
	for query, want := range tests {
		t.Run(query, func(t *testing.T) {
			t.Parallel()
			for _, path := range []string{recordingsPath, roomPath(room), compositionsPath} {
				if got := len(list(t, s, path+"?"+query).items); got != want {
					t.Errorf("%s: %d items, want %d", path, got, want)
				}
			}
		})
	}
}

// TestDeletedAreHidden has one item of each status.
func TestDeletedAreHidden(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	ofRecordings := []string{"processing", "completed", "deleted", "failed"}
	for _, status := range ofRecordings {
		s.AddRecordings(s.Account.SID, twiliosandbox.Recording{RoomSID: room, Status: status})
	}
	ofCompositions := append([]string{"enqueued"}, ofRecordings...)
	for _, status := range ofCompositions {
		s.AddCompositions(s.Account.SID, twiliosandbox.Composition{RoomSID: room, Status: status})
	}
	for path, statuses := range map[string][]string{
		recordingsPath: ofRecordings, roomPath(room): ofRecordings, compositionsPath: ofCompositions,
	} {
		if page := list(t, s, path); len(page.items) != len(statuses)-1 {
			t.Errorf("%s: %v, want all but the deleted", path, page.items)
		}
		for _, status := range statuses {
			page := list(t, s, path+"?Status="+status)
			if len(page.items) != 1 || page.items[0]["status"] != status {
				t.Errorf("%s: with %s: %v", path, status, page.items)
			}
		}
	}
	if got := len(slices.Collect(s.AllRecordings(s.Account.SID))); got != len(ofRecordings) {
		t.Errorf("AllRecordings has %d, want %d", got, len(ofRecordings))
	}
}
