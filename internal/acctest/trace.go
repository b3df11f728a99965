package acctest

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/leak"
)

// trace is what the commands of a workspace print and log.
type trace struct {
	// cli is the path of the CLI's log, with that of the providers it starts. sink is
	// for those that it does not start.
	cli  string
	sink sink

	mu      sync.Mutex
	printed []printed
	// cut is true once a CLI was killed. It may have kept what a provider had logged.
	cut bool
}

// printed is what one command wrote to one stream.
type printed struct {
	place   leak.Place
	name    string
	content []byte
}

// newTrace logs outside the workspace, which belongs to the test.
func newTrace(t testing.TB) *trace {
	t.Helper()
	return &trace{cli: filepath.Join(t.TempDir(), "cli.log"), sink: newSink(t)}
}

// cutShort notes that a CLI was killed.
func (c *trace) cutShort() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cut = true
}

func (c *trace) add(args []string, stdout, stderr []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	command := "`" + strings.Join(args, " ") + "`"
	place := leak.Output
	if printsStored(args) {
		place = leak.State
	}
	c.printed = append(c.printed, printed{place, "stdout of " + command, stdout}, printed{leak.Output, "stderr of " + command, stderr})
}

// printsStored is true for the commands that print a state or a plan for programs,
// with the sensitive values that are in it.
func printsStored(args []string) bool {
	line := strings.Join(args, " ") + " "
	for _, command := range []string{"show -json ", "state pull ", "output -json ", "output -raw "} {
		if strings.HasPrefix(line, command) {
			return true
		}
	}
	return false
}

// logs are the CLI's log and that of the providers in this process.
func (c *trace) logs() (cli, providers []byte, err error) {
	cli, failed := readLog(c.cli)
	providers, err = readLog(c.sink.path())
	return cli, providers, errors.Join(failed, err)
}

// Log is what the commands so far have logged, at TRACE: the CLI first, then the
// providers, unless the CLI has started them, and logged what they say.
func (w *Workspace) Log() string {
	w.t.Helper()
	cli, providers, err := w.trace.logs()
	if err != nil {
		w.t.Fatal(err)
	}
	return string(cli) + string(providers)
}

// scan fails the test for each of its secrets in what the workspace holds, and where
// the log is not the one that was to be scanned.
func (w *Workspace) scan() {
	w.t.Helper()
	scanner, err := scannerFor(w.t)
	if err != nil {
		w.t.Error(err)
		return
	}
	for _, p := range w.trace.printed {
		report(w.t, scanner.Scan(p.place, p.name, p.content), nil)
	}
	found, err := scanner.Folder(w.Dir, w.wrote)
	report(w.t, found, err)
	cli, providers, err := w.trace.logs()
	report(w.t, scanner.Scan(leak.Log, "of the CLI", cli), err)
	report(w.t, scanner.Scan(leak.Log, "of the provider", providers), nil)
	w.checkLogs(cli, providers)
	scanned.Store(w.trace.sink.path(), true)
	// All of a package's would take more than 100 MB. Where a file that is still open
	// cannot be removed, Main removes it.
	_ = os.Remove(w.trace.sink.path())
}

// checkLogs fails the test if there was less to scan than there must have been: a
// scan of nothing finds nothing. A test that sets where the CLI logs to is on its own.
func (w *Workspace) checkLogs(cli, providers []byte) {
	w.t.Helper()
	const called, logged = "GRPCProvider.v6: ConfigureProvider", "tf_rpc=ConfigureProvider"
	has := func(log []byte, part string) bool { return bytes.Contains(log, []byte(part)) }
	own := strings.Contains(strings.Join(w.env, "\n"), "TF_LOG")
	switch {
	case own:
	case len(w.trace.printed) > 0 && !has(cli, "[TRACE]"):
		w.t.Error("the CLI has logged nothing at TRACE, so there was nothing to find a secret in")
	case w.trace.cut:
	case has(cli, called) && !has(cli, logged) && !has(providers, logged):
		w.t.Error("a provider was configured and has logged nothing, so there was nothing to find a secret in")
	}
}

// wrote is true for what the test has written, and not the CLI over it, and for the
// programs of providers.
func (w *Workspace) wrote(name string, content []byte) bool {
	if content == nil {
		return name == ".terraform/providers"
	}
	written, ok := w.written[filepath.FromSlash(name)]
	return ok && written == string(content)
}
