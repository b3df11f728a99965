package faults

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
)

// withTimeouts returns the operations that have a timeout of their own, which is limit.
func withTimeouts(limit time.Duration) []operation {
	every := slices.DeleteFunc(operations(), func(o operation) bool { return o.timeout == "" })
	for i, o := range every {
		timeouts := map[string]any{"timeouts": map[string]any{o.timeout: limit.String()}}
		if o.before != nil {
			every[i].before = with(o.before, "timeouts", timeouts["timeouts"])
		}
		if o.config != nil {
			every[i].config = with(o.config, "timeouts", timeouts["timeouts"])
		}
	}
	return every
}

// An operation ends within its timeout, however many retries are left and however long a response takes.
func TestOperationsKeepToTheirTimeouts(t *testing.T) {
	t.Parallel()
	const limit = time.Minute
	for _, o := range withTimeouts(limit) {
		for _, f := range []*fault{refused, internalError, limited, slowHeaders, slowBody} {
			t.Run(o.name+"/"+f.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					c := newCell(t, o, api.Options{MaxRetries: 100, AttemptTimeout: time.Hour})
					before, vendorBefore := c.state, c.vendorState()
					c.setFault(f, o.request, 1, forever)
					start := time.Now()
					diags := c.run(t)
					if took := time.Since(start); took > limit {
						t.Errorf("the operation took %v, longer than %v", took, limit)
					}
					if want := expect(o, f, true).outcome; c.outcome(before, vendorBefore, diags) != want {
						t.Errorf("outcome %s, want %s: %s", c.outcome(before, vendorBefore, diags), want, diags)
					}
					if f == internalError && o.effect == create {
						return // It is not repeated.
					}
					if text := diags.String(); !strings.Contains(text, "context deadline exceeded") && !strings.Contains(text, f.cause) {
						t.Errorf("the message does not tell why the operation ended: %s", text)
					}
				})
			})
		}
	}
}

// An interrupt ends an operation at once, whether it waits for a response, for its end or for the next attempt.
func TestInterruptEndsOperations(t *testing.T) {
	t.Parallel()
	const interrupt = 200 * time.Millisecond
	for _, o := range withTimeouts(4 * time.Hour) {
		for _, f := range []*fault{refused, rateLimit("429, two hours", "7200"), slowHeaders, slowBody} {
			t.Run(o.name+"/"+f.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					c := newCell(t, o, api.Options{MaxRetries: 100, AttemptTimeout: 4 * time.Hour})
					before, vendorBefore := c.state, c.vendorState()
					c.setFault(f, o.request, 1, forever)
					start := time.Now()
					time.AfterFunc(interrupt, func() {
						if err := c.provider.Stop(context.WithoutCancel(t.Context())); err != nil {
							t.Error(err)
						}
					})
					diags := c.run(t)
					most := interrupt
					if o.effect == create || o.losesCreations {
						most += 5 * time.Second // for the search for the created object
					}
					if took := time.Since(start); took < interrupt || took > most {
						t.Errorf("the operation ended after %v, and the interrupt came after %v", took, interrupt)
					}
					if want := expect(o, f, true).outcome; c.outcome(before, vendorBefore, diags) != want || c.attempts != 1 {
						t.Errorf("outcome %s after %d requests, want %s after one: %s", c.outcome(before, vendorBefore, diags), c.attempts, want, diags)
					}
				})
			})
		}
	}
}
