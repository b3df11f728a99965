package acctest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	videostorage "github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

// commandTimeout bounds one run of the CLI.
const commandTimeout = 2 * time.Minute

// Workspace is a folder with a configuration and its state, in which a test runs
// the CLI as a user does. It is for what terraform-plugin-testing hides: what is
// printed, which requests one command sends, generated configuration.
//
// All that its commands print, log and store is scanned for the test's secrets when
// the test ends.
type Workspace struct {
	t       testing.TB
	Dir     string
	account *Account
	env     []string
	// required are further required_providers, a line each.
	required string
	// installed says that the CLI starts the provider.
	installed bool
	trace     *trace
	// written are the files that the test wrote.
	written map[string]string
}

// Result is what a run of the CLI left.
type Result struct {
	// Text is all that was printed, the errors last, without the frames around
	// diagnostics and the line breaks in them.
	Text string
	// Code is the exit status.
	Code int
}

// NewWorkspace is an empty folder whose CLI finds the provider, with a's
// environment, and others, by their addresses.
func NewWorkspace(t testing.TB, a *Account, others map[string]provider.Provider) *Workspace {
	t.Helper()
	w := newWorkspace(t, a)
	providers := map[string]func() (tfprotov6.ProviderServer, error){videostorage.Address: newServer(a)}
	for address, p := range others {
		providers[address] = providerserver.NewProtocol6WithError(p)
	}
	w.env = []string{"TF_REATTACH_PROVIDERS=" + serve(t, w.trace.sink, providers)}
	return w
}

func newWorkspace(t testing.TB, a *Account) *Workspace {
	t.Helper()
	NeedCLI(t)
	w := &Workspace{t: t, Dir: t.TempDir(), account: a, trace: newTrace(t), written: map[string]string{}}
	t.Cleanup(w.scan)
	return w
}

// Write replaces a file of the configuration.
func (w *Workspace) Write(name, content string) {
	w.t.Helper()
	w.written[name] = content
	if err := os.WriteFile(filepath.Join(w.Dir, name), []byte(content), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// Read returns a file of the folder.
func (w *Workspace) Read(name string) string {
	w.t.Helper()
	content, err := os.ReadFile(filepath.Join(w.Dir, name))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(content)
}

// Config replaces main.tf by the provider, configured for the account, and hcl.
func (w *Workspace) Config(hcl string) {
	w.t.Helper()
	w.Write("main.tf", `
terraform {
  required_providers {
    videostorage = { source = "`+videostorage.Address+`" }
`+w.required+`
  }
}
`+w.account.ProviderConfig+"\n"+hcl)
}

// Require makes Config ask for another provider too.
func (w *Workspace) Require(name, source string) {
	w.required += fmt.Sprintf("    %s = { source = %q }\n", name, source)
}

// Run runs the CLI, whatever comes of it.
func (w *Workspace) Run(args ...string) Result {
	w.t.Helper()
	return w.run(nil, "", args...)
}

// Interrupt runs the CLI and interrupts it, as Ctrl+C does, once when is closed. Some
// commands print nothing until they are done, so it does not wait for that.
func (w *Workspace) Interrupt(when <-chan struct{}, args ...string) Result {
	w.t.Helper()
	return w.run(when, "", args...)
}

// InterruptOnceItSays is Interrupt for once the CLI has printed a text, too: what it
// gets to know after an interrupt, it may not print.
func (w *Workspace) InterruptOnceItSays(text string, when <-chan struct{}, args ...string) Result {
	w.t.Helper()
	return w.run(when, text, args...)
}

// watcher closes said once text has been written to it.
type watcher struct {
	text    string
	said    chan struct{}
	written []byte
}

func (s *watcher) Write(p []byte) (int, error) {
	s.written = append(s.written, p...)
	if s.said != nil && bytes.Contains(s.written, []byte(s.text)) {
		close(s.said)
		s.said = nil
	}
	return len(p), nil
}

func (w *Workspace) run(interrupt <-chan struct{}, says string, args ...string) Result {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), commandTimeout)
	defer cancel()
	cmd := w.command(ctx, args...)
	var out, errs bytes.Buffer
	said := make(chan struct{})
	cmd.Stdout, cmd.Stderr = io.MultiWriter(&out, &watcher{text: says, said: said}), &errs
	err := cmd.Start()
	if err == nil {
		ended := make(chan struct{})
		go func() {
			if says != "" {
				select {
				case <-said:
				case <-ended:
				}
			}
			select {
			case <-interrupt:
				if err := cmd.Process.Signal(os.Interrupt); err != nil {
					w.t.Errorf("interrupting %v: %v", args, err)
				}
			case <-ended:
			}
		}()
		err = cmd.Wait()
		close(ended)
	}
	return w.left(ctx, cmd, args, out.Bytes(), errs.Bytes(), err)
}

// left is what a run of the CLI left, which ended with err. One that did not end by
// itself, or was ended by ctx, fails the test.
func (w *Workspace) left(ctx context.Context, cmd *exec.Cmd, args []string, out, errs []byte, err error) Result {
	w.t.Helper()
	w.trace.add(args, out, errs)
	text := string(out) + "\n" + string(errs)
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || ctx.Err() != nil) {
		w.t.Fatalf("running %v: %v\n%s", args, err, text)
	}
	return Result{Text: plain(text), Code: cmd.ProcessState.ExitCode()}
}

func (w *Workspace) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Getenv("TF_ACC_TERRAFORM_PATH"), args...) //nolint:gosec // the CLI under test
	cmd.Dir = w.Dir
	cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + w.Dir, "TMPDIR=" + os.TempDir(),
		"TF_CLI_CONFIG_FILE=" + os.DevNull, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_INPUT=0",
		"TF_LOG=TRACE", "TF_LOG_PATH=" + w.trace.cli,
	}, w.env...)
	if w.installed {
		for _, name := range w.account.env.names() {
			if value := w.account.Getenv(name); value != "" {
				cmd.Env = append(cmd.Env, name+"="+value)
			}
		}
	}
	return cmd
}

// plain takes the frames and line breaks out of what the CLI prints.
func plain(out string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("╷", "", "│", "", "╵", "").Replace(out)), " ")
}

// Succeed runs the CLI and fails the test unless it exits with 0.
func (w *Workspace) Succeed(args ...string) Result {
	w.t.Helper()
	got := w.Run(args...)
	if got.Code != 0 {
		w.t.Fatalf("%v: exit status %d:\n%s", args, got.Code, got.Text)
	}
	return got
}

// Fail runs the CLI and fails the test unless it exits with 1.
func (w *Workspace) Fail(args ...string) Result {
	w.t.Helper()
	got := w.Run(args...)
	if got.Code != 1 {
		w.t.Fatalf("%v: exit status %d where 1 was expected:\n%s", args, got.Code, got.Text)
	}
	return got
}

// Apply applies the configuration.
func (w *Workspace) Apply() Result {
	w.t.Helper()
	return w.Succeed("apply", "-auto-approve", "-no-color")
}

// Destroy destroys what the state holds.
func (w *Workspace) Destroy() Result {
	w.t.Helper()
	return w.Succeed("destroy", "-auto-approve", "-no-color")
}

// Plan makes a plan and returns whether it has changes.
func (w *Workspace) Plan() (got Result, changes bool) {
	w.t.Helper()
	got = w.Run("plan", "-detailed-exitcode", "-no-color")
	if got.Code == 1 {
		w.t.Fatalf("plan failed:\n%s", got.Text)
	}
	return got, got.Code == 2
}

// PlansEmpty fails the test if a plan has changes.
func (w *Workspace) PlansEmpty() {
	w.t.Helper()
	if got, changes := w.Plan(); changes {
		w.t.Fatalf("the plan is not empty:\n%s", got.Text)
	}
}

// State returns the attributes of a resource in the state, nil if it has none.
func (w *Workspace) State(address string) map[string]any {
	w.t.Helper()
	var state struct {
		Values struct {
			RootModule struct {
				Resources []struct {
					Address string
					Values  map[string]any
				}
			} `json:"root_module"`
		}
	}
	w.readJSON(&state, "show", "-json")
	for _, r := range state.Values.RootModule.Resources {
		if r.Address == address {
			return r.Values
		}
	}
	return nil
}

// Contains fails the test unless the text has every part, whatever its spacing.
func (r Result) Contains(t *testing.T, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(r.Text, plain(part)) {
			t.Errorf("output lacks %q:\n%s", part, r.Text)
		}
	}
}

// Lacks fails the test if the text has any of the parts.
func (r Result) Lacks(t *testing.T, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(r.Text, plain(part)) {
			t.Errorf("output has %q:\n%s", part, r.Text)
		}
	}
}

// Remove deletes a file of the folder.
func (w *Workspace) Remove(name string) {
	w.t.Helper()
	if err := os.Remove(filepath.Join(w.Dir, name)); err != nil {
		w.t.Fatal(err)
	}
}

// Output returns an output's value.
func (w *Workspace) Output(name string) any {
	w.t.Helper()
	var value any
	w.readJSON(&value, "output", "-json", name)
	return value
}

// readJSON runs the CLI and decodes the JSON that it prints.
func (w *Workspace) readJSON(into any, args ...string) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), commandTimeout)
	defer cancel()
	cmd := w.command(ctx, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	w.trace.add(args, out.Bytes(), errs.Bytes())
	if err != nil {
		w.t.Fatalf("%v: %v\n%s\n%s", args, err, &out, &errs)
	}
	if err := json.Unmarshal(out.Bytes(), into); err != nil {
		w.t.Fatalf("%v: %v", args, err)
	}
}
