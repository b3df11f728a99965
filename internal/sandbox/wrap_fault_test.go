package sandbox

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"
)

func TestFaultAnswersInTheHandlersPlace(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fault                   Fault
		contentType, retryAfter string
		served                  int64
	}{
		"JSON by default":       {Fault{Status: 429, Body: `{"code":20429}`, Header: http.Header{"Retry-After": {"2"}}}, "application/json", "2", 0},
		"another content type":  {Fault{Status: 503, Body: "<html>", ContentType: "text/html"}, "text/html", "", 0},
		"no body":               {Fault{Status: 500}, "", "", 0},
		"after it was done":     {Fault{Status: 500, After: true}, "", "", 1},
		"a redirect":            {Fault{Status: 302, Header: http.Header{"X": {"y"}}}, "", "", 0},
		"a hook before a fault": {Fault{Status: 500, Hook: func() {}}, "", "", 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := startWrapped(t)
			w.faults.Add(tt.fault)
			resp, body, err := w.request(t, http.MethodGet, "/x", "", "")
			if err != nil {
				t.Fatal(err)
			}
			if resp.StatusCode != tt.fault.Status || body != tt.fault.Body {
				t.Errorf("answer %d %q, want %d %q", resp.StatusCode, body, tt.fault.Status, tt.fault.Body)
			}
			if got := resp.Header.Get("Content-Type"); got != tt.contentType {
				t.Errorf("content type %q, want %q", got, tt.contentType)
			}
			if got := resp.Header.Get("Retry-After"); got != tt.retryAfter {
				t.Errorf("Retry-After %q, want %q", got, tt.retryAfter)
			}
			if got := resp.Header.Get("X-Path"); got != "" {
				t.Errorf("a header of the handler, %q, got out", got)
			}
			if got := w.served.Load(); got != tt.served {
				t.Errorf("served %d times, want %d", got, tt.served)
			}
			if got := w.log.All()[0].Status; got != tt.fault.Status {
				t.Errorf("logged status %d, want %d", got, tt.fault.Status)
			}
			if status, body := w.get(t); status != http.StatusAccepted || body != "served" {
				t.Errorf("the request after it: %d %q, want it served", status, body)
			}
		})
	}
}

func TestFaultDropsTheConnection(t *testing.T) {
	t.Parallel()
	for name, after := range map[string]bool{"before it is done": false, "after it was done": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := startWrapped(t)
			w.faults.Add(Fault{Drop: true, After: after})
			resp, _, err := w.request(t, http.MethodPost, "/x", "", "")
			if err == nil {
				t.Fatalf("answered %d, want the connection closed", resp.StatusCode)
			}
			if got := w.served.Load() == 1; got != after {
				t.Errorf("carried out: %v, want %v", got, after)
			}
			if all := w.log.All(); len(all) != 1 || all[0].Status != 0 {
				t.Errorf("the log holds %v, want one request without a status", all)
			}
		})
	}
}

func TestFaultWithoutStatusServesNormally(t *testing.T) {
	t.Parallel()
	for name, after := range map[string]bool{"hook first": false, "hook between deed and answer": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := startWrapped(t)
			var servedBefore int64 = -1
			w.faults.Add(Fault{After: after, Delay: time.Millisecond, Hook: func() { servedBefore = w.served.Load() }})
			if status, body := w.get(t); status != http.StatusAccepted || body != "served" {
				t.Errorf("answer %d %q, want the handler's", status, body)
			}
			if got := servedBefore == 1; got != after {
				t.Errorf("served %d times when the hook was called, with After %v", servedBefore, after)
			}
			if got := w.served.Load(); got != 1 {
				t.Errorf("served %d times, want once", got)
			}
		})
	}
}

func TestHookMayArrangeFaults(t *testing.T) {
	t.Parallel()
	w := startWrapped(t)
	w.faults.Add(Fault{Hook: func() { w.faults.Add(Fault{Status: 500}) }})
	for i, want := range []int{http.StatusAccepted, http.StatusInternalServerError, http.StatusAccepted} {
		if got, _ := w.get(t); got != want {
			t.Errorf("answer %d: %d, want %d", i+1, got, want)
		}
	}
}

func TestDelayPassesBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	w := startWrapped(t)
	const delay = 50 * time.Millisecond
	w.faults.Add(Fault{Delay: delay})
	start := time.Now()
	w.get(t)
	if took := time.Since(start); took < delay {
		t.Errorf("answered after %v, want at least %v", took, delay)
	}
}

func TestDelayEndsWhenTheClientGivesUp(t *testing.T) {
	t.Parallel()
	for name, after := range map[string]bool{"before it is done": false, "after it was done": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := startWrapped(t)
			ctx, giveUp := context.WithCancel(t.Context())
			// The client gives up once the request is known to have arrived.
			w.faults.Add(Fault{Delay: time.Hour, After: after, Status: 500, Hook: giveUp})
			req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url, http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			resp, err := http.DefaultClient.Do(req)
			if err == nil {
				t.Fatalf("answered %d (closing: %v), want none", resp.StatusCode, resp.Body.Close())
			}
			if !errors.Is(err, context.Canceled) {
				t.Errorf("the client failed with %v, want its own giving up", err)
			}
			if got := w.served.Load() == 1; got != after {
				t.Errorf("carried out: %v, want %v", got, after)
			}
			if all := w.log.All(); len(all) != 1 || all[0].Status != 0 {
				t.Errorf("the log holds %v, want one request without a status", all)
			}
		})
	}
}
