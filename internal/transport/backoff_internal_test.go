package transport

import (
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// refusing stands where the quota would be and notes when it is called.
type refusing struct{ at []time.Time }

func (r *refusing) RoundTrip(req *http.Request) (*http.Response, error) {
	r.at = append(r.at, time.Now())
	return &http.Response{StatusCode: http.StatusServiceUnavailable, Body: http.NoBody, Request: req}, nil
}

// TestWaitsGrowWithoutRetryAfter runs on the bubble's own clock, so the times
// are exact and nobody waits for them.
func TestWaitsGrowWithoutRetryAfter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		next := &refusing{}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://video.example", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := newRetry(next, 6).RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		if err := resp.Body.Close(); err != nil {
			t.Fatal(err)
		}
		var waits []time.Duration
		for i := 1; i < len(next.at); i++ {
			waits = append(waits, next.at[i].Sub(next.at[i-1])/time.Second)
		}
		if want := []time.Duration{1, 2, 4, 8, 16, 30}; !slices.Equal(waits, want) {
			t.Errorf("waited %d seconds, want %d", waits, want)
		}
	})
}
