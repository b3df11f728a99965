package transport_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// seldom lets one request through and the next in an hour.
const seldom = rate.Limit(1.0 / 3600)

func quota(reads, writes rate.Limit) func(*transport.Config) {
	return func(c *transport.Config) { c.ReadsPerSecond, c.WritesPerSecond = reads, writes }
}

func TestQuotaSpacesRequests(t *testing.T) {
	t.Parallel()
	const (
		perSecond = 50
		n         = 20
		atLeast   = (n - 1) * time.Second / perSecond
	)
	for way, do := range ways {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			s := serve(t, ok)
			client := s.client(quota(perSecond, perSecond))
			start := time.Now()
			var wg sync.WaitGroup
			for range n {
				wg.Go(func() {
					if got, err := do(t.Context(), t, client, s.URL); err != nil || got.status != 200 {
						t.Errorf("answer %d, %v", got.status, err)
					}
				})
			}
			wg.Wait()
			s.wantRequests(t, n)
			if took := time.Since(start); took < atLeast {
				t.Errorf("%d requests took %v, want at least %v at %d a second", n, took, atLeast, perSecond)
			}
		})
	}
}

// TestQuotaCountsAttempts: a repeated request is one more to the vendor.
func TestQuotaCountsAttempts(t *testing.T) {
	t.Parallel()
	s := serve(t, busy)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, err := get(ctx, t, s.client(retries(5), quota(seldom, 0)), s.URL)
	wantNoTurn(t, err)
	if !strings.Contains(err.Error(), "gave up after 2 attempts") {
		t.Errorf("%q: want it to give up on the first attempt without a turn", err)
	}
	s.wantRequests(t, 1)
}

func TestReadsAndWritesAreCountedApart(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		reads, writes rate.Limit
		first         []string
		refused       string
	}{
		"reads are used up":            {seldom, 0, []string{"GET"}, "GET"},
		"writes are used up":           {0, seldom, []string{"POST"}, "POST"},
		"HEAD is a read":               {seldom, 0, []string{"HEAD"}, "GET"},
		"DELETE is a write":            {0, seldom, []string{"DELETE"}, "POST"},
		"a read leaves writes alone":   {seldom, seldom, []string{"GET", "POST"}, "GET"},
		"a write leaves reads alone":   {seldom, seldom, []string{"POST", "GET"}, "POST"},
		"zero is no limit for writes":  {seldom, 0, []string{"GET", "POST", "POST", "POST"}, "GET"},
		"zero is no limit for reading": {0, seldom, []string{"POST", "GET", "GET", "GET"}, "POST"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, ok)
			client := s.client(quota(tt.reads, tt.writes))
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			for _, method := range tt.first {
				got, err := send(ctx, t, client, method, s.URL, nil)
				wantStatus(t, got, err, http.StatusOK)
			}
			_, err := send(ctx, t, client, tt.refused, s.URL, nil)
			wantNoTurn(t, err)
			if strings.Contains(err.Error(), "gave up after") {
				t.Errorf("%q: want no further attempt, for a turn will not come sooner", err)
			}
			s.wantRequests(t, len(tt.first))
		})
	}
}

// TestWaitingUnderTheQuotaEndsWithTheContext would otherwise take an hour.
func TestWaitingUnderTheQuotaEndsWithTheContext(t *testing.T) {
	t.Parallel()
	for way, do := range ways {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			s := serve(t, ok)
			client := s.client(quota(seldom, seldom))
			got, err := do(t.Context(), t, client, s.URL)
			wantStatus(t, got, err, 200)

			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(50*time.Millisecond, cancel)
			if _, err := do(ctx, t, client, s.URL); !errors.Is(err, context.Canceled) {
				t.Errorf("error %v, want context.Canceled", err)
			}
			s.wantRequests(t, 1)
		})
	}
}

// wantNoTurn wants the error of a turn that would come after the deadline.
func wantNoTurn(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("error %v, want context.DeadlineExceeded", err)
	}
	if !strings.Contains(err.Error(), "waiting for a turn under the rate limit") {
		t.Errorf("%q does not say what was waited for", err)
	}
}
