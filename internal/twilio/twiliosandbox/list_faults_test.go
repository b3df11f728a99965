package twiliosandbox_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// numbered starts a sandbox with the recordings RT1, RT2, … RT9.
func numbered(t *testing.T, b twiliosandbox.Behaviour) *sandboxtest.Running {
	t.Helper()
	s := sandboxtest.Start(t, b)
	for i := range 9 {
		s.AddRecordings(s.Account.SID, twiliosandbox.Recording{SID: "RT" + string(rune('1'+i)), RoomSID: room})
	}
	return s
}

func TestRepeatToken(t *testing.T) {
	t.Parallel()
	s := numbered(t, twiliosandbox.Behaviour{RepeatToken: 2})
	address := roomPath(room) + "?PageSize=2"
	for range 2 {
		address = *list(t, s, address).meta.Next
	}
	for range 3 {
		page := list(t, s, address)
		if page.meta.Next == nil || *page.meta.Next != address || page.meta.URL != address {
			t.Fatalf("page %s goes on to %v, want itself", address, page.meta.Next)
		}
		if !slices.Equal(sids(page.items), []string{"RT5", "RT6"}) {
			t.Errorf("%v, want the same page again", sids(page.items))
		}
	}
}

func TestForeignNextPage(t *testing.T) {
	t.Parallel()
	s := numbered(t, twiliosandbox.Behaviour{ForeignNextPage: "https://example.com"})
	page := list(t, s, recordingsPath+"?PageSize=5")
	if next := *page.meta.Next; !strings.HasPrefix(next, "https://example.com"+recordingsPath+"?PageSize=5&Page=1&PageToken=PT") {
		t.Errorf("the next page is %s", next)
	}
	if !strings.HasPrefix(page.meta.First, s.BaseURL) || !strings.HasPrefix(page.meta.URL, s.BaseURL) {
		t.Errorf("the other addresses are %+v, want them here", page.meta)
	}
	last := list(t, s, strings.Replace(*page.meta.Next, "https://example.com", s.BaseURL, 1))
	if last.meta.Next != nil || len(last.items) != 4 {
		t.Errorf("the last page has %v and goes on to %v", sids(last.items), last.meta.Next)
	}
}

func TestOverlapPages(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		overlap int
		want    string // the pages, with items by their numbers
	}{
		"none":     {0, "123 456 789"},
		"one":      {1, "123 345 567 789"},
		"two":      {2, "123 234 345 456 567 678 789"},
		"too many": {5, "123 234 345 456 567 678 789"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := numbered(t, twiliosandbox.Behaviour{OverlapPages: tt.overlap})
			var pages, backwards []string
			text := func(page listed) string { return strings.ReplaceAll(strings.Join(sids(page.items), ""), "RT", "") }
			page := list(t, s, recordingsPath+"?PageSize=3")
			for pages = append(pages, text(page)); page.meta.Next != nil && len(pages) < 20; pages = append(pages, text(page)) {
				page = list(t, s, *page.meta.Next)
			}
			if got := strings.Join(pages, " "); got != tt.want {
				t.Errorf("pages %s, want %s", got, tt.want)
			}
			for backwards = append(backwards, text(page)); page.meta.Previous != nil && len(backwards) < 20; backwards = append(backwards, text(page)) {
				page = list(t, s, *page.meta.Previous)
			}
			slices.Reverse(backwards)
			if got := strings.Join(backwards, " "); got != tt.want {
				t.Errorf("backwards %s, want %s", got, tt.want)
			}
		})
	}
}

func TestAbsentFields(t *testing.T) {
	t.Parallel()
	legacy := []string{"date_updated", "date_deleted", "encryption_key"}
	for _, absent := range []bool{false, true} {
		s := sandboxtest.Start(t, twiliosandbox.Behaviour{AbsentFields: absent})
		s.AddRecordings(s.Account.SID, twiliosandbox.Recording{RoomSID: room, DateDeleted: created, EncryptionKey: key})
		s.AddCompositions(s.Account.SID, twiliosandbox.Composition{EncryptionKey: key})
		for _, path := range []string{recordingsPath, roomPath(room), compositionsPath} {
			for _, name := range legacy {
				_, got := list(t, s, path).items[0][name]
				if want := !absent && (path != compositionsPath || name != "date_updated"); got != want {
					t.Errorf("%s has %s: %v, want %v", path, name, got, want)
				}
			}
		}
	}
}

func TestFaultsReachTheLists(t *testing.T) {
	t.Parallel()
	s := numbered(t, twiliosandbox.Behaviour{})
	s.Faults().Add(sandbox.Fault{Path: "/Recordings", Nth: 3, Status: 200, Body: "<html>", ContentType: "text/html"})
	s.Faults().Add(sandbox.Fault{Path: "/Compositions", BodySize: 1 << 20})
	for i, path := range []string{recordingsPath, roomPath(room), recordingsPath, recordingsPath} {
		_, header, body := send(t, request(t, s, http.MethodGet, path, nil))
		if got := header.Get("Content-Type") == "text/html" && string(body) == "<html>"; got != (i == 2) {
			t.Errorf("request %d: %s", i+1, body)
		}
	}
	if _, _, body := send(t, request(t, s, http.MethodGet, compositionsPath, nil)); len(body) != 1<<20 {
		t.Errorf("a body of %d bytes, want a large one", len(body))
	}
	if got := sandbox.Count(s.Log().All(), "GET", "/Recordings"); got != 4 {
		t.Errorf("the log has %d requests, want 4", got)
	}
}
