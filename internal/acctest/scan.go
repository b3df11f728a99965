package acctest

import (
	"bytes"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/leak"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// folder has the logs of the providers in this process, and the folders and logs of terraform-plugin-testing. A test that ends scans and
// removes its own, and [Main] scans the rest.
var folder string

// keepFiles is whether the folder stays for a developer.
var keepFiles bool

func logsFolder() string { return filepath.Join(folder, "logs") }
func runsFolder() string { return filepath.Join(folder, "runs") }

// openFolder makes the folder and points the libraries to it with environment variables, because they have no other setting.
func openFolder() (err error) {
	keepFiles = os.Getenv("TF_ACC_PERSIST_WORKING_DIR") != ""
	if folder, err = os.MkdirTemp("", "acctest"); err != nil {
		return err
	}
	if err := errors.Join(os.Mkdir(logsFolder(), 0o700), os.Mkdir(runsFolder(), 0o700)); err != nil {
		return err
	}
	return setenv(map[string]string{
		// https://developer.hashicorp.com/terraform/plugin/log/writing#enabling-logging
		"TF_LOG":           "TRACE",
		"TF_ACC_LOG":       "TRACE",
		"TF_LOG_PATH_MASK": filepath.Join(logsFolder(), "%s.log"),
		// terraform-plugin-testing itself logs the configuration of each step.
		"TF_LOG_SDK_HELPER_RESOURCE": "WARN",
		"TF_ACC_TEMP_DIR":            runsFolder(),
		"TF_ACC_PERSIST_WORKING_DIR": "1",
	})
}

func setenv(values map[string]string) error {
	for name, value := range values {
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	return nil
}

// secrets are the secrets of the running tests, by the names of the tests, and those of all tests so far.
var secrets struct {
	sync.Mutex
	running map[string][]leak.Secret
	all     []leak.Secret
}

// Secret declares secrets of the test. When it ends, they must be in no output, log, state or plan. The credentials of the account are
// declared already.
func (a *Account) Secret(values ...string) {
	a.t.Helper()
	for _, value := range values {
		declare(a.t, leak.Secret{Name: "a secret of the test", Value: value})
	}
}

// StoredSecret declares secrets that may be in states and saved plans.
func (a *Account) StoredSecret(values ...string) {
	a.t.Helper()
	for _, value := range values {
		declare(a.t, leak.Secret{Name: "a stored secret of the test", Value: value, Stored: true})
	}
}

func declareCredentials(t testing.TB, accounts ...twiliosandbox.Account) {
	t.Helper()
	for _, a := range accounts {
		if a.AuthToken != "" {
			declare(t, leak.Secret{Name: "the auth token of " + a.SID, Value: a.AuthToken})
		}
		for key, secret := range a.APIKeys {
			declare(t, leak.Secret{Name: "the secret of API key " + key, Value: secret})
		}
	}
}

func declare(t testing.TB, secret leak.Secret) {
	t.Helper()
	if _, err := leak.New([]leak.Secret{secret}); err != nil {
		t.Fatal(err)
	}
	secrets.Lock()
	defer secrets.Unlock()
	if secrets.running == nil {
		secrets.running = map[string][]leak.Secret{}
	}
	if secrets.running[t.Name()] == nil {
		t.Cleanup(func() {
			secrets.Lock()
			defer secrets.Unlock()
			delete(secrets.running, t.Name())
		})
	}
	secrets.running[t.Name()] = append(secrets.running[t.Name()], secret)
	secret.Stored = false
	secrets.all = append(secrets.all, secret)
}

// newScanner looks for the secrets of the test and of its parents.
func newScanner(t testing.TB) *leak.Scanner {
	t.Helper()
	secrets.Lock()
	defer secrets.Unlock()
	var own []leak.Secret
	for name, declared := range secrets.running {
		if strings.HasPrefix(t.Name()+"/", name+"/") {
			own = append(own, declared...)
		}
	}
	scanner, err := leak.New(own)
	if err != nil {
		t.Fatal(err)
	}
	return scanner
}

// report fails the test for each finding, and for an incomplete scan.
func report(t testing.TB, found []leak.Finding, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("the scan for secrets is not complete: %s", err)
	}
	for _, f := range found {
		t.Errorf("LEAKED: %s", f)
	}
}

// scan looks through the output of the workspace's commands, its files and its logs. It fails the test too if there are no logs.
func (w *Workspace) scan() {
	w.t.Helper()
	scanner := newScanner(w.t)
	for _, o := range w.outputs {
		report(w.t, scanner.Scan(o.place, o.name, o.content), nil)
	}
	found, err := scanner.Folder(w.Dir, func(path string, content []byte) bool {
		if content == nil {
			return path == ".terraform/providers"
		}
		written, ok := w.written[filepath.FromSlash(path)]
		return ok && written == string(content)
	})
	report(w.t, found, err)
	cli, providers := w.logs()
	report(w.t, scanner.Scan(leak.Log, "of the CLI", cli), nil)
	report(w.t, scanner.Scan(leak.Log, "of the provider", providers), nil)
	w.checkLogs(cli, providers)
	if !keepFiles {
		_ = os.Remove(w.sink.path()) // All logs of a package have more than 100 MB. [Main] removes the others.
	}
}

// checkLogs fails the test if the logs lack entries that every run has. A test that sets TF_LOG itself or kills a command may lack them.
func (w *Workspace) checkLogs(cli, providers []byte) {
	w.t.Helper()
	if strings.Contains(strings.Join(w.env, "\n"), "TF_LOG") || w.killed.Load() {
		return
	}
	if len(w.outputs) > 0 && !bytes.Contains(cli, []byte("[TRACE]")) {
		w.t.Error("the CLI has logged nothing at TRACE, so that the scan for secrets proves nothing")
	}
	called, received := []byte("GRPCProvider.v6: ConfigureProvider"), []byte("tf_rpc=ConfigureProvider")
	if bytes.Contains(cli, called) && !bytes.Contains(cli, received) && !bytes.Contains(providers, received) {
		w.t.Error("a provider was configured and has logged nothing, so that the scan for secrets proves nothing")
	}
}

// scanRuns looks through the logs and folders of the test's terraform-plugin-testing cases, and of those of its subtests.
func scanRuns(t testing.TB) {
	t.Helper()
	log.SetOutput(os.Stderr) // terraform-plugin-testing sets it to the log of one test.
	scanner := newScanner(t)
	logs, err := os.ReadDir(logsFolder())
	report(t, nil, err)
	// The libraries name logs after tests, and a log has the names of its folders.
	name := strings.ReplaceAll(t.Name(), "/", "__")
	run := regexp.MustCompile(regexp.QuoteMeta(runsFolder()+string(filepath.Separator)) + `plugintest\d+`)
	for _, entry := range logs {
		if entry.Name() != name+".log" && !strings.HasPrefix(entry.Name(), name+"__") {
			continue
		}
		path := filepath.Join(logsFolder(), entry.Name())
		content, err := os.ReadFile(path)
		report(t, scanner.Scan(leak.Log, entry.Name(), content), err)
		dirs := map[string]bool{path: true}
		for _, dir := range run.FindAll(content, -1) {
			dirs[string(dir)] = true
		}
		for dir := range dirs {
			if info, err := os.Stat(dir); err == nil && info.IsDir() {
				found, err := scanner.Folder(dir, isInput)
				report(t, found, err)
			}
			if !keepFiles {
				report(t, nil, os.RemoveAll(dir))
			}
		}
	}
}

// isInput is true for those files of a run that terraform-plugin-testing copied there: the configuration, the programs of providers, and
// the folders of the package under test.
func isInput(path string, content []byte) bool {
	base := filepath.Base(path)
	if content == nil {
		info, err := os.Stat(base)
		return base == "providers" || err == nil && info.IsDir()
	}
	return strings.HasSuffix(base, ".tf") || strings.HasSuffix(base, ".tfvars.json")
}

// sweep looks for the secrets of all tests in the files that no test scanned, and returns a line for each finding.
func sweep(folder string) (complaints []string) {
	if keepFiles {
		return nil
	}
	secrets.Lock()
	defer secrets.Unlock()
	scanner, err := leak.New(secrets.all)
	if err != nil {
		return []string{err.Error()}
	}
	found, err := scanner.Folder(folder, func(path string, content []byte) bool {
		return path == "mirror" || strings.HasPrefix(path, "runs/") && isInput(path, content)
	})
	if err != nil {
		complaints = append(complaints, fmt.Sprintf("the scan for secrets is not complete: %s", err))
	}
	for _, f := range found {
		complaints = append(complaints, fmt.Sprintf("LEAKED: %s", f))
	}
	return complaints
}
