package acctest

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	videostorage "github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

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
	mirror := t.TempDir()
	folder := filepath.Join(mirror, filepath.FromSlash(videostorage.Address), "0.0.1", runtime.GOOS+"_"+runtime.GOARCH)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	args := append([]string{"build", "-o", filepath.Join(folder, "terraform-provider-videostorage_v0.0.1")}, flags...)
	build := exec.CommandContext(ctx, "go", append(args, "github.com/videostorage/terraform-provider-videostorage")...) //nolint:gosec // our own program
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the provider: %v\n%s", err, out)
	}
	w := newWorkspace(t, a)
	w.installed = true
	w.Write("cli.tfrc", fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror))
	w.env = append([]string{"TF_CLI_CONFIG_FILE=" + filepath.Join(w.Dir, "cli.tfrc")}, env...)
	return w
}
