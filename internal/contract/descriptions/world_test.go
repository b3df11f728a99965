package descriptions

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// world is a machine with a checkout, and nothing else: no variable set, nothing beside
// the checkout, an empty cache, and no npm.
func world(t *testing.T) finder {
	t.Helper()
	root, cache := filepath.Join(t.TempDir(), "checkout"), t.TempDir()
	write(t, filepath.Join(root, "go.mod"), "module provider\n")
	below := filepath.Join(root, "internal", "package")
	if err := os.MkdirAll(below, 0o755); err != nil {
		t.Fatal(err)
	}
	return finder{
		getenv:   func(string) string { return "" },
		workDir:  func() (string, error) { return below, nil },
		cacheDir: func() (string, error) { return cache, nil },
		pack:     func(context.Context, string) (string, error) { return "", errors.New("npm: not found") },
		sums:     pinned,
	}
}

// beside is the folder beside the checkout.
func (f finder) beside(t *testing.T) string {
	t.Helper()
	root, err := f.checkout()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(filepath.Dir(root), "shared", "openapi")
}

func (f finder) cacheFolder(t *testing.T) string {
	t.Helper()
	dir, err := f.cache()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func (f *finder) setenv(value string) {
	f.getenv = func(asked string) string {
		if asked == "TWILIO_OPENAPI_DIR" {
			return value
		}
		return ""
	}
}

// fill makes a folder with both files, of some text.
func fill(t *testing.T, dir string) string {
	t.Helper()
	for _, name := range Files() {
		write(t, filepath.Join(dir, name), "{}")
	}
	return dir
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

// packs stands in for npm: its archive has these files, in order.
func packs(t *testing.T, files ...string) func(context.Context, string) (string, error) {
	t.Helper()
	var archive bytes.Buffer
	zipped := gzip.NewWriter(&archive)
	entries := tar.NewWriter(zipped)
	for _, name := range files {
		const text = "{}"
		if err := entries.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := entries.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(entries.Close(), zipped.Close()); err != nil {
		t.Fatal(err)
	}
	return func(_ context.Context, dir string) (string, error) {
		path := filepath.Join(dir, "package.tgz")
		return path, os.WriteFile(path, archive.Bytes(), 0o600)
	}
}

func wantMentions(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not mention %q", err, part)
		}
	}
}
