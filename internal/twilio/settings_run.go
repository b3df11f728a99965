package twilio

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// settingsRun is the history of one kind of settings in a run. Terraform can hold two objects for the same settings, such as the old
// and the new one of a replacement, and destroys one while it creates the other. Every run configures the provider and so begins a
// new history.
type settingsRun struct {
	// turn holds an element while an operation writes.
	turn chan struct{}
	// managed is true once an object in the state was read.
	managed atomic.Bool
	// claimed is true once a creation or an update has begun, even if it fails. A destroy then leaves the settings unchanged.
	claimed atomic.Bool
	// written is Twilio's response to the latest write.
	written atomic.Pointer[SettingsParams]
	// left is the settings that a destroy has left. A creation may replace them: Twilio may have kept references.
	left atomic.Pointer[SettingsParams]
}

func newSettingsRun() *settingsRun { return &settingsRun{turn: make(chan struct{}, 1)} }

// acquire waits until no other operation of the run writes the settings. Call release also after an error.
func (r *settingsResource) acquire(ctx context.Context, account *Account, diags *diag.Diagnostics) (run *settingsRun, release func()) {
	run = account.settings[r.kind.name]
	select {
	case run.turn <- struct{}{}:
		return run, func() { <-run.turn }
	case <-ctx.Done():
		diags.AddError("Could not write the "+r.kind.title,
			fmt.Sprintf("Account %s: another resource of this run was still writing the %s: %s. Nothing was sent.\n\nRun it again. If the error "+
				"persists, raise the timeouts of the resource.", account.AccountSID(), r.kind.title, ctx.Err()))
		return run, func() {}
	}
}

// fetchSettings reads settings. It repeats a read that contradicts the latest write of this run.
func (a *Account) fetchSettings(ctx context.Context, kind settingsKind) (current Settings, found bool, err error) {
	repeatStale(ctx, kind.title, func() bool {
		current, found, err = kind.api.Fetch(ctx, a.Client)
		written := a.settings[kind.name].written.Load()
		return err == nil && written != nil && current.SettingsParams != *written
	})
	return current, found, err
}

// staleReadWaits are the waits before a stale read is repeated. Twilio does not document how long its reads lag behind its writes.
// Source: https://github.com/RJPearson94/terraform-provider-twilio, which waits after its writes
var staleReadWaits = []time.Duration{time.Second, 2 * time.Second, 4 * time.Second}

// repeatStale repeats a read until its result is consistent with the writes of this run, or for seven seconds. Then the latest result
// counts.
func repeatStale(ctx context.Context, title string, read func() (stale bool)) {
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
