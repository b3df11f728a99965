package cli

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// tiny has a source that the compiler builds in no time. Without a download, it is built.
var tiny = Tool{
	binary: "tiny", versions: ">= 1.11", env: "TINY_PATH", module: "tiny", source: "example.com/tiny", pkg: "example.com/tiny",
	download: func(context.Context, string, string) error { return errors.New("no network") }, report: Version,
}

// newMachine makes the working directory a checkout that pins tiny 1.16.4, and returns a folder on PATH and the user's cache.
func newMachine(t *testing.T) (bin, cache string) {
	t.Helper()
	goroot, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	bin, home, checkout := t.TempDir(), t.TempDir(), t.TempDir()
	if os.Getenv("GOCACHE") == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			t.Fatal(err)
		}
		t.Setenv("GOCACHE", filepath.Join(cache, "go-build"))
	}
	t.Setenv("PATH", bin+string(filepath.ListSeparator)+filepath.Join(strings.TrimSpace(string(goroot)), "bin"))
	t.Setenv("HOME", home)
	t.Setenv("XDG_CACHE_HOME", filepath.Join(home, ".cache"))
	t.Setenv("GOFLAGS", "-mod=mod")
	write(t, filepath.Join(checkout, "go.mod"), "module example.com/provider\n")
	pin := filepath.Join(checkout, "internal", "tools", "tiny")
	write(t, filepath.Join(pin, "go.mod"), "module pin\ngo 1.26\nrequire example.com/tiny v1.16.4\nreplace example.com/tiny => ./src\n")
	write(t, filepath.Join(pin, "src", "go.mod"), "module example.com/tiny\ngo 1.26\n")
	write(t, filepath.Join(pin, "src", "version", "version.go"), "package version\nvar dev = \"yes\"\nfunc Dev() bool { return dev == \"yes\" }\n")
	write(t, filepath.Join(pin, "src", "main.go"), `package main
import "example.com/tiny/version"
import "os"
func main() {
	if version.Dev() { os.Exit(3) }
	os.Stdout.WriteString("{\"terraform_version\":\"1.16.4\"}")
}`)
	t.Chdir(filepath.Join(checkout, "internal"))
	cache, err = os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	return bin, cache
}

func write(t *testing.T, name, content string) string {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(content), 0o755)); err != nil {
		t.Fatal(err)
	}
	return name
}

func script(version string) string {
	return "#!/bin/sh\necho '{\"terraform_version\":\"" + version + "\"}'\n"
}

func TestTheVariableWinsAndMustNameASupportedVersion(t *testing.T) {
	t.Setenv("TINY_PATH", "")
	bin, _ := newMachine(t)
	write(t, filepath.Join(bin, "tiny"), script("1.16.0"))
	for version, supported := range map[string]bool{"1.12.3": true, "1.17.0-alpha1": true, "1.10.5": false, "no version": false} {
		named := write(t, filepath.Join(t.TempDir(), "named"), script(version))
		t.Setenv("TINY_PATH", named)
		got, err := tiny.Find(t.Context())
		if supported && (err != nil || got != named) || !supported && (err == nil || !strings.Contains(err.Error(), named)) {
			t.Errorf("%s: found %q, %v", version, got, err)
		}
	}
}

func TestASupportedVersionOnPathIsTaken(t *testing.T) {
	t.Setenv("TINY_PATH", "")
	bin, _ := newMachine(t)
	onPath := write(t, filepath.Join(bin, "tiny"), script("1.11.4"))
	if got, err := tiny.FindOrInstall(t.Context()); err != nil || got != onPath {
		t.Errorf("found %q, %v; want %q", got, err, onPath)
	}
	pinned, err := tiny.Exactly(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, tool := range map[string]Tool{"a newer minimum": tiny.AtLeast("1.14"), "the pinned version": pinned} {
		if got, err := tool.Find(t.Context()); !errors.Is(err, ErrNotFound) || !strings.Contains(err.Error(), "cmd/cli tiny") {
			t.Errorf("%s: found %q, %v; want an error that says how to install one", name, got, err)
		}
	}
}

func TestWithoutANetworkTheModuleIsBuiltOnce(t *testing.T) {
	t.Setenv("TINY_PATH", "")
	_, cache := newMachine(t)
	built, err := tiny.FindOrInstall(t.Context())
	if err != nil || !strings.HasPrefix(built, cache) {
		t.Fatalf("built %q, %v", built, err)
	}
	if again, err := tiny.Find(t.Context()); err != nil || again != built {
		t.Errorf("found %q, %v; want %q", again, err, built)
	}
}

func TestADownloadIsInstalledIfItReportsThePinnedVersion(t *testing.T) {
	t.Setenv("TINY_PATH", "")
	_, cache := newMachine(t)
	tool := tiny
	for _, version := range []string{"1.16.3", "1.16.4"} {
		tool.download = func(_ context.Context, _, folder string) error {
			write(t, filepath.Join(folder, "tiny"), script(version))
			return nil
		}
		path, err := tool.FindOrInstall(t.Context())
		if want := version == "1.16.4"; want != (err == nil && strings.HasPrefix(path, cache)) {
			t.Errorf("%s: installed %q, %v", version, path, err)
		}
	}
	if left, err := filepath.Glob(filepath.Join(cache, "*", "*", "part-*")); len(left) > 0 || err != nil {
		t.Errorf("left behind: %q, %v", left, err)
	}
}
