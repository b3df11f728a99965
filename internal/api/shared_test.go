package api_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
)

func TestConcurrentCallersShareOneRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var shared api.Shared[int32]
		var reads atomic.Int32
		release := make(chan struct{})
		read := func(context.Context) (int32, error) {
			<-release
			return reads.Add(1), nil
		}
		var callers sync.WaitGroup
		for range 10 {
			callers.Go(func() {
				if got, err := shared.Get(t.Context(), read); got != 1 || err != nil {
					t.Errorf("a caller got %d, %v", got, err)
				}
			})
		}
		synctest.Wait()
		close(release)
		callers.Wait()
		if got, _ := shared.Get(t.Context(), read); got != 1 {
			t.Errorf("a later caller got read %d", got)
		}
		shared.Forget()
		if got, _ := shared.Get(t.Context(), read); got != 2 {
			t.Errorf("after a write, a caller got read %d", got)
		}
	})
}

// A read from before a write is not for callers after it.
func TestReadInFlightIsNotSharedAfterAWrite(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var shared api.Shared[string]
		release := make(chan struct{})
		go func() {
			_, _ = shared.Get(t.Context(), func(context.Context) (string, error) {
				<-release
				return "before", nil
			})
		}()
		synctest.Wait()
		shared.Forget()
		after := func(context.Context) (string, error) { return "after", nil }
		if got, _ := shared.Get(t.Context(), after); got != "after" {
			t.Errorf("the caller after the write got %q", got)
		}
		close(release)
		synctest.Wait()
		if got, _ := shared.Get(t.Context(), after); got != "after" {
			t.Errorf("the read from before the write replaced the newer one: %q", got)
		}
	})
}

func TestFailedReadIsSharedUnlessItsCallerEnded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var shared api.Shared[int]
		failure := errors.New("outage")
		first, interrupt := context.WithCancel(t.Context())
		go func() {
			_, err := shared.Get(first, func(ctx context.Context) (int, error) {
				<-ctx.Done()
				return 0, ctx.Err()
			})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("the interrupted caller got %v", err)
			}
		}()
		synctest.Wait()
		go func() {
			if _, err := shared.Get(t.Context(), func(context.Context) (int, error) { return 0, failure }); !errors.Is(err, failure) {
				t.Errorf("the other caller got %v", err)
			}
		}()
		synctest.Wait()
		interrupt()
		synctest.Wait()
		if got, err := shared.Get(t.Context(), func(context.Context) (int, error) { return 7, nil }); got != 7 || err != nil {
			t.Errorf("a caller after the error got %d, %v", got, err)
		}
	})
}
