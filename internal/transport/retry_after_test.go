package transport_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// TestRetryAfterIsWaitedFor looks at when the second attempt arrived, never at
// how late it was.
func TestRetryAfterIsWaitedFor(t *testing.T) {
	t.Parallel()
	in := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(http.TimeFormat) }
	tests := map[string]struct {
		// retryAfter makes the header's value when the first attempt arrives.
		retryAfter func() string
		atLeast    time.Duration
	}{
		"0":                  {func() string { return "0" }, 0},
		"a second":           {func() string { return "1" }, time.Second},
		"a date":             {func() string { return in(2 * time.Second) }, time.Second},
		"a date in the past": {func() string { return in(-time.Hour) }, 0},
		"no number":          {func() string { return "99999999999999999999 s" }, 0},
	}
	for name, tt := range tests {
		for _, status := range []int{429, 503} {
			t.Run(http.StatusText(status)+"/"+name, func(t *testing.T) {
				t.Parallel()
				s := serve(t, func(w http.ResponseWriter, r *http.Request) {
					answer(status, "", "Retry-After", tt.retryAfter())(w, r)
				}, ok)
				got, err := post(transport.WithIdempotent(t.Context()), t, s.client(), s.URL, form)
				wantStatus(t, got, err, 200)
				s.wantRequests(t, 2)
				all := s.seen()
				if waited := all[len(all)-1].at.Sub(all[0].at); waited < tt.atLeast {
					t.Errorf("repeated after %v, want no sooner than %v", waited, tt.atLeast)
				}
			})
		}
	}
}

func TestRetryAfterBeyondTheDeadlineIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	in := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(http.TimeFormat) }
	tests := map[string]struct {
		status     int
		retryAfter string
	}{
		"429 with seconds": {429, "3600"},
		"429 with a date":  {429, in(time.Hour)},
		"503 with seconds": {503, "3600"},
	}
	for name, tt := range tests {
		for way, do := range ways {
			t.Run(name+"/"+way, func(t *testing.T) {
				t.Parallel()
				s := serve(t, answer(tt.status, "busy", "Retry-After", tt.retryAfter), ok)
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
				defer cancel()
				got, err := do(ctx, t, s.client(), s.URL)
				wantStatus(t, got, err, tt.status)
				if got.body != "busy" || got.header.Get("Retry-After") != tt.retryAfter {
					t.Errorf("answer %q, Retry-After %q; want it unchanged", got.body, got.header.Get("Retry-After"))
				}
				s.wantRequests(t, 1)
			})
		}
	}
}

func TestRetryAfterWithinTheDeadlineIsWaitedFor(t *testing.T) {
	t.Parallel()
	s := serve(t, busy, ok)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	got, err := get(ctx, t, s.client(), s.URL)
	wantStatus(t, got, err, 200)
	s.wantRequests(t, 2)
}
