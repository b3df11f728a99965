package sendbirdsandbox_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
)

// TestSlowCopy holds the answer back, before or after the copy is made.
func TestSlowCopy(t *testing.T) {
	t.Parallel()
	for name, after := range map[string]bool{"before it is made": false, "after it was made": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, sendbirdsandbox.Behaviour{})
			underway, done := make(chan struct{}), make(chan struct{})
			s.Faults().Add(sandbox.Fault{Path: "/copy", After: after, Hook: func() {
				close(underway)
				<-done
			}})
			answered := make(chan int, 1)
			req := request(t, s, http.MethodPost, path(s.Recording.ID), encode(t, fields(s)))
			go func() {
				status, _ := exchange(t, req)
				answered <- status
			}()
			<-underway
			if got := len(keys(s)) == 1; got != after {
				t.Errorf("copied %v while it is under way", keys(s))
			}
			select {
			case status := <-answered:
				t.Errorf("answered %d before it is done", status)
			default:
			}
			close(done)
			if status := <-answered; status != http.StatusOK || len(keys(s)) != 1 {
				t.Errorf("answer %d, copied %v", status, keys(s))
			}
		})
	}
}

func TestGivingUpOnASlowCopy(t *testing.T) {
	t.Parallel()
	for name, after := range map[string]bool{"before it is made": false, "after it was made": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, sendbirdsandbox.Behaviour{})
			ctx, giveUp := context.WithCancel(t.Context())
			s.Faults().Add(sandbox.Fault{Delay: time.Hour, After: after, Hook: giveUp})
			req := request(t, s, http.MethodPost, path(s.Recording.ID), encode(t, fields(s))).WithContext(ctx)
			if resp, err := http.DefaultClient.Do(req); err == nil {
				t.Fatalf("answered %d (closing: %v)", resp.StatusCode, resp.Body.Close())
			} else if !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
			if got := len(keys(s)) == 1; got != after {
				t.Errorf("copied %v", keys(s))
			}
		})
	}
}

func TestFailure(t *testing.T) {
	t.Parallel()
	for code, status := range map[int]int{429100: 429, 500999: 500, 400800: 400, 401120: 401} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			t.Parallel()
			s := start(t, sendbirdsandbox.Behaviour{})
			s.Faults().Add(sendbirdsandbox.Failure(code, `50% "sure"`))
			got, body := ask(t, s, fields(s))
			if got != status {
				t.Errorf("status %d, want %d", got, status)
			}
			wantError(t, s, got, body, code, `50% "sure"`)
			if r := s.Log().All()[0]; r.Account != s.Application.ID || r.Status != status {
				t.Errorf("logged %+v", r)
			}
			if got, _ := ask(t, s, fields(s)); got != http.StatusOK {
				t.Errorf("the next: %d", got)
			}
		})
	}
}
