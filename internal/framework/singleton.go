package framework

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// Singletons are the histories of the remote singletons that a client writes, by the key of each. V is the type of their values. The
// zero value is ready.
type Singletons[V comparable] struct {
	mu   sync.Mutex
	runs map[string]*SingletonRun[V]
}

// Run returns the history of a singleton in this run.
func (s *Singletons[V]) Run(key string) *SingletonRun[V] {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.runs[key] == nil {
		if s.runs == nil {
			s.runs = map[string]*SingletonRun[V]{}
		}
		s.runs[key] = &SingletonRun[V]{turn: make(chan struct{}, 1)}
	}
	return s.runs[key]
}

// SingletonRun is the history of a remote singleton in a run. Terraform can hold two objects for the same singleton, such as the old and
// the new one of a replacement, and destroys one while it creates the other. Every run configures the provider and so begins a new
// history.
type SingletonRun[V comparable] struct {
	// turn holds an element while an operation writes.
	turn chan struct{}
	// Managed is true once an object in the state was read.
	Managed atomic.Bool
	// Claimed is true once a creation or an update has begun, even if it fails. A destroy then leaves the singleton unchanged.
	Claimed atomic.Bool
	// Written is the vendor's response to the latest write.
	Written atomic.Pointer[V]
	// Left is the value that a destroy has left. A creation may replace it: the vendor may have kept a part of the old value.
	Left atomic.Pointer[V]
}

// Acquire waits until no other operation of the run writes the singleton, or adds an error. Call release also after an error.
func (r *SingletonRun[V]) Acquire(ctx context.Context, s Singleton, diags *diag.Diagnostics) (release func()) {
	select {
	case r.turn <- struct{}{}:
		return func() { <-r.turn }
	case <-ctx.Done():
		diags.Append(s.busyError(ctx.Err()))
		return func() {}
	}
}

// Claim is [SingletonRun.Acquire] for a creation or an update.
func (r *SingletonRun[V]) Claim(ctx context.Context, s Singleton, diags *diag.Diagnostics) (release func()) {
	release = r.Acquire(ctx, s, diags)
	r.Claimed.Store(true)
	return release
}

// Existing describes the values in force before a creation.
type Existing[V comparable] struct {
	Value V
	// IsEqual reports whether they are those of the creation.
	IsEqual bool
	// Values lists them with the changes by the creation, and Changes lists the changes alone.
	Values, Changes string
}

// Replaces reports whether a creation replaces values of another administrator: they differ, and no destroy of this run has left them.
func (r *SingletonRun[V]) Replaces(e Existing[V]) bool {
	left := r.Left.Load()
	return !e.IsEqual && (left == nil || *left != e.Value)
}

// PlanCreation warns of the values in force that a creation replaces because of overwrite_existing, and of equal values. Without
// overwrite_existing, it adds an error. If overwrite_existing is not known yet, [SingletonRun.CheckCreation] decides.
func (r *SingletonRun[V]) PlanCreation(s Singleton, e Existing[V], overwrite types.Bool, diags *diag.Diagnostics) {
	switch {
	case e.IsEqual && !r.Managed.Load():
		diags.Append(s.equalWarning())
	case overwrite.IsUnknown():
	case overwrite.ValueBool() && r.Replaces(e):
		diags.Append(s.replacedWarning(e.Changes))
	default:
		r.CheckCreation(s, e, overwrite, diags)
	}
}

// CheckCreation adds an error if a creation without overwrite_existing would replace values of another administrator.
func (r *SingletonRun[V]) CheckCreation(s Singleton, e Existing[V], overwrite types.Bool, diags *diag.Diagnostics) {
	if r.Replaces(e) && !overwrite.ValueBool() {
		diags.Append(s.existsError(e.Values, r.Managed.Load()))
	}
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
