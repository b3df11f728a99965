package sandbox

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"runtime"
	"testing"
)

func TestFaultStreamsAJSONStringOfASize(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fault        Fault
		status, size int
	}{
		"a status of its own":  {Fault{Status: 500, BodySize: 1000}, 500, 1000},
		"200 without one":      {Fault{BodySize: 100_000}, 200, 100_000},
		"in the body's place":  {Fault{Status: 200, Body: "{}", BodySize: 10}, 200, 10},
		"never less than two":  {Fault{Status: 200, BodySize: 1}, 200, 2},
		"after it was done":    {Fault{After: true, BodySize: 7}, 200, 7},
		"another content type": {Fault{BodySize: 7, ContentType: "text/plain"}, 200, 7},
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
			var text string
			if err := json.Unmarshal([]byte(body), &text); err != nil || len(body) != tt.size {
				t.Errorf("a body of %d bytes (%v), want a JSON string of %d", len(body), err, tt.size)
			}
			if resp.StatusCode != tt.status || w.log.All()[0].Status != tt.status {
				t.Errorf("status %d, logged %d, want %d", resp.StatusCode, w.log.All()[0].Status, tt.status)
			}
			want := tt.fault.ContentType
			if want == "" {
				want = "application/json"
			}
			if got := resp.Header.Get("Content-Type"); got != want {
				t.Errorf("content type %q, want %q", got, want)
			}
			if got := w.served.Load() == 1; got != tt.fault.After {
				t.Errorf("carried out: %v, want %v", got, tt.fault.After)
			}
		})
	}
}

// sink discards what is written, and remembers how much.
type sink struct {
	header           http.Header
	written, largest int
	// held is what was alive on the heap at the first write, in bytes.
	held uint64
}

func (s *sink) Header() http.Header { return s.header }
func (s *sink) WriteHeader(int)     {}

func (s *sink) Write(p []byte) (int, error) {
	if s.written == 0 {
		// A body that is held whole is all there before its first piece is sent.
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		s.held = m.HeapAlloc
	}
	s.written += len(p)
	s.largest = max(s.largest, len(p))
	return len(p), nil
}

func TestStreamedBodyIsNotHeld(t *testing.T) {
	t.Parallel()
	const size = 128 << 20
	f := Fault{BodySize: size}
	out := &sink{header: http.Header{}}
	f.answer().send(out)
	if out.written != size || out.largest > 64<<10 {
		t.Errorf("%d bytes were sent, at most %d at a time; want %d, little by little", out.written, out.largest, size)
	}
	// All that else is alive in these tests is a fraction of the half.
	if out.held > size/2 {
		t.Errorf("%d bytes were alive when the first piece of %d was sent", out.held, size)
	}
}

func TestClientMayLeaveAStreamedBody(t *testing.T) {
	t.Parallel()
	w := startWrapped(t)
	w.faults.Add(Fault{BodySize: 1 << 40})
	ctx, leave := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, w.url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if resp.ContentLength >= 0 {
		t.Errorf("the length %d was announced", resp.ContentLength)
	}
	if _, err := io.CopyN(io.Discard, resp.Body, 1<<20); err != nil {
		t.Error(err)
	}
	leave()
	if err := resp.Body.Close(); err != nil {
		t.Error(err)
	}
	if status, body := w.get(t); status != http.StatusAccepted || body != "served" {
		t.Errorf("the request after it: %d %q, want it served", status, body)
	}
}
