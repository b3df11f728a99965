package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

const (
	module          = "github.com/videostorage/terraform-provider-videostorage"
	providerVersion = "0.0.1"
)

// hosts are the registries that `videostorage/videostorage` means: Terraform's
// and OpenTofu's.
var hosts = []string{"registry.terraform.io", "registry.opentofu.org"}

func (w *world) cliConfig() string { return filepath.Join(w.scratch, "cli.tfrc") }

// installProvider builds the provider into a mirror in the scratch folder, from
// which `terraform init` installs it as if it came from a registry. A development
// override would be less work, but makes Terraform warn at every command.
func (w *world) installProvider(ctx context.Context) error {
	built := filepath.Join(w.scratch, "provider")
	var output bytes.Buffer
	cmd := command(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-X main.version="+providerVersion, "-o", built, module)
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOOS="+runtime.GOOS, "GOARCH="+runtime.GOARCH, "GOTMPDIR="+w.scratch)
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := runCommand(ctx, cmd); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, &output)
	}

	mirror := filepath.Join(w.scratch, "mirror")
	for _, host := range hosts {
		folder := filepath.Join(mirror, host, "videostorage", "videostorage", providerVersion, runtime.GOOS+"_"+runtime.GOARCH)
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		if err := os.Link(built, filepath.Join(folder, "terraform-provider-videostorage_v"+providerVersion+exeSuffix())); err != nil {
			return err
		}
	}
	// As the only source it keeps `terraform init` off the network.
	config := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", filepath.ToSlash(mirror))
	return os.WriteFile(w.cliConfig(), []byte(config), 0o600)
}

func exeSuffix() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}
