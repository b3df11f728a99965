package acctest

import (
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

func TestOneOfTheProcessesOfACommandIsKilled(t *testing.T) {
	t.Parallel()
	program := Build(t)
	for name, kill := range map[string]func(*Process) bool{
		"provider": (*Process).KillProviders, "CLI": (*Process).KillCLI, "both": (*Process).KillAll,
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
			if !kill(p) {
				t.Error("the process was not running")
			}
			got := p.Wait()
			if name == "provider" {
				got.Contains(t, "Error: ")
			} else {
				got.Lacks(t, "Error: ")
			}
			if got.Code == 0 || p.KillAll() || p.KillProviders() {
				t.Errorf("exit status %d, or a process is left", got.Code)
			}
		})
	}
}
