package main

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/cli"
	"github.com/videostorage/terraform-provider-videostorage/internal/contract"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

func findCLI(t *testing.T) string {
	t.Helper()
	binary, err := cli.Find(t.Context(), cli.Terraform)
	if err != nil {
		t.Fatal(err)
	}
	return binary
}

// tell tells the story in a world that breaks may have broken, and returns what
// was printed.
func tell(t *testing.T, breaks func(*world)) (printed string, err error) {
	t.Helper()
	var out bytes.Buffer
	w, err := newWorld(t.Context(), t.TempDir(), findCLI(t), newNarrator(&out, false))
	if err != nil {
		t.Fatal(err)
	}
	contract.Watch(t, w.server)
	t.Cleanup(func() {
		if err := w.close(); err != nil {
			t.Error(err)
		}
	})
	breaks(w)
	if err := w.prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	err = w.story().tell(t.Context())
	return out.String(), err
}

func TestTheStoryPasses(t *testing.T) {
	t.Parallel()
	printed, err := tell(t, func(*world) {})
	if err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	for _, part := range []string{"== 8 of 8", "All 8 steps passed", "13 writes", "README.md"} {
		if !strings.Contains(printed, part) {
			t.Errorf("%q was not printed:\n%s", part, printed)
		}
	}
	if strings.Contains(printed, "\x1b") {
		t.Errorf("colour was printed where there is no terminal:\n%s", printed)
	}
}

func TestABrokenWorldEndsTheStoryAtItsStep(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		breaks func(*world)
		want   []string
	}{
		"a refusal for another reason than the one told": {
			func(w *world) { w.server.Faults().Add(sandbox.Fault{Status: http.StatusForbidden}) },
			[]string{"step 1 of 8", "expected to say"},
		},
		"a plan that should be empty and is not": {
			func(w *world) {
				// One read at the first step, two at the second.
				w.server.Faults().Add(sandbox.Fault{Method: http.MethodGet, Nth: 4, Hook: func() {
					changed := w.cast.byHand()
					changed.AWSStorageEnabled = false
					w.server.SetSettings(w.account.SID, recordings, changed)
				}})
			},
			[]string{"step 3 of 8", "`", " plan -detailed-exitcode` was expected to end with exit status 0", "exit status 2"},
		},
		"writes that Twilio refuses": {
			func(w *world) {
				w.server.Faults().Add(sandbox.Fault{Method: http.MethodPost, Times: 2, Status: http.StatusBadRequest})
			},
			[]string{"step 4 of 8", " apply tfplan` was expected to end with exit status 0", "exit status 1"},
		},
		"a write that Twilio lost": {
			func(w *world) {
				w.server.Faults().Add(sandbox.Fault{Method: http.MethodPost, Nth: 5, After: true, Hook: func() {
					w.server.Unset(w.account.SID, recordings)
				}})
			},
			[]string{"step 5 of 8", "the RecordingSettings at Twilio were expected to be"},
		},
		"a credential that goes while it is in use": {
			func(w *world) {
				w.server.Faults().Add(sandbox.Fault{Method: http.MethodPost, Nth: 6, Hook: func() {
					for _, c := range w.server.Credentials(w.account.SID) {
						if c.Kind == twiliosandbox.AWSCredentials {
							w.server.RemoveCredential(w.account.SID, c.SID)
						}
					}
				}})
			},
			[]string{"step 6 of 8", "settings referred to credentials that did not exist"},
		},
		"a copy that Sendbird refuses": {
			func(w *world) { w.hearings.Faults().Add(sendbirdsandbox.Failure(400100, "no")) },
			[]string{"step 7 of 8", " apply -auto-approve` was expected to end with exit status 0", "exit status 1"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			printed, err := tell(t, test.breaks)
			if err == nil {
				t.Fatalf("the story passed:\n%s", printed)
			}
			for _, part := range test.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("the error does not say %q: %v\n%s", part, err, printed)
				}
			}
			if strings.Contains(printed, "steps passed") {
				t.Errorf("success was printed:\n%s", printed)
			}
		})
	}
}

func TestAStepMustWriteAsOftenAsItSays(t *testing.T) {
	t.Parallel()
	var requests []sandbox.Request
	s := story{
		out:      newNarrator(&bytes.Buffer{}, false),
		requests: func() []sandbox.Request { return requests },
		steps: []step{{title: "only looking", run: func(context.Context) error {
			requests = append(requests, sandbox.Request{Method: http.MethodGet}, sandbox.Request{Method: http.MethodPost})
			return nil
		}}},
	}
	err := s.tell(t.Context())
	if err == nil || !strings.Contains(err.Error(), "step 1 of 1 (only looking): 1 writes reached Twilio where 0 were expected") {
		t.Errorf("got %v", err)
	}
}

// at calls do once what is printed has come to the mark.
type at struct {
	mark    string
	do      func() error
	printed bytes.Buffer
}

func (a *at) Write(p []byte) (int, error) {
	a.printed.Write(p)
	if strings.Contains(a.printed.String(), a.mark) {
		if err := a.do(); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

func TestWhateverEndsTheDemoNothingStays(t *testing.T) {
	t.Parallel()
	closed := errors.New("nobody reads this any more")
	tests := map[string]struct {
		mark string
		do   func(interrupt func()) error
		want error
	}{
		"an interrupt at the start":            {"Building the provider", interrupted, context.Canceled},
		"an interrupt while Terraform plans":   {"Refreshing state", interrupted, context.Canceled},
		"an interrupt while Terraform applies": {"Creating...", interrupted, context.Canceled},
		"a closed output":                      {"== 2 of 8", func(func()) error { return closed }, closed},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tmp := t.TempDir()
			ctx, interrupt := context.WithCancel(t.Context())
			defer interrupt()
			out := &at{mark: test.mark, do: func() error { return test.do(interrupt) }}
			if err := run(ctx, findCLI(t), tmp, newNarrator(out, false)); !errors.Is(err, test.want) {
				t.Errorf("ended with %v, want %v\n%s", err, test.want, &out.printed)
			}
			left, err := os.ReadDir(tmp)
			if err != nil {
				t.Fatal(err)
			}
			if len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
			for wait := 0; len(processesIn(t, tmp)) > 0; wait++ {
				if wait == 50 {
					t.Fatalf("left running: %q", processesIn(t, tmp))
				}
				time.Sleep(100 * time.Millisecond)
			}
		})
	}
}

// processesIn returns the processes that work below dir, where the system tells.
func processesIn(t *testing.T, dir string) (found []string) {
	t.Helper()
	folders, err := filepath.Glob("/proc/[0-9]*/cwd")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		// An error is that of a process that is gone, or somebody else's.
		if target, err := os.Readlink(folder); err == nil && strings.HasPrefix(target, dir) {
			found = append(found, folder)
		}
	}
	return found
}

func interrupted(interrupt func()) error {
	interrupt()
	return nil
}
