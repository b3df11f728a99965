package acctest

import (
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// A test can tell who of a running command dies.
func TestKillingCommands(t *testing.T) {
	t.Parallel()
	program := Build(t)
	for name, kill := range map[string]func(*testing.T, *Process) Result{
		"the provider, of which the CLI complains": func(t *testing.T, p *Process) Result {
			if !p.KillProviders() {
				t.Error("there was no provider to kill")
			}
			got := p.Wait()
			got.Contains(t, "Error: ")
			return got
		},
		"the CLI, which says nothing any more": func(t *testing.T, p *Process) Result {
			if !p.KillCLI() {
				t.Error("there was nothing to kill")
			}
			got := p.Wait()
			got.Lacks(t, "Error: ")
			return got
		},
		"both": func(t *testing.T, p *Process) Result {
			if !p.KillAll() {
				t.Error("there was nothing to kill")
			}
			return p.Wait()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := NewSandbox(t, twiliosandbox.Behaviour{})
			w := program.NewWorkspace(t, s.Account)
			w.Config(`data "videostorage_twilio_recording_settings" "this" {}`)
			w.Succeed("init")
			arrived := make(chan struct{})
			s.Faults().Add(sandbox.Fault{Delay: time.Hour, Hook: func() { close(arrived) }})
			p := w.Start("plan", "-no-color")
			<-arrived
			if got := kill(t, p); got.Code == 0 {
				t.Errorf("the command succeeded:\n%s", got.Text)
			}
			if p.KillAll() || p.KillProviders() {
				t.Error("something was left to kill")
			}
			if n := len(s.Log().All()); n != 1 {
				t.Errorf("%d requests, want the one that never ended", n)
			}
		})
	}
}
