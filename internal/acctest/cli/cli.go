// Package cli finds or installs the Terraform or OpenTofu that the tests and the demo run on, and the S3 server of the tests. It also builds the
// provider for both.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/hc-install/fs"
	"github.com/hashicorp/hc-install/product"
)

// ErrNotFound says that there is no supported version on PATH and that none is installed in the user's cache.
var ErrNotFound = errors.New("no supported version")

// Tool is Terraform, OpenTofu or the S3 server, and the versions of it to use.
type Tool struct {
	binary   string
	versions string // a constraint
	env      string // a variable that names a binary, which wins over PATH
	module   string // the folder of internal/tools with the go.mod that pins the version
	source   string // the Go module of the tool
	pkg      string // its main package
	// download is nil if the tool is always built.
	download func(ctx context.Context, version, folder string) error
	// report returns the version of a binary.
	report func(ctx context.Context, path string) (*version.Version, error)
}

// Terraform is every supported version. terraform-plugin-testing reads the same variable.
var Terraform = Tool{
	binary: "terraform", versions: ">= 1.11", env: "TF_ACC_TERRAFORM_PATH", module: "terraform",
	source: "github.com/hashicorp/terraform", pkg: "github.com/hashicorp/terraform", download: downloadTerraform,
	report: Version,
}

// OpenTofu is every supported version. It has a variable of its own, because TF_ACC_TERRAFORM_PATH can name either tool.
var OpenTofu = Tool{
	binary: "tofu", versions: ">= 1.11", env: "VIDEOSTORAGE_TOFU_PATH", module: "opentofu",
	source: "github.com/opentofu/opentofu", pkg: "github.com/opentofu/opentofu/cmd/tofu", download: downloadOpenTofu,
	report: Version,
}

// S3Server is versitygw. Its releases have no signed checksums, so it is built.
var S3Server = Tool{
	binary: "versitygw", versions: ">= 1.8", env: "VIDEOSTORAGE_VERSITYGW_PATH", module: "versitygw",
	source: "github.com/versity/versitygw", pkg: "github.com/versity/versitygw/cmd/versitygw", report: serverVersion,
}

// Versions returns the versions on which `make test-matrix` runs the tests.
func Versions() []Tool {
	return []Tool{
		Terraform.line("1.11"), Terraform.line("1.13"), Terraform.line("1.14"), Terraform,
		OpenTofu.line("1.11"), OpenTofu,
	}
}

// String returns the name of the tool for a command line: terraform and tofu are the newest, terraform-1.11 is an older one.
func (t Tool) String() string {
	_, minor, older := strings.Cut(t.module, "-")
	if older {
		return t.binary + "-" + minor
	}
	return t.binary
}

// line returns the tool in one older minor version. The variable does not replace it.
func (t Tool) line(minor string) Tool {
	t.module += "-" + minor
	t.versions, t.env = "~> "+minor+".0", ""
	return t
}

// AtLeast returns the tool in a minimum version, as in "1.14".
func (t Tool) AtLeast(minimum string) Tool {
	t.versions = ">= " + minimum
	return t
}

// Exactly returns the tool in the version that internal/tools pins. No variable replaces it.
func (t Tool) Exactly(ctx context.Context) (Tool, error) {
	pinned, err := t.pinned(ctx)
	t.versions, t.env = "= "+pinned.version, ""
	return t, err
}

// Find returns the path of the binary that the variable names, else of a supported version on PATH, else of the installed one.
func (t Tool) Find(ctx context.Context) (string, error) {
	constraint, err := version.NewConstraint(t.versions)
	if err != nil {
		return "", err
	}
	if named := os.Getenv(t.env); t.env != "" && named != "" {
		v, err := t.report(ctx, named)
		if err == nil && !constraint.Check(v.Core()) { // a prerelease counts as its release, unlike on PATH
			err = fmt.Errorf("its version is %s", v)
		}
		if err != nil {
			return "", fmt.Errorf("%s=%s is not %s %s: %w", t.env, named, t.binary, t.versions, err)
		}
		return filepath.Abs(named) // the tests of a package run in its folder
	}
	pinned, err := t.pinned(ctx)
	if err != nil {
		return "", err
	}
	search := fs.Version{
		Product:     product.Product{BinaryName: func() string { return filepath.Base(pinned.binary) }, GetVersion: t.report},
		Constraints: constraint,
		ExtraPaths:  []string{filepath.Dir(pinned.binary)},
		Timeout:     time.Minute,
	}
	path, err := search.Find(ctx)
	if err != nil {
		return "", fmt.Errorf("%w of %s (%s) is on PATH or in %s: run `go run ./internal/acctest/cmd/cli %s`, which installs one there",
			ErrNotFound, t.binary, t.versions, filepath.Dir(pinned.binary), t)
	}
	return path, nil
}

// Version returns the version that a binary reports.
func Version(ctx context.Context, path string) (*version.Version, error) {
	cmd := exec.CommandContext(ctx, path, "version", "-json")
	cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+os.DevNull, "CHECKPOINT_DISABLE=1")
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", cmd, err)
	}
	var report struct {
		Version *version.Version `json:"terraform_version"` // OpenTofu's too
	}
	if err := json.Unmarshal(out, &report); err != nil || report.Version == nil {
		return nil, fmt.Errorf("%s reports no version: %s", cmd, out)
	}
	return report.Version, nil
}

// serverVersion returns the version that versitygw reports.
func serverVersion(ctx context.Context, path string) (*version.Version, error) {
	cmd := exec.CommandContext(ctx, path, "--version")
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", cmd, err)
	}
	first, _, _ := strings.Cut(string(out), "\n") // "Version  : v1.8.0"
	_, number, _ := strings.Cut(first, ":")
	return version.NewVersion(strings.TrimSpace(number))
}
