package twiliosandbox_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// ceil is how many pages n items take; none take one.
func ceil(n, size int) int { return max(1, (n+size-1)/size) }

func TestItemsTakeNoMorePagesThanTheyFill(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 9, 10, 11, 30, 31} {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			t.Parallel()
			s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
			s.AddRooms(s.Account.SID, room)
			recordings := make([]twiliosandbox.Recording, 2*n)
			compositions := make([]twiliosandbox.Composition, n)
			for i := range n {
				recordings[2*i] = twiliosandbox.Recording{RoomSID: room}
				// No page is to be told of those that its filter leaves out.
				recordings[2*i+1] = twiliosandbox.Recording{RoomSID: otherRoom, Status: "deleted"}
			}
			s.AddRecordings(s.Account.SID, recordings...)
			s.AddCompositions(s.Account.SID, compositions...)
			for _, path := range []string{roomPath(room), recordingsPath, compositionsPath} {
				all, requests := walk(t, s, path+"?PageSize=10")
				if len(all) != n || requests != ceil(n, 10) {
					t.Errorf("%s: %d items in %d requests, want %d in %d", path, len(all), requests, n, ceil(n, 10))
				}
			}
		})
	}
}

func TestListsAreInTheOrderOfAdding(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	g := twiliosandbox.Generated{Seed: 3, Rooms: 2, Recordings: 40, Compositions: 40}
	s.AddRecordings(s.Account.SID, twiliosandbox.Recording{SID: "RT1"}, twiliosandbox.Recording{SID: "RT2"})
	s.AddCompositions(s.Account.SID, twiliosandbox.Composition{SID: "CJ1"})
	s.Generate(s.Account.SID, g)
	s.AddRecordings(s.Account.SID, twiliosandbox.Recording{SID: "RT3"})
	s.AddRecordings(s.Account.SID, twiliosandbox.Recording{SID: "RT4"})
	s.AddCompositions(s.Account.SID, twiliosandbox.Composition{SID: "CJ2"})

	recordings := []string{}
	for r := range s.AllRecordings(s.Account.SID) {
		if r.Status != "deleted" {
			recordings = append(recordings, r.SID)
		}
	}
	compositions := []string{}
	for c := range s.AllCompositions(s.Account.SID) {
		if c.Status != "deleted" {
			compositions = append(compositions, c.SID)
		}
	}
	if got, _ := walk(t, s, recordingsPath+"?PageSize=7"); !slices.Equal(got, recordings) {
		t.Errorf("recordings %v, want %v", got, recordings)
	}
	if got, _ := walk(t, s, compositionsPath+"?PageSize=7"); !slices.Equal(got, compositions) {
		t.Errorf("compositions %v, want %v", got, compositions)
	}
	if !slices.Equal(recordings[:2], []string{"RT1", "RT2"}) || recordings[len(recordings)-1] != "RT4" {
		t.Errorf("%v is not in the order of adding", recordings)
	}
}

// TestPreviousPages walks to the end and back again.
func TestPreviousPages(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	s.Generate(s.Account.SID, twiliosandbox.Generated{Seed: 5, Rooms: 3, Recordings: 100})
	var there []listed
	for next := new(recordingsPath + "?MediaType=video&PageSize=9"); next != nil; next = there[len(there)-1].meta.Next {
		there = append(there, list(t, s, *next))
	}
	if len(there) < 4 {
		t.Fatalf("only %d pages", len(there))
	}
	for i := len(there) - 1; i > 0; i-- {
		previous := there[i].meta.Previous
		if previous == nil {
			t.Fatalf("page %d has no previous one", i)
		}
		page := list(t, s, *previous)
		if !slices.Equal(sids(page.items), sids(there[i-1].items)) || page.meta.Page != i-1 {
			t.Errorf("before page %d: page %d with %v", i, page.meta.Page, sids(page.items))
		}
		if page.meta.Next == nil {
			t.Fatalf("page %d has no next one, seen from behind", i-1)
		}
		if next := list(t, s, *page.meta.Next); !slices.Equal(sids(next.items), sids(there[i].items)) {
			t.Errorf("behind page %d: %v", i-1, sids(next.items))
		}
		if (page.meta.Previous == nil) != (i == 1) {
			t.Errorf("page %d has previous page %v", i-1, page.meta.Previous)
		}
	}
}

// TestTokens alters a token, or what it is sent with.
func TestTokens(t *testing.T) {
	t.Parallel()
	other := twiliosandbox.NewAccount()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{}, twiliosandbox.NewAccount(), other)
	g := twiliosandbox.Generated{Seed: 1, Rooms: 2, Recordings: 100, Compositions: 100}
	s.Generate(s.Account.SID, g)
	s.Generate(other.SID, g)
	next := *list(t, s, recordingsPath+"?MediaType=audio&PageSize=5").meta.Next
	_, token, _ := strings.Cut(next, "PageToken=")
	if !strings.Contains(token, ".5") {
		t.Errorf("%s would survive a client that takes fractions out of a query", token)
	}
	tests := map[string]struct {
		address string
		status  int
	}{
		"as it was told":      {next, 200},
		"another page size":   {strings.Replace(next, "PageSize=5", "PageSize=6", 1), 200},
		"without a page":      {strings.Replace(next, "Page=1&", "", 1), 200},
		"without its .5":      {strings.Replace(next, ".5", "", 1), 400},
		"one letter less":     {next[:len(next)-1], 400},
		"one letter more":     {next + "A", 400},
		"another letter":      {strings.Replace(next, "PageToken=PT.5A", "PageToken=PT.5B", 1), 400},
		"another direction":   {strings.Replace(next, "PT.5", "PB.5", 1), 400},
		"another filter":      {strings.Replace(next, "audio", "video", 1), 400},
		"without its filter":  {strings.Replace(next, "MediaType=audio&", "", 1), 400},
		"another list":        {compositionsPath + "?PageToken=" + token, 400},
		"a room's list":       {roomPath(g.RoomSID(0)) + "?PageToken=" + token, 400},
		"nothing of the kind": {recordingsPath + "?PageToken=x", 400},
		"empty":               {recordingsPath + "?PageToken=", 400},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, body := exchange(t, request(t, s, http.MethodGet, strings.TrimPrefix(tt.address, s.BaseURL), nil))
			if tt.status == 400 {
				wantError(t, status, body, 400, 20001)
			} else if status != tt.status {
				t.Errorf("%s: %d %v, want %d", tt.address, status, body, tt.status)
			}
		})
	}
	t.Run("another account", func(t *testing.T) {
		t.Parallel()
		req := request(t, s, http.MethodGet, strings.TrimPrefix(next, s.BaseURL), nil)
		req.SetBasicAuth(other.SID, other.AuthToken)
		status, body := exchange(t, req)
		wantError(t, status, body, 400, 20001)
	})
}

// TestPagesHoldWhenTheDataChanges adds and removes between two requests.
func TestPagesHoldWhenTheDataChanges(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	g := twiliosandbox.Generated{Seed: 1, Recordings: 10}
	s.AddRecordings(s.Account.SID, twiliosandbox.Recording{SID: "RT1"}, twiliosandbox.Recording{SID: "RT2"},
		twiliosandbox.Recording{SID: "RT3"}, twiliosandbox.Recording{SID: "RT4"})
	s.Generate(s.Account.SID, g)
	before := s.AllRecordings(s.Account.SID)
	made := slices.Collect(before)[4:]

	page := list(t, s, recordingsPath+"?PageSize=2")
	for _, sid := range []string{"RT1", "RT3", "RTnone", made[0].SID, made[9].SID} {
		s.RemoveRecording(s.Account.SID, sid)
	}
	s.AddRecordings(s.Account.SID, twiliosandbox.Recording{SID: "RT5"})
	want := []string{"RT4"}
	for _, r := range made[1:9] {
		if r.Status != "deleted" {
			want = append(want, r.SID)
		}
	}
	want = append(want, "RT5")
	if got, _ := walk(t, s, *page.meta.Next); !slices.Equal(got, want) {
		t.Errorf("the rest is %v, want %v", got, want)
	}
	if got := len(slices.Collect(before)); got != 14 {
		t.Errorf("%d recordings in what was taken before, want all 14", got)
	}
	if got := len(slices.Collect(s.AllRecordings(s.Account.SID))); got != 11 {
		t.Errorf("%d recordings in what is taken now, want 11", got)
	}
}

func TestAccountsSeeOnlyTheirOwn(t *testing.T) {
	t.Parallel()
	other := twiliosandbox.NewAccount()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{}, twiliosandbox.NewAccount(), other)
	s.AddRecordings(other.SID, twiliosandbox.Recording{RoomSID: room})
	s.AddCompositions(other.SID, twiliosandbox.Composition{RoomSID: room})
	for _, path := range []string{recordingsPath, compositionsPath} {
		if page := list(t, s, path); len(page.items) > 0 {
			t.Errorf("%s: %v", path, page.items)
		}
	}
	status, body := exchange(t, request(t, s, http.MethodGet, roomPath(room), nil))
	wantError(t, status, body, 404, 20404)
	if want := fmt.Sprintf("The requested resource %s was not found", roomPath(room)); body["message"] != want {
		t.Errorf("message %v, want %q", body["message"], want)
	}
}

func TestWhatWasTakenBeforeDoesNotGrow(t *testing.T) {
	t.Parallel()
	s := of(t, twiliosandbox.Recording{SID: "RT1"})
	before := s.AllRecordings(s.Account.SID)
	s.AddRecordings(s.Account.SID, twiliosandbox.Recording{SID: "RT2"})
	if got := slices.Collect(before); len(got) != 1 {
		t.Errorf("%d recordings, want the one that there was", len(got))
	}
}
