package twiliosandbox_test

import (
	"bytes"
	"math"
	"net/http"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

func generate(t *testing.T, g twiliosandbox.Generated) *sandboxtest.Running {
	t.Helper()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	s.Generate(s.Account.SID, g)
	return s
}

// TestTheSeedDecidesEveryByte compares pages of servers that share an account.
func TestTheSeedDecidesEveryByte(t *testing.T) {
	t.Parallel()
	account := twiliosandbox.NewAccount()
	body := func(seed uint64, path string) []byte {
		s := sandboxtest.Start(t, twiliosandbox.Behaviour{}, account)
		s.Generate(account.SID, twiliosandbox.Generated{Seed: seed, Rooms: 3, Recordings: 500, Compositions: 500})
		req := request(t, s, http.MethodGet, path, nil)
		req.Host = "video.example"
		_, _, body := send(t, req)
		return body
	}
	for _, path := range []string{
		recordingsPath + "?PageSize=100", compositionsPath + "?PageSize=100",
		roomPath(twiliosandbox.Generated{Seed: 7}.RoomSID(2)) + "?PageSize=100",
	} {
		if one, two := body(7, path), body(7, path); !bytes.Equal(one, two) || len(one) < 10_000 {
			t.Errorf("%s: the same seed gave %s and %s", path, one, two)
		}
		if one, two := body(7, path), body(8, path); bytes.Equal(one, two) {
			t.Errorf("%s: two seeds gave the same", path)
		}
	}
}

func TestRoomsOfGenerated(t *testing.T) {
	t.Parallel()
	g := twiliosandbox.Generated{Seed: 2, Rooms: 7, Recordings: 100, ParticipantsPerRoom: 3}
	s := generate(t, g)
	participants := map[string]map[string]bool{}
	j := 0
	for r := range s.AllRecordings(s.Account.SID) {
		if r.RoomSID != g.RoomSID(j%7) {
			t.Errorf("recording %d is in room %s, want room %d", j, r.RoomSID, j%7)
		}
		if participants[r.RoomSID] == nil {
			participants[r.RoomSID] = map[string]bool{}
		}
		participants[r.RoomSID][r.ParticipantSID] = true
		j++
	}
	if j != 100 || len(participants) != 7 {
		t.Errorf("%d recordings in %d rooms", j, len(participants))
	}
	for room, of := range participants {
		if len(of) != 3 {
			t.Errorf("%d participants in %s, want 3", len(of), room)
		}
	}
	status, body := exchange(t, request(t, s, http.MethodGet, roomPath(g.RoomSID(7)), nil))
	wantError(t, status, body, 404, 20404)
	want := make([]string, 7)
	for i := range want {
		want[i] = g.RoomSID(i)
	}
	s.AddRooms(s.Account.SID, otherRoom, room)
	if got := slices.Collect(s.Rooms(s.Account.SID)); !slices.Equal(got, append([]string{room, otherRoom}, want...)) {
		t.Errorf("the rooms are %v", got)
	}
}

func TestGeneratedNumbers(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		g            twiliosandbox.Generated
		rooms        int
		participants int
	}{
		"nothing":               {twiliosandbox.Generated{}, 0, 0},
		"empty rooms":           {twiliosandbox.Generated{Rooms: 3}, 3, 0},
		"a room is added":       {twiliosandbox.Generated{Recordings: 5}, 1, 2},
		"for compositions too":  {twiliosandbox.Generated{Compositions: 5}, 1, 0},
		"less than nothing":     {twiliosandbox.Generated{Rooms: -1, Recordings: -1, Compositions: -1, ParticipantsPerRoom: -1}, 0, 0},
		"more rooms than items": {twiliosandbox.Generated{Rooms: 9, Recordings: 5, ParticipantsPerRoom: 1}, 9, 5},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := generate(t, tt.g)
			rooms := slices.Collect(s.Rooms(s.Account.SID))
			participants := map[string]bool{}
			found := 0
			for _, room := range rooms {
				all, _ := walk(t, s, roomPath(room))
				deleted, _ := walk(t, s, roomPath(room)+"?Status=deleted")
				found += len(all) + len(deleted)
			}
			for r := range s.AllRecordings(s.Account.SID) {
				participants[r.ParticipantSID] = true
			}
			compositions := len(slices.Collect(s.AllCompositions(s.Account.SID)))
			if len(rooms) != tt.rooms || len(participants) != tt.participants || found != max(tt.g.Recordings, 0) || compositions != max(tt.g.Compositions, 0) {
				t.Errorf("%d rooms, %d participants, %d recordings, %d compositions", len(rooms), len(participants), found, compositions)
			}
		})
	}
}

func isSID(prefix, sid string) bool {
	return strings.HasPrefix(sid, prefix) && digits.MatchString(sid[len(prefix):])
}

var digits = regexp.MustCompile(`^[0-9a-f]{32}$`)

// TestGeneratedRecordingsLookReal looks at enough of them to see each kind.
func TestGeneratedRecordingsLookReal(t *testing.T) {
	t.Parallel()
	s := generate(t, twiliosandbox.Generated{Seed: 11, Rooms: 5, Recordings: 20_000})
	seen := map[string]int{}
	var last twiliosandbox.Recording
	for r := range s.AllRecordings(s.Account.SID) {
		if !isSID("RT", r.SID) || !isSID("MT", r.SourceSID) || !isSID("RM", r.RoomSID) || !isSID("PA", r.ParticipantSID) {
			t.Fatalf("SIDs of %+v", r)
		}
		if r.DateCreated.Before(last.DateCreated) || r.SID == last.SID || r.TrackName == "" || r.AccountSID != s.Account.SID {
			t.Fatalf("%+v behind %+v", r, last)
		}
		if r.DateCreated.Equal(last.DateCreated) {
			seen["the same date"]++
		}
		seen[r.Status]++
		seen[r.Type+" "+r.Codec+" "+r.ContainerFormat]++
		missing := r.Size == nil || r.Duration == nil || slices.Contains(r.Absent, "size") && slices.Contains(r.Absent, "duration")
		switch {
		case r.Status == "processing" && missing:
			seen["processing without size"]++
		case r.Status == "processing" && (*r.Size != 0 || *r.Duration != 0):
			t.Fatalf("%+v has a size already", r)
		case r.Status == "completed" && (missing || *r.Size <= 0 || *r.Duration <= 0):
			t.Fatalf("%+v has no size", r)
		case r.Size != nil && *r.Size > 1<<32:
			seen["beyond 32 bits"]++
		}
		if slices.Contains(r.Absent, "date_updated") {
			seen["the current fields"]++
		}
		last = r
	}
	for _, kind := range []string{
		"processing", "failed", "deleted", "processing without size", "beyond 32 bits", "the current fields", "the same date",
		"audio OPUS mka", "audio PCMU mka", "video VP8 mkv", "video H264 mkv", "data  mkv",
	} {
		if seen[kind] == 0 || seen[kind] > 14_000 {
			t.Errorf("%d are %s", seen[kind], kind)
		}
		delete(seen, kind)
	}
	if seen["completed"] < 15_000 || len(seen) != 1 {
		t.Errorf("besides there are %v, want mostly completed", seen)
	}
}

func TestGeneratedCompositionsLookReal(t *testing.T) {
	t.Parallel()
	s := generate(t, twiliosandbox.Generated{Seed: 11, Rooms: 5, Compositions: 5_000})
	statuses := map[string]int{}
	for c := range s.AllCompositions(s.Account.SID) {
		statuses[c.Status]++
		if !isSID("CJ", c.SID) || !isSID("RM", c.RoomSID) {
			t.Fatalf("SIDs of %+v", c)
		}
		if done := c.Status == "completed" || c.Status == "deleted"; done != !c.DateCompleted.IsZero() || done != (c.Size != nil) {
			t.Fatalf("%+v", c)
		}
	}
	if len(statuses) != 5 || statuses["completed"] < 4_000 {
		t.Errorf("%v, want every status and mostly completed", statuses)
	}
}

// TestSIDsNeedNoSearch asks among a number that no search would get through.
func TestSIDsNeedNoSearch(t *testing.T) {
	t.Parallel()
	const rooms = math.MaxInt >> 23
	g := twiliosandbox.Generated{Seed: 4, Rooms: rooms, Recordings: math.MaxInt >> 13, ParticipantsPerRoom: 2}
	s := generate(t, g)
	first := firstOf(s.AllRecordings(s.Account.SID))
	one := list(t, s, recordingsPath+"?SourceSid="+first.SourceSID)
	if !slices.Equal(sids(one.items), []string{first.SID}) || one.meta.Next != nil {
		t.Errorf("%v for the source of %s", sids(one.items), first.SID)
	}
	for _, path := range []string{
		roomPath(g.RoomSID(rooms - 1)), recordingsPath + "?GroupingSid=" + first.ParticipantSID, recordingsPath + "?GroupingSid=" + g.RoomSID(99),
		recordingsPath + "?SourceSid=" + source, recordingsPath + "?GroupingSid=" + participant,
		recordingsPath + "?DateCreatedAfter=2100-01-01T00:00:00Z&DateCreatedBefore=2100-01-01T00:00:00Z",
	} {
		list(t, s, path)
	}
	s.RemoveRecording(s.Account.SID, first.SID)
	if again := firstOf(s.AllRecordings(s.Account.SID)); reflect.DeepEqual(again, first) {
		t.Error("the first is still there")
	}
}

// TestAMillionTakesNoMemory measures a heap that other tests share. The items
// themselves would take several times what it allows.
func TestAMillionTakesNoMemory(t *testing.T) {
	t.Parallel()
	const n, most = 1_000_000, 200 << 20
	heap := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := heap()
	g := twiliosandbox.Generated{Seed: 1, Rooms: 10, Recordings: n, Compositions: n}
	s := generate(t, g)
	address := roomPath(g.RoomSID(3)) + "?PageSize=1000"
	for range 20 {
		page := list(t, s, address)
		if len(page.items) != 1000 || page.meta.Next == nil {
			t.Fatalf("%s: %d items, next %v", address, len(page.items), page.meta.Next)
		}
		address = *page.meta.Next
	}
	if grown := heap() - before; grown > most {
		t.Errorf("the heap grew by %d bytes", grown)
	}

	ofRoom, statuses, room := 0, map[string]int{}, g.RoomSID(3)
	for r := range s.AllRecordings(s.Account.SID) {
		statuses[r.Status]++
		if r.RoomSID == room {
			ofRoom++
		}
	}
	total := 0
	for _, count := range statuses {
		total += count
	}
	if total != n || ofRoom != n/10 {
		t.Errorf("%v, of which %d are in the room; want %d and %d", statuses, ofRoom, n, n/10)
	}
	if grown := heap() - before; grown > most {
		t.Errorf("the heap grew by %d bytes", grown)
	}
}
