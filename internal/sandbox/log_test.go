package sandbox

import (
	"net/url"
	"strconv"
	"sync"
	"testing"
)

func TestLogKeepsTheNewestRequests(t *testing.T) {
	t.Parallel()
	var log Log
	const extra = 25
	for i := range MaxLog + extra {
		log.Add(Request{Path: strconv.Itoa(i)})
	}
	all := log.All()
	if len(all) != MaxLog {
		t.Fatalf("the log keeps %d requests, want %d", len(all), MaxLog)
	}
	if first, last := all[0].Path, all[MaxLog-1].Path; first != strconv.Itoa(extra) || last != strconv.Itoa(MaxLog+extra-1) {
		t.Errorf("the log keeps %s to %s, want the newest", first, last)
	}
}

func TestLogReset(t *testing.T) {
	t.Parallel()
	var log Log
	before := log.open(Request{Path: "/before"})
	log.Reset()
	before.settle(200)
	log.Add(Request{Path: "/after"})
	if all := log.All(); len(all) != 1 || all[0].Path != "/after" {
		t.Errorf("after Reset the log holds %v, want /after alone", all)
	}
}

func TestLogShowsARequestBeforeItsStatus(t *testing.T) {
	t.Parallel()
	var log Log
	e := log.open(Request{Path: "/"})
	if got := log.All()[0].Status; got != 0 {
		t.Errorf("status %d before the answer, want 0", got)
	}
	e.settle(404)
	if got := log.All()[0].Status; got != 404 {
		t.Errorf("status %d after the answer, want 404", got)
	}
}

func TestLogRedactsBeforeItKeeps(t *testing.T) {
	t.Parallel()
	log := Log{Redact: func(r *Request) { r.Form.Set("Secret", "***") }}
	log.Add(Request{Form: url.Values{"Secret": {"hunter2"}}})
	log.open(Request{Form: url.Values{"Secret": {"hunter2"}}})
	for i, r := range log.All() {
		if got := r.Form.Get("Secret"); got != "***" {
			t.Errorf("request %d: the log keeps %q", i, got)
		}
	}
}

func TestLogTakesRequestsConcurrently(t *testing.T) {
	t.Parallel()
	var (
		log Log
		wg  sync.WaitGroup
	)
	for range 8 {
		wg.Go(func() {
			for range 100 {
				e := log.open(Request{Method: "GET"})
				e.noteDangling(nil)
				e.settle(200)
				log.All()
			}
		})
	}
	wg.Wait()
	if got := Count(log.All(), "GET", ""); got != 800 {
		t.Errorf("the log holds %d requests, want 800", got)
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	reqs := []Request{
		{Method: "GET", Path: "/v1/Recordings"},
		{Method: "POST", Path: "/v1/RecordingSettings/Default"},
		{Method: "GET", Path: "/v1/RecordingSettings/Default"},
	}
	tests := map[string]struct {
		method, part string
		want         int
	}{
		"everything":      {"", "", 3},
		"a method":        {"GET", "", 2},
		"a path":          {"", "Settings", 2},
		"both":            {"POST", "RecordingSettings", 1},
		"method in case":  {"get", "", 0},
		"nothing matches": {"DELETE", "Recordings", 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Count(reqs, tt.method, tt.part); got != tt.want {
				t.Errorf("Count(%q, %q) = %d, want %d", tt.method, tt.part, got, tt.want)
			}
		})
	}
}
