package framework

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// Singletons are the histories of the remote singletons that a client writes, by the key of each. R is the vendor's response. The zero
// value is ready.
type Singletons[R any] struct {
	mu   sync.Mutex
	runs map[string]*SingletonRun[R]
}

// Run returns the history of a singleton in this run.
func (s *Singletons[R]) Run(key string) *SingletonRun[R] {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.runs[key] == nil {
		if s.runs == nil {
			s.runs = map[string]*SingletonRun[R]{}
		}
		s.runs[key] = &SingletonRun[R]{turn: make(chan struct{}, 1)}
	}
	return s.runs[key]
}

// SingletonRun is the history of a remote singleton in a run. Terraform can hold two objects for the same singleton, such as the old and
// the new one of a replacement, and destroys one while it creates the other. Every run configures the provider and so begins a new
// history.
type SingletonRun[R any] struct {
	// turn holds an element while an operation writes.
	turn chan struct{}
	// Managed is true once an object in the state was read.
	Managed atomic.Bool
	// Claimed is true once a creation or an update has begun, even if it fails. A destroy then leaves the singleton unchanged.
	Claimed atomic.Bool
	// Written is the vendor's response to the latest write.
	Written atomic.Pointer[R]
	// Left is the response after a destroy. A creation may replace its values: the vendor may have kept a part of the old ones.
	Left atomic.Pointer[R]
}

// Acquire waits until no other operation of the run writes the singleton, or adds an error. Call release also after an error.
func (r *SingletonRun[R]) Acquire(ctx context.Context, s Singleton, diags *diag.Diagnostics) (release func()) {
	select {
	case r.turn <- struct{}{}:
		return func() { <-r.turn }
	case <-ctx.Done():
		diags.Append(s.busyError(ctx.Err()))
		return func() {}
	}
}

// Claim is [SingletonRun.Acquire] for a creation or an update.
func (r *SingletonRun[R]) Claim(ctx context.Context, s Singleton, diags *diag.Diagnostics) (release func()) {
	release = r.Acquire(ctx, s, diags)
	r.Claimed.Store(true)
	return release
}

// staleReadWaits are the waits before a stale read is repeated. Vendors do not document how long their reads lag behind their writes.
// Source: https://github.com/RJPearson94/terraform-provider-twilio, which waits after its writes
var staleReadWaits = []time.Duration{time.Second, 2 * time.Second, 4 * time.Second}

// RepeatStale repeats a read until its result is consistent with the writes of this run, or for seven seconds. Then the latest result
// counts.
func RepeatStale(ctx context.Context, title string, read func() (stale bool)) {
	for _, wait := range staleReadWaits {
		if !read() {
			return
		}
		tflog.Info(ctx, "Repeating a read that contradicts the latest write", map[string]any{"object": title, "wait": wait.String()})
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return
		}
	}
	read()
}
