package faults_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/tlstest"
)

// enduring are operations of each class, with limits of their own.
func enduring() []operation {
	var some []operation
	for _, o := range operations() {
		switch o.name {
		case "recording settings: read, GET", "recording settings: create, POST", "recording settings: destroy, POST",
			"AWS credential: create, POST", "AWS credential: delete, DELETE", "public key: update, POST",
			"copy, resource: POST", "copy, action: POST":
			some = append(some, o)
		}
	}
	return some
}

// A whole operation keeps to its own limit, however many retries are left and however
// long an answer takes: no attempt begins after it.
func TestOperationsKeepToTheirTimeouts(t *testing.T) {
	t.Parallel()
	tlstest.NeedFile(t)
	const limit = 12 * time.Second
	for _, o := range enduring() {
		for _, f := range []*fault{refused, internalError, limited, limitedSeconds, slowHeaders, slowBody} {
			t.Run(o.name+"/"+f.name, func(t *testing.T) {
				t.Parallel()
				c := newCell(t, o.vendor, limits{maxRetries: 100, requestTimeout: "10m", timeouts: map[string]any{o.timeouts: limit.String()}})
				ctx, cancel := context.WithTimeout(c.context(t.Context()), longest)
				defer cancel()
				if err := o.prepare(ctx, c); err != nil {
					t.Fatal(err)
				}
				s := c.start(o, f, o.normal(t).target, forever)
				began := time.Now()
				told, err := o.run(ctx, c)
				s.finish(t, told, err)
				if s.outcome != failed && s.outcome != unknown {
					t.Errorf("outcome %s", s.outcome)
				}
				late := began.Add(limit)
				for i, at := range s.begun() {
					// The operation began a little after this did.
					if at.After(late.Add(time.Second)) {
						t.Errorf("attempt %d began %v after the limit", i+1, at.Sub(late))
					}
				}
				s.checkState(t)
				if s.class == creating && f == internalError {
					return // it is not repeated, so nothing lasts
				}
				wantCause(t, told)
			})
		}
	}
}

// wantCause fails the test unless the user reads that the time was over.
func wantCause(t *testing.T, told protocol.Diagnostics) {
	t.Helper()
	text := told.Errors().String()
	for _, cause := range []string{"context deadline exceeded", "HTTP status 429"} {
		if strings.Contains(text, cause) {
			return
		}
	}
	t.Errorf("nothing says that the time was over:\n%s", text)
}

// begun are when the attempts began.
func (s *subject) begun() []time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.front.attempts
}

// An interrupt ends each class of operation at once, whatever it waits for. Were it not
// so, it would go on for hours.
func TestInterruptEndsOperations(t *testing.T) {
	t.Parallel()
	tlstest.NeedFile(t)
	waiting := map[string]*fault{
		"for the next attempt": {name: "next attempt", refuses: true},
		"as Retry-After asks":  {name: "Retry-After", answer: limit(func() string { return "7200" })},
		"for an answer":        {name: "an answer", slow: true, processed: true, answer: slowHeaders.answer},
		"for its end":          {name: "its end", slow: true, processed: true, answer: slowBody.answer},
	}
	for _, o := range enduring() {
		for name, f := range waiting {
			t.Run(o.name+"/"+name, func(t *testing.T) {
				t.Parallel()
				c := newCell(t, o.vendor, limits{maxRetries: 100, requestTimeout: "4h", timeouts: map[string]any{o.timeouts: "4h"}})
				ctx, cancel := context.WithTimeout(c.context(t.Context()), longest)
				defer cancel()
				if err := o.prepare(ctx, c); err != nil {
					t.Fatal(err)
				}
				// The error may have to look for what was left behind.
				target := o.normal(t).target
				to := forever
				if f.slow {
					to = target
				}
				s := c.start(o, f, target, to)
				stopped := make(chan error, 1)
				c.onceWaiting(f, func() { stopped <- c.provider.Stop(context.WithoutCancel(ctx)) })
				told, err := o.run(ctx, c)
				s.finish(t, told, err)
				if err := <-stopped; err != nil {
					t.Error(err)
				}
				if ctx.Err() != nil {
					t.Error("it went on until the test ended it")
				}
				if s.attempts != 1 && !f.refuses {
					t.Errorf("%d attempts, want 1: %v", s.attempts, s.logged)
				}
				want := failed
				if f.slow && o.class != reading {
					want = unknown
				}
				if s.outcome != want {
					t.Errorf("outcome %s, want %s:\n%s", s.outcome, want, told)
				}
				s.checkState(t)
			})
		}
	}
}
