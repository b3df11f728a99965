package descriptions

import (
	"bytes"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// standIn is npm, as a script.
func standIn(t *testing.T, script string) npm {
	t.Helper()
	path := filepath.Join(t.TempDir(), "npm")
	// A child of a parallel test that inherits the file, still open for writing, makes
	// running it fail with "text file busy" (golang/go#22315).
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return npm(path)
}

func TestTheArchiveIsWhatNpmNamesLast(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	got, err := standIn(t, "echo a notice; echo twilio-cli-core-9.0.0.tgz").pack(t.Context(), dir)
	if want := filepath.Join(dir, "twilio-cli-core-9.0.0.tgz"); err != nil || got != want {
		t.Errorf("packed %s, %v, want %s", got, err, want)
	}
}

func TestNpmIsToldWhatToPackAndToSayItsErrors(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, err := standIn(t, `IFS=,; echo "$*" >&2; exit 1`).pack(t.Context(), dir)
	wantMentions(t, err, "pack,--loglevel=error,--ignore-scripts,--pack-destination,"+dir+",@twilio/cli-core@9.0.0")
}

func TestAFailureOfNpmSaysWhatNpmDoes(t *testing.T) {
	t.Parallel()
	const said = "npm error code E404"
	tests := map[string]struct{ script, want string }{
		"it fails":                      {"echo '" + said + "' >&2; exit 1", "exit status 1\n" + said},
		"it fails, and says nothing":    {"exit 1", "exit status 1"},
		"it makes nothing":              {"echo '" + said + "' >&2", "does not say what it made\n" + said},
		"it makes nothing, and is mute": {"", "does not say what it made"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := world(t)
			f.pack = standIn(t, tt.script).pack
			_, err := f.findOrFetch(t.Context(), &bytes.Buffer{})
			wantMentions(t, err, "pack --loglevel=error", tt.want+"; or set TWILIO_OPENAPI_DIR")
		})
	}
}

func TestWhereThereIsNoNpmTheErrorSaysSo(t *testing.T) {
	t.Parallel()
	f := world(t)
	f.pack = npm(filepath.Join(t.TempDir(), "npm")).pack
	_, err := f.findOrFetch(t.Context(), &bytes.Buffer{})
	wantMentions(t, err, "npm", "no such file", "TWILIO_OPENAPI_DIR")
}
