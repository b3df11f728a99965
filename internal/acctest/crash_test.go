package acctest

import (
	"context"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// newCrasher returns the address that a provider which is to crash must be given,
// and what makes it crash: the end of its connection.
func newCrasher(t *testing.T) (address string, crash func()) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it listens at once
	if err != nil {
		t.Fatal(err)
	}
	now, over := context.WithCancel(context.Background())
	t.Cleanup(func() {
		over()
		if err := listener.Close(); err != nil {
			t.Error(err)
		}
	})
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return // the test is over
			}
			context.AfterFunc(now, func() {
				if err := conn.Close(); err != nil {
					t.Errorf("hanging up: %v", err)
				}
			})
		}
	}()
	return listener.Addr().String(), over
}

// overlay adds testdata/crash.go to the program that is built.
func overlay(t *testing.T) string {
	t.Helper()
	added, err := filepath.Abs("testdata/crash.go")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(map[string]any{"Replace": map[string]string{
		filepath.Join(added, "../../../../crash.go"): added,
	}})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// crashing reads the settings with a provider that panics while it waits for their
// answer, and says words then.
func crashing(t *testing.T, tb testing.TB, words string) (*Sandbox, Result, *Workspace) {
	t.Helper()
	s := NewSandbox(tb, twiliosandbox.Behaviour{})
	address, crash := newCrasher(t)
	w := install(tb, s.Account, []string{"-overlay", overlay(t)},
		"GOTRACEBACK=all", "CRASH_ADDRESS="+address, "CRASH_WORDS="+words)
	w.Config(`data "videostorage_twilio_recording_settings" "this" {}`)
	w.Succeed("init")
	s.Faults().Add(sandbox.Fault{Delay: time.Hour, Hook: crash})
	return s, w.Fail("plan", "-no-color"), w
}

// inRequest is in the stack of a request that waits for its answer.
const inRequest = "internal/transport.(*logging).RoundTrip"

// A provider that panics in the middle of a request leaves the stacks of all that it
// was doing in the log, and with Terraform the first hundred lines of them on the
// screen. That no secret is in them is what the scan at the end of every test is for.
func TestCrashOutputHasNoSecrets(t *testing.T) {
	t.Parallel()
	_, got, w := crashing(t, t, "")
	got.Contains(t, "plugin6.(*GRPCProvider).ReadDataSource")
	if !IsOpenTofu(t) {
		got.Contains(t, "Stack trace from the terraform-provider-videostorage_v0.0.1 plugin:", "panic: told to crash", "plugin crashed!")
	}
	for _, part := range []string{"panic: told to crash", inRequest} {
		if !strings.Contains(w.Log(), part) {
			t.Errorf("the log lacks %q: the crash is not in it", part)
		}
	}
}

func TestLeaksOfACrashAreFound(t *testing.T) {
	t.Parallel()
	failing := &failingTest{TB: t}
	s, _, _ := crashing(t, failing, planted)
	s.Secret(planted)
	places := []string{"log of the CLI"}
	if !IsOpenTofu(t) {
		places = append(places, "output stderr of `plan -no-color`")
	}
	expectLeaks(t, leaksIn(failing), places...)
}
