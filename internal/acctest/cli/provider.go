package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// BuildProvider builds the provider into a mirror of the registries of Terraform and OpenTofu, from which `init` installs it. It returns the
// folder of the program for a development override. `go run` keeps programs in the build cache, so that all callers share the time for
// linking it: https://go.dev/doc/go1.24#go-command
func BuildProvider(ctx context.Context, mirror string) (folder string, err error) {
	name := filepath.Join("videostorage", "videostorage", "0.0.1", runtime.GOOS+"_"+runtime.GOARCH, "terraform-provider-videostorage_v0.0.1")
	terraform, openTofu := filepath.Join(mirror, "registry.terraform.io", name), filepath.Join(mirror, "registry.opentofu.org", name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(terraform), 0o700), os.MkdirAll(filepath.Dir(openTofu), 0o700)); err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, "go", "run", "-exec", "cp", "github.com/videostorage/terraform-provider-videostorage", terraform)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the provider: %w\n%s", err, out)
	}
	return filepath.Dir(terraform), os.Link(terraform, openTofu)
}
