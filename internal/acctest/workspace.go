package acctest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/leak"
	videostorage "github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

// commandTimeout bounds one run of the CLI.
const commandTimeout = 2 * time.Minute

// Workspace is a folder with a configuration and its state, in which a test runs the CLI as a user does. It is for cases that
// terraform-plugin-testing cannot cover, such as the printed text or a killed command.
//
// When the test ends, the workspace is scanned for the test's secrets.
type Workspace struct {
	t       testing.TB
	Dir     string
	account *Account
	env     []string
	// installed is whether the CLI starts the provider. Otherwise it is served in this process, and sink has its log.
	installed bool
	sink      sink
	// cliLog is the path of the CLI's log, with that of the providers that it starts.
	cliLog string
	// written are the files that the test wrote.
	written map[string]string

	mu      sync.Mutex
	outputs []output
	// killed is whether a command was killed, so that logs may lack a part.
	killed atomic.Bool
}

// output is one stream of a command.
type output struct {
	place   leak.Place
	name    string
	content []byte
}

// Result is the outcome of a command.
type Result struct {
	// Text is the output, the errors last, without the frames and line breaks of diagnostics.
	Text string
	// Code is the exit status.
	Code   int
	stdout []byte
}

// NewWorkspace returns an empty folder. Its CLI finds the provider, which has the account's environment, and others by their addresses.
func NewWorkspace(t testing.TB, a *Account, others map[string]provider.Provider) *Workspace {
	t.Helper()
	w := newWorkspace(t, a)
	providers := map[string]func() (tfprotov6.ProviderServer, error){videostorage.Address: newServer(a)}
	for address, p := range others {
		providers[address] = providerserver.NewProtocol6WithError(p)
	}
	w.env = []string{"TF_REATTACH_PROVIDERS=" + serve(t, w.sink, providers)}
	return w
}

func newWorkspace(t testing.TB, a *Account) *Workspace {
	t.Helper()
	NeedCLI(t)
	w := &Workspace{t: t, Dir: t.TempDir(), account: a, sink: newSink(t), cliLog: filepath.Join(t.TempDir(), "cli.log"), written: map[string]string{}}
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

// Remove deletes a file of the folder.
func (w *Workspace) Remove(name string) {
	w.t.Helper()
	if err := os.Remove(filepath.Join(w.Dir, name)); err != nil {
		w.t.Fatal(err)
	}
}

// Config replaces main.tf with the provider block of the account and hcl.
func (w *Workspace) Config(hcl string) {
	w.t.Helper()
	w.Write("main.tf", `
terraform {
  required_providers {
    videostorage = { source = "`+videostorage.Address+`" }
  }
}
`+w.account.ProviderConfig+"\n"+hcl)
}

// Run runs the CLI.
func (w *Workspace) Run(args ...string) Result {
	w.t.Helper()
	return w.Interrupt(nil, args...)
}

// Interrupt runs the CLI and interrupts it, as Ctrl+C does, once when is closed. It never does if when is nil.
func (w *Workspace) Interrupt(when <-chan struct{}, args ...string) Result {
	w.t.Helper()
	return w.InterruptOnceItSays("", when, args...)
}

// printed is the output of a running command. It closes said once the output has a text.
type printed struct {
	buffer bytes.Buffer
	text   string
	said   chan struct{}
}

// Write implements [io.Writer].
func (p *printed) Write(content []byte) (int, error) {
	n, err := p.buffer.Write(content)
	if p.said != nil && bytes.Contains(p.buffer.Bytes(), []byte(p.text)) {
		close(p.said)
		p.said = nil
	}
	return n, err
}

// InterruptOnceItSays is Interrupt, but it also waits until the CLI has printed a text. After an interrupt, the CLI does not print all
// messages of a provider.
func (w *Workspace) InterruptOnceItSays(text string, when <-chan struct{}, args ...string) Result {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), commandTimeout)
	defer cancel()
	cmd := w.command(ctx, args...)
	said, ended := make(chan struct{}), make(chan struct{})
	out, errs := &printed{text: text, said: said}, &bytes.Buffer{}
	if text == "" {
		_, _ = out.Write(nil) // Some commands print nothing until they are done.
	}
	cmd.Stdout, cmd.Stderr = out, errs
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	go func() {
		for _, event := range []<-chan struct{}{said, when} {
			select {
			case <-event:
			case <-ended:
				return
			}
		}
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			w.t.Errorf("interrupting %v: %v", args, err)
		}
	}()
	err := cmd.Wait()
	close(ended)
	return w.result(ctx, cmd, out.buffer.Bytes(), errs.Bytes(), err)
}

// result records the output of a command that ended with err. A command that exceeds its time fails the test.
func (w *Workspace) result(ctx context.Context, cmd *exec.Cmd, out, errs []byte, err error) Result {
	w.t.Helper()
	args := strings.Join(cmd.Args[1:], " ")
	place := leak.Output
	for _, command := range []string{"show -json", "state pull", "output -json", "output -raw"} {
		if strings.HasPrefix(args, command) {
			place = leak.State // These print sensitive values for programs.
		}
	}
	w.mu.Lock()
	w.outputs = append(w.outputs, output{place, "stdout of `" + args + "`", out}, output{leak.Output, "stderr of `" + args + "`", errs})
	w.mu.Unlock()
	text := string(out) + "\n" + string(errs)
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || ctx.Err() != nil) {
		w.t.Fatalf("running %s: %v\n%s", args, err, text)
	}
	return Result{Text: plain(text), Code: cmd.ProcessState.ExitCode(), stdout: out}
}

func (w *Workspace) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Getenv("TF_ACC_TERRAFORM_PATH"), args...) //nolint:gosec // the CLI under test
	cmd.Dir = w.Dir
	cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + w.Dir, "TMPDIR=" + os.TempDir(),
		"TF_CLI_CONFIG_FILE=" + os.DevNull, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_INPUT=0",
		"TF_LOG=TRACE", "TF_LOG_PATH=" + w.cliLog,
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

// plain removes the frames and line breaks that the CLI adds.
func plain(out string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("╷", "", "│", "", "╵", "").Replace(out)), " ")
}

// Succeed runs the CLI and fails the test unless it exits with 0.
func (w *Workspace) Succeed(args ...string) Result {
	w.t.Helper()
	return w.exit(0, args...)
}

// Fail runs the CLI and fails the test unless it exits with 1.
func (w *Workspace) Fail(args ...string) Result {
	w.t.Helper()
	return w.exit(1, args...)
}

func (w *Workspace) exit(code int, args ...string) Result {
	w.t.Helper()
	got := w.Run(args...)
	if got.Code != code {
		w.t.Fatalf("%v: exit status %d, want %d:\n%s", args, got.Code, code, got.Text)
	}
	return got
}

// Apply applies the configuration.
func (w *Workspace) Apply() Result {
	w.t.Helper()
	return w.Succeed("apply", "-auto-approve", "-no-color")
}

// Destroy destroys the objects in the state.
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

// readState decodes terraform.tfstate. Asking the CLI would take its start.
func (w *Workspace) readState(state any) {
	w.t.Helper()
	content, err := os.ReadFile(filepath.Join(w.Dir, "terraform.tfstate"))
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err := errors.Join(err, json.Unmarshal(content, state)); err != nil {
		w.t.Fatal(err)
	}
}

// State returns the attributes of a resource in the state, or nil.
func (w *Workspace) State(address string) map[string]any {
	w.t.Helper()
	var state struct {
		Resources []struct {
			Mode, Type, Name string
			Instances        []struct {
				IndexKey   any `json:"index_key"`
				Deposed    string
				Attributes map[string]any
			}
		}
	}
	w.readState(&state)
	for _, r := range state.Resources {
		for _, instance := range r.Instances {
			name := r.Type + "." + r.Name
			if instance.IndexKey != nil {
				name += fmt.Sprintf("[%#v]", instance.IndexKey)
			}
			if r.Mode == "managed" && name == address && instance.Deposed == "" {
				return instance.Attributes
			}
		}
	}
	return nil
}

// Forget does the same as `state rm` for a resource, without the start of the CLI.
func (w *Workspace) Forget(address string) {
	w.t.Helper()
	var state map[string]any
	w.readState(&state)
	resources, _ := state["resources"].([]any)
	state["resources"] = slices.DeleteFunc(resources, func(resource any) bool {
		r, _ := resource.(map[string]any)
		return r["mode"] == "managed" && fmt.Sprintf("%s.%s", r["type"], r["name"]) == address
	})
	content, err := json.Marshal(state)
	if err := errors.Join(err, os.WriteFile(filepath.Join(w.Dir, "terraform.tfstate"), content, 0o600)); err != nil {
		w.t.Fatal(err)
	}
}

// Output returns the value of an output in the state.
func (w *Workspace) Output(name string) any {
	w.t.Helper()
	var state struct {
		Outputs map[string]struct{ Value any }
	}
	w.readState(&state)
	return state.Outputs[name].Value
}

// Listed is one result of `terraform query`.
type Listed struct {
	// Address is the address of the list block.
	Address     string
	DisplayName string `json:"display_name"`
	Identity    map[string]any
	// Resource is nil unless the list block has include_resource.
	Resource map[string]any `json:"resource_object"`
}

// Warning is a warning of `terraform query`.
type Warning struct{ Summary, Detail string }

// Query runs `terraform query -json` and returns its results and warnings.
func (w *Workspace) Query() (found []Listed, warnings []Warning) {
	w.t.Helper()
	events := json.NewDecoder(bytes.NewReader(w.Succeed("query", "-json").stdout))
	for events.More() {
		var event struct {
			Type       string
			Found      Listed `json:"list_resource_found"`
			Diagnostic Warning
		}
		if err := events.Decode(&event); err != nil {
			w.t.Fatalf("decoding the output of query: %v", err)
		}
		switch event.Type {
		case "list_resource_found":
			found = append(found, event.Found)
		case "diagnostic":
			warnings = append(warnings, event.Diagnostic)
		}
	}
	return found, warnings
}

// Printed returns the output of the commands so far, byte for byte.
func (w *Workspace) Printed() (all []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, o := range w.outputs {
		all = append(all, o.content...)
	}
	return all
}

// Log returns the log of the commands so far, at TRACE: that of the CLI, and then that of providers in this process.
func (w *Workspace) Log() string {
	w.t.Helper()
	cli, providers := w.logs()
	return string(cli) + string(providers)
}

func (w *Workspace) logs() (cli, providers []byte) {
	w.t.Helper()
	read := func(path string) []byte {
		content, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			w.t.Error(err)
		}
		return content
	}
	return read(w.cliLog), read(w.sink.path())
}

// Contains fails the test unless the text has every part. Spacing does not matter.
func (r Result) Contains(t testing.TB, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(r.Text, plain(part)) {
			t.Errorf("output lacks %q:\n%s", part, r.Text)
		}
	}
}

// ExpectOneError fails the test unless the text has exactly one error, and every part.
func (r Result) ExpectOneError(t testing.TB, parts ...string) {
	t.Helper()
	if n := strings.Count(r.Text, "Error: "); n != 1 {
		t.Errorf("%d errors, want one:\n%s", n, r.Text)
	}
	r.Contains(t, parts...)
}

// Lacks fails the test if the text has any of the parts.
func (r Result) Lacks(t testing.TB, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(r.Text, plain(part)) {
			t.Errorf("output has %q:\n%s", part, r.Text)
		}
	}
}
