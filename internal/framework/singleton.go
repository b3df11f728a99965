package framework

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// Singletons are the histories of the remote singletons that a client writes, by the key of each. V is the type of their values. The
// zero value is ready.
type Singletons[V any] struct{ runs sync.Map }

// Run returns the history of a singleton in this run.
func (s *Singletons[V]) Run(key string) *SingletonRun[V] {
	run, _ := s.runs.LoadOrStore(key, &SingletonRun[V]{turn: make(chan struct{}, 1)})
	return run.(*SingletonRun[V]) //nolint:forcetypeassert // the only type that is stored
}

// SingletonRun is the history of a remote singleton in a run. Terraform can hold two objects for the same singleton, such as the old and
// the new one of a replacement, and destroys one while it creates the other. Every run configures the provider and so begins a new
// history.
type SingletonRun[V any] struct {
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

// Acquire waits until no other operation of the run writes the singleton, or adds an error. The title is that of the singleton, and the
// location names it. Call release also after an error.
func (r *SingletonRun[V]) Acquire(ctx context.Context, title, location string, diags *diag.Diagnostics) (release func()) {
	select {
	case r.turn <- struct{}{}:
		return func() { <-r.turn }
	case <-ctx.Done():
		diags.AddError("Could not write the "+title,
			fmt.Sprintf("%s: another resource of this run was still writing the %s: %s. Nothing was sent.\n\nRun it again. If the error persists, raise "+
				"the timeouts of the resource.", location, title, ctx.Err()))
		return func() {}
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
