package acctest

import (
	"bytes"
	"errors"
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/leak"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// folder has the logs of the providers in this process, and the folders and logs of terraform-plugin-testing. A test that ends scans and
// removes its own.
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

// Secret declares secrets of the test. When it ends, they must be in no output, log, state or plan. The credentials of the account are
// declared already.
func (a *Account) Secret(values ...string) {
	a.t.Helper()
	for _, value := range values {
		a.declare(leak.Secret{Name: "a secret of the test", Value: value})
	}
}

// StoredSecret declares secrets that may be in states and saved plans.
func (a *Account) StoredSecret(values ...string) {
	a.t.Helper()
	for _, value := range values {
		a.declare(leak.Secret{Name: "a stored secret of the test", Value: value, Stored: true})
	}
}

func (a *Account) declareCredentials(accounts ...twiliosandbox.Account) {
	a.t.Helper()
	for _, account := range accounts {
		if account.AuthToken != "" {
			a.declare(leak.Secret{Name: "the auth token of " + account.SID, Value: account.AuthToken})
		}
		for key, secret := range account.APIKeys {
			a.declare(leak.Secret{Name: "the secret of API key " + key, Value: secret})
		}
	}
}

func (a *Account) declare(secret leak.Secret) {
	a.t.Helper()
	if _, err := leak.New([]leak.Secret{secret}); err != nil {
		a.t.Fatal(err)
	}
	a.env.mu.Lock()
	defer a.env.mu.Unlock()
	a.env.secrets = append(a.env.secrets, secret)
}

// newScanner looks for the declared secrets.
func (a *Account) newScanner() *leak.Scanner {
	a.t.Helper()
	a.env.mu.Lock()
	defer a.env.mu.Unlock()
	scanner, err := leak.New(a.env.secrets)
	if err != nil {
		a.t.Fatal(err)
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
	scanner := w.account.newScanner()
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
		_ = os.Remove(w.sink.path()) // All logs of a package have more than 100 MB.
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

// scanRun looks through the folder and the log of a terraform-plugin-testing case, and removes them.
func (a *Account) scanRun(t testing.TB, dir string) {
	t.Helper()
	log.SetOutput(os.Stderr) // terraform-plugin-testing sets it to the log of one test.
	scanner := a.newScanner()
	found, err := scanner.Folder(dir, isInput)
	report(t, found, err)
	// The libraries name the log after the test.
	path := filepath.Join(logsFolder(), strings.ReplaceAll(t.Name(), "/", "__")+".log")
	content, err := os.ReadFile(path)
	report(t, scanner.Scan(leak.Log, filepath.Base(path), content), err)
	if !keepFiles {
		report(t, nil, errors.Join(os.RemoveAll(dir), os.Remove(path)))
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

// findUnscanned returns the files that no test has scanned, as those of terraform-plugin-testing without [Account.Test].
func findUnscanned(folder string) (paths []string, err error) {
	for _, pattern := range []string{"logs/*", "runs/*/*"} {
		found, err := filepath.Glob(filepath.Join(folder, filepath.FromSlash(pattern)))
		if err != nil {
			return nil, err
		}
		paths = append(paths, found...)
	}
	return paths, nil
}
