package acctest

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// A core file is the process's memory, secrets included, in the folder of the
// configuration. The provider leaves none, where the system would write one, in the
// middle of a request. The scan at the end of the test would find the secrets in it.
func TestCrashLeavesNoCoreFile(t *testing.T) {
	t.Parallel()
	pattern, err := os.ReadFile("/proc/sys/kernel/core_pattern")
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(string(pattern), "|") || strings.Contains(string(pattern), "/") {
		t.Skipf("core files go elsewhere here: %s", pattern)
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_CORE, &limit); err != nil {
		t.Fatal(err)
	}
	if limit.Max == 0 {
		t.Skip("no process may write core files here")
	}
	// For the processes that this one starts. Only GOTRACEBACK=crash makes use of it.
	limit.Cur = limit.Max
	if err := syscall.Setrlimit(syscall.RLIMIT_CORE, &limit); err != nil {
		t.Fatal(err)
	}
	s := NewSandbox(t, twiliosandbox.Behaviour{})
	address, crash := newCrasher(t)
	w := install(t, s.Account, []string{"-overlay", overlay(t)}, "GOTRACEBACK=crash", "CRASH_ADDRESS="+address)
	w.Config(`data "videostorage_twilio_recording_settings" "this" {}`)
	w.Succeed("init")
	s.Faults().Add(sandbox.Fault{Delay: time.Hour, Hook: crash})
	w.Fail("plan", "-no-color").Contains(t, "plugin6.(*GRPCProvider).ReadDataSource")
	cores, err := filepath.Glob(filepath.Join(w.Dir, "core*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, core := range cores {
		info, err := os.Stat(core)
		if err != nil {
			t.Fatal(err)
		}
		t.Errorf("the crash left %s, of %d bytes", core, info.Size())
	}
}
