package transport_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

func timeout(d time.Duration) func(*transport.Config) {
	return func(c *transport.Config) { c.AttemptTimeout = d }
}

var waits = map[string]http.HandlerFunc{"for the answer": hang, "for its body": stall}

// TestTimeoutIsForOneAttempt: were it for all of them, it would be over when the
// second begins.
func TestTimeoutIsForOneAttempt(t *testing.T) {
	t.Parallel()
	for name, slow := range waits {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, slow, ok)
			got, err := post(transport.WithIdempotent(t.Context()), t, s.client(timeout(time.Second)), s.URL, form)
			wantStatus(t, got, err, 200)
			s.wantRequests(t, 2)
		})
	}
}

func TestTimeoutAppliesToEachAttempt(t *testing.T) {
	t.Parallel()
	for name, slow := range waits {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, slow)
			got, err := get(t.Context(), t, s.client(timeout(100*time.Millisecond)), s.URL)
			wantTimeout(t, got, err)
			if err != nil && !strings.Contains(err.Error(), "gave up after 2 attempts") {
				t.Errorf("%q does not say that both attempts timed out", err)
			}
		})
	}
}

func TestTimeoutOfAnUnmarkedPostIsFinal(t *testing.T) {
	t.Parallel()
	for name, slow := range waits {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, slow, ok)
			got, err := post(t.Context(), t, s.client(timeout(100*time.Millisecond)), s.URL, form)
			wantTimeout(t, got, err)
			s.wantAtMost(t, 1)
		})
	}
}

func wantTimeout(t *testing.T, got result, err error) {
	t.Helper()
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("answer %d, %v; want a timeout", got.status, err)
	}
}
