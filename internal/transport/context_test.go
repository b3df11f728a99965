package transport_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"
)

// answered is a log that calls a function as soon as an answer is in it, which
// is before anything is decided about the answer.
type answered func()

func (f answered) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte(`"http_status"`)) {
		f()
	}
	return len(p), nil
}

// TestCancellingEndsTheWait would go on for an hour if it did not.
func TestCancellingEndsTheWait(t *testing.T) {
	t.Parallel()
	for way, do := range ways {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			s := serve(t, answer(429, "", "Retry-After", "3600"), ok)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			got, err := do(tflogtest.RootLogger(ctx, answered(cancel)), t, s.client(retries(5)), s.URL)
			if !errors.Is(err, context.Canceled) {
				t.Errorf("answer %d, %v; want context.Canceled", got.status, err)
			}
			s.wantRequests(t, 1)
		})
	}
}

func TestCancellingEndsTheAttempt(t *testing.T) {
	t.Parallel()
	for name, slow := range waits {
		for way, do := range ways {
			t.Run(name+"/"+way, func(t *testing.T) {
				t.Parallel()
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				s := serve(t, func(w http.ResponseWriter, r *http.Request) {
					cancel()
					slow(w, r)
				})
				got, err := do(ctx, t, s.client(retries(5)), s.URL)
				if !errors.Is(err, context.Canceled) {
					t.Errorf("answer %d, %v; want context.Canceled", got.status, err)
				}
				s.wantRequests(t, 1)
			})
		}
	}
}

func TestDeadlineEndsTheAttempt(t *testing.T) {
	t.Parallel()
	s := serve(t, hang)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	got, err := get(ctx, t, s.client(retries(5)), s.URL)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("answer %d, %v; want context.DeadlineExceeded", got.status, err)
	}
	s.wantAtMost(t, 1)
}

// TestAnswerOutlivesItsContext: what the server has done is known, and saying
// that the request was cancelled would hide it.
func TestAnswerOutlivesItsContext(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 404} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			t.Parallel()
			s := serve(t, answer(status, "done"))
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			got, err := post(tflogtest.RootLogger(ctx, answered(cancel)), t, s.client(), s.URL, form)
			wantStatus(t, got, err, status)
			if got.body != "done" {
				t.Errorf("body %q, want the answer's", got.body)
			}
		})
	}
}
