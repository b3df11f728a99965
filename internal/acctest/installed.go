package acctest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	videostorage "github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

// Program is the provider as a program of its own, built once for any number of
// workspaces.
type Program struct {
	// mirror is a folder of the layout from which the CLI installs providers.
	mirror string
}

// Build builds the provider, with further flags for `go build`. It is there until the
// test ends.
func Build(t testing.TB, flags ...string) *Program {
	t.Helper()
	mirror := t.TempDir()
	folder := filepath.Join(mirror, filepath.FromSlash(videostorage.Address), "0.0.1", runtime.GOOS+"_"+runtime.GOARCH)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	args := append([]string{"build", "-o", filepath.Join(folder, "terraform-provider-videostorage_v0.0.1")}, flags...)
	build := exec.CommandContext(ctx, "go", append(args, "github.com/videostorage/terraform-provider-videostorage")...) //nolint:gosec // our own program
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the provider: %v\n%s", err, out)
	}
	return &Program{mirror: mirror}
}

// NewWorkspace is an empty folder whose CLI starts the program, once it is
// initialized. env comes on top of what it needs.
func (p *Program) NewWorkspace(t testing.TB, a *Account, env ...string) *Workspace {
	t.Helper()
	w := newWorkspace(t, a)
	w.installed = true
	w.Write("cli.tfrc", fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", p.mirror))
	w.env = append([]string{"TF_CLI_CONFIG_FILE=" + filepath.Join(w.Dir, "cli.tfrc")}, env...)
	return w
}

// NewInstalledWorkspace is an empty folder whose CLI starts the provider as a
// program of its own, as a user's does, once it is initialized. env comes on top
// of what it needs.
func NewInstalledWorkspace(t testing.TB, a *Account, env ...string) *Workspace {
	t.Helper()
	return install(t, a, nil, env...)
}

// install is NewInstalledWorkspace with further flags for `go build`.
func install(t testing.TB, a *Account, flags []string, env ...string) *Workspace {
	t.Helper()
	NeedCLI(t)
	return Build(t, flags...).NewWorkspace(t, a, env...)
}

// InitializeAs makes the workspace one that has been initialized, as from is: that
// takes no time. Both must be of one program.
func (w *Workspace) InitializeAs(from *Workspace) {
	w.t.Helper()
	if err := os.CopyFS(filepath.Join(w.Dir, ".terraform"), os.DirFS(filepath.Join(from.Dir, ".terraform"))); err != nil {
		w.t.Fatal(err)
	}
	const lock = ".terraform.lock.hcl"
	if err := os.WriteFile(filepath.Join(w.Dir, lock), []byte(from.Read(lock)), 0o600); err != nil {
		w.t.Fatal(err)
	}
}
