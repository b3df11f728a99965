package twiliosandbox_test

import (
	"encoding/json"
	"iter"
	"net/http"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

const (
	recordingsPath   = "/v1/Recordings"
	compositionsPath = "/v1/Compositions"

	room        = "RM0123456789abcdef0123456789abcdef"
	otherRoom   = "RMffffffffffffffffffffffffffffffff"
	participant = "PA0123456789abcdef0123456789abcdef"
	source      = "MT0123456789abcdef0123456789abcdef"
)

func roomPath(sid string) string { return "/v1/Rooms/" + sid + "/Recordings" }

func firstOf[T any](items iter.Seq[T]) T {
	for item := range items {
		return item
	}
	var none T
	return none
}

// listed is the answer to a request for a page.
type listed struct {
	items []object
	meta  struct {
		Page     int     `json:"page"`
		PageSize int     `json:"page_size"`
		First    string  `json:"first_page_url"`
		Previous *string `json:"previous_page_url"`
		URL      string  `json:"url"`
		Next     *string `json:"next_page_url"`
		Key      string  `json:"key"`
	}
}

// list fetches a page, by a path or by the address that another page told.
func list(t *testing.T, s *sandboxtest.Running, address string) listed {
	t.Helper()
	status, _, body := send(t, request(t, s, http.MethodGet, strings.TrimPrefix(address, s.BaseURL), nil))
	if status != http.StatusOK {
		t.Fatalf("%s: %d %s", address, status, body)
	}
	var answer map[string]json.RawMessage
	unmarshal(t, body, &answer)
	var page listed
	unmarshal(t, answer["meta"], &page.meta)
	unmarshal(t, answer[page.meta.Key], &page.items)
	if len(answer) != 2 || page.items == nil {
		t.Errorf("%s: want meta and a list: %s", address, body)
	}
	return page
}

func unmarshal(t *testing.T, text []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
}

func sids(items []object) []string {
	all := []string{}
	for _, item := range items {
		sid, _ := item["sid"].(string)
		all = append(all, sid)
	}
	return all
}

// walk follows next_page_url to the end, and returns the SIDs of all items and
// how many requests it took.
func walk(t *testing.T, s *sandboxtest.Running, address string) (all []string, requests int) {
	t.Helper()
	all = []string{}
	for next := &address; next != nil; {
		page := list(t, s, *next)
		if len(page.items) > page.meta.PageSize {
			t.Fatalf("%s: %d items on a page of %d", *next, len(page.items), page.meta.PageSize)
		}
		all = append(all, sids(page.items)...)
		if requests++; requests > 10_000 {
			t.Fatalf("%s does not end", address)
		}
		next = page.meta.Next
	}
	return all, requests
}

// of starts a sandbox whose account has these recordings.
func of(t *testing.T, recordings ...twiliosandbox.Recording) *sandboxtest.Running {
	t.Helper()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	s.AddRecordings(s.Account.SID, recordings...)
	return s
}
