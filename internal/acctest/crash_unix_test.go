//go:build unix

package acctest

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

var started = regexp.MustCompile(`plugin started: path=\S+ pid=(\d+)`)

// dump makes the provider that the CLI started last print all its stacks and die.
func dump(t *testing.T, log string) {
	content, err := os.ReadFile(log)
	if err != nil {
		t.Error(err)
		return
	}
	all := started.FindAllSubmatch(content, -1)
	if len(all) == 0 {
		t.Error("the log does not tell the provider's process")
		return
	}
	pid, err := strconv.Atoi(string(all[len(all)-1][1]))
	if err == nil {
		err = syscall.Kill(pid, syscall.SIGQUIT)
	}
	if err != nil {
		t.Errorf("stopping the provider: %v", err)
	}
}

// The same for the program as it is released, which SIGQUIT ends so. The CLI takes
// that for no crash, and only logs it.
func TestDumpHasNoSecrets(t *testing.T) {
	t.Parallel()
	s := NewSandbox(t, twiliosandbox.Behaviour{})
	w := NewInstalledWorkspace(t, s.Account, "GOTRACEBACK=all")
	w.Config(`resource "videostorage_twilio_recording_settings" "this" { friendly_name = "Consultations" }`)
	w.Succeed("init")
	s.Faults().Add(sandbox.Fault{Method: "POST", Delay: time.Hour, Hook: func() { dump(t, w.trace.cli) }})
	w.Fail("apply", "-auto-approve", "-no-color").Contains(t, "plugin6.(*GRPCProvider).ApplyResourceChange")
	for _, part := range []string{"SIGQUIT: quit", inRequest} {
		if !strings.Contains(w.Log(), part) {
			t.Errorf("the log lacks %q: the dump is not in it", part)
		}
	}
}
