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
func NewInstalledWorkspace(t *testing.T, a *Account, env ...string) *Workspace {
	t.Helper()
	mirror := t.TempDir()
	folder := filepath.Join(mirror, filepath.FromSlash(videostorage.Address), "0.0.1", runtime.GOOS+"_"+runtime.GOARCH)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	build := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(folder, "terraform-provider-videostorage_v0.0.1"), //nolint:gosec // our own program
		"github.com/videostorage/terraform-provider-videostorage")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the provider: %v\n%s", err, out)
	}
	w := &Workspace{t: t, Dir: t.TempDir(), account: a}
	w.Write("cli.tfrc", fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror))
	w.env = append([]string{"TF_CLI_CONFIG_FILE=" + filepath.Join(w.Dir, "cli.tfrc")}, env...)
	return w
}
