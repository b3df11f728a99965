package acctest

import (
	"context"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// NewInstalledWorkspace is an empty folder whose CLI starts the provider as a
// program of its own, as a user's does, with env on top of what it needs.
func NewInstalledWorkspace(t *testing.T, a *Account, env ...string) *Workspace {
	t.Helper()
	bin := t.TempDir()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	build := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(bin, "terraform-provider-videostorage"), //nolint:gosec // our own program
		"github.com/videostorage/terraform-provider-videostorage")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the provider: %v\n%s", err, out)
	}
	w := &Workspace{t: t, Dir: t.TempDir(), account: a}
	w.Write("cli.tfrc", "provider_installation {\n  dev_overrides {\n    \"videostorage/videostorage\" = \""+bin+"\"\n  }\n}\n")
	w.env = append([]string{"TF_CLI_CONFIG_FILE=" + filepath.Join(w.Dir, "cli.tfrc")}, env...)
	return w
}
