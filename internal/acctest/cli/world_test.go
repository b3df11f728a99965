package cli

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

const pinnedVersion = "1.16.4"

// world is a machine with a checkout that pins Terraform 1.16.4, and nothing
// else: no variable set, nothing on PATH, an empty cache, and no compiler.
func world(t *testing.T) finder {
	t.Helper()
	root, cache := t.TempDir(), t.TempDir()
	write(t, filepath.Join(root, "internal", "tools", Terraform.folder, "go.mod"),
		"module pin\n\nrequire "+Terraform.module+" v"+pinnedVersion+"\n")
	return finder{
		getenv:   func(string) string { return "" },
		lookPath: func(string) (string, error) { return "", exec.ErrNotFound },
		cacheDir: func() (string, error) { return cache, nil },
		workDir:  func() (string, error) { return filepath.Join(root, "internal"), nil },
		timeout:  30 * time.Second,
	}
}

// setenv makes one variable the whole environment.
func (f *finder) setenv(name, value string) {
	f.getenv = func(asked string) string {
		if asked == name {
			return value
		}
		return ""
	}
}

// install puts a binary on PATH under the name that the search asks for.
func (f *finder) install(t *testing.T, tool Tool, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), tool.binary)
	writeScript(t, path, script)
	f.lookPath = func(asked string) (string, error) {
		if asked != tool.binary {
			return "", fmt.Errorf("%s: %w", asked, exec.ErrNotFound)
		}
		return path, nil
	}
	return path
}

// reports is a binary that answers "version -json", and nothing else, as the
// real ones do. It runs only where no user's configuration and no update check
// can disturb the answer.
func reports(version string) string {
	return `[ "$*" = "version -json" ] && [ "$TF_CLI_CONFIG_FILE" = /dev/null ] && [ -n "$CHECKPOINT_DISABLE" ] || exit 2
echo '{"terraform_version":"` + version + `","platform":"linux_amd64","provider_selections":{}}'`
}

// broken is a binary that starts and fails.
const broken = "echo 'cannot open shared object' >&2; exit 127"

func executable(t *testing.T, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "some-cli")
	writeScript(t, path, script)
	return path
}

// writeScript holds off the forks of parallel tests while the file is open for
// writing: a child that inherits it makes running it fail with "text file
// busy" (golang/go#22315).
func writeScript(t *testing.T, path, script string) {
	t.Helper()
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func wantPath(t *testing.T, got string, err error, want string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Fatalf("found %s, want %s", got, want)
	}
}

func wantNotFound(t *testing.T, err error) {
	t.Helper()
	var missing *NotFoundError
	if !errors.As(err, &missing) {
		t.Fatalf("got %v, want a NotFoundError", err)
	}
}

func wantMentions(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q does not mention %q", text, part)
		}
	}
}
