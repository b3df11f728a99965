package twilioapi_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

func TestCancellingEndsACall(t *testing.T) {
	t.Parallel()
	for do, call := range allCalls {
		t.Run(do, func(t *testing.T) {
			t.Parallel()
			s, client := start(t, twiliosandbox.Behaviour{}, retries(5))
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			s.Faults().Add(sandbox.Fault{Every: 1, Hook: cancel, Delay: time.Hour})
			err := call(ctx, client)
			if failed := failure(t, err); failed.Status != 0 || !errors.Is(err, context.Canceled) {
				t.Errorf("error %v, want context.Canceled", err)
			}
			if n := len(s.Log().All()); n != 1 {
				t.Errorf("%d requests, want 1", n)
			}
		})
	}
}

func TestDeadlineEndsACall(t *testing.T) {
	t.Parallel()
	for do, call := range allCalls {
		t.Run(do, func(t *testing.T) {
			t.Parallel()
			s, client := start(t, twiliosandbox.Behaviour{}, retries(5))
			s.Faults().Add(sandbox.Fault{Every: 1, Delay: time.Hour})
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			err := call(ctx, client)
			if failed := failure(t, err); failed.Status != 0 || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("error %v, want context.DeadlineExceeded", err)
			}
		})
	}
}

func TestEndedContextSendsNothing(t *testing.T) {
	t.Parallel()
	for do, call := range allCalls {
		t.Run(do, func(t *testing.T) {
			t.Parallel()
			s, client := start(t, twiliosandbox.Behaviour{}, retries(5))
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if err := call(ctx, client); !errors.Is(err, context.Canceled) {
				t.Errorf("error %v, want context.Canceled", err)
			}
			if n := len(s.Log().All()); n != 0 {
				t.Errorf("%d requests, want none", n)
			}
		})
	}
}
