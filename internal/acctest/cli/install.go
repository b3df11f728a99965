package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
	"github.com/opentofu/tofudl"
)

// FindOrInstall is [Tool.Find], and installs the pinned version if there is none: it downloads the verified release, or without a
// network builds the module. It reports to standard error, because a build takes minutes.
func (t Tool) FindOrInstall(ctx context.Context) (string, error) {
	path, err := t.Find(ctx)
	if !errors.Is(err, ErrNotFound) {
		return path, err
	}
	pinned, err := t.pinned(ctx)
	if err != nil {
		return "", err
	}
	folder := filepath.Dir(pinned.binary)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	part, err := os.MkdirTemp(folder, "part-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(part) //nolint:errcheck // a folder that stays there does no harm
	fmt.Fprintf(os.Stderr, "No %s %s is on PATH. Installing %s in %s.\n", t.binary, t.versions, pinned.version, folder)
	missing := errors.New("there is none")
	if t.download != nil {
		missing = t.download(ctx, pinned.version, part)
	}
	if missing != nil {
		fmt.Fprintf(os.Stderr, "Download: %v\nBuilding the module instead, once, which takes 2 to 5 minutes.\n", missing)
		if err := t.build(ctx, pinned, part); err != nil {
			return "", err
		}
	}
	// From the rename on, other processes use the binary.
	binary := filepath.Join(part, filepath.Base(pinned.binary))
	if v, err := t.report(ctx, binary); err != nil {
		return "", err
	} else if v.String() != pinned.version {
		return "", fmt.Errorf("the installed %s %s reports version %s", t.binary, pinned.version, v)
	}
	return pinned.binary, os.Rename(binary, pinned.binary)
}

func downloadTerraform(ctx context.Context, pinned, folder string) error {
	v, err := version.NewVersion(pinned)
	if err != nil {
		return err
	}
	release := releases.ExactVersion{Product: product.Terraform, Version: v, InstallDir: folder, Timeout: 10 * time.Minute}
	_, err = release.Install(ctx)
	return err
}

func downloadOpenTofu(ctx context.Context, pinned, folder string) error {
	downloader, err := tofudl.New()
	if err != nil {
		return err
	}
	binary, err := downloader.Download(ctx, tofudl.DownloadOptVersion(tofudl.Version(pinned)))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "tofu"+suffix), binary, 0o755)
}

// build builds the module for this machine. Without the first setting, the version of Terraform and OpenTofu would end in "-dev".
// versitygw has the second.
func (t Tool) build(ctx context.Context, pinned pin, folder string) error {
	settings := " -X " + t.source + "/version.dev=no -X main.Version=" + pinned.version
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w"+settings, "-o", filepath.Join(folder, t.binary+suffix), t.pkg)
	cmd.Dir = pinned.folder
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOOS="+runtime.GOOS, "GOARCH="+runtime.GOARCH)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd, err, out)
	}
	return nil
}

// pin is the version that a module of internal/tools pins.
type pin struct {
	version string // as in "1.16.4"
	folder  string // of the module
	binary  string // the path in the user's cache, which all checkouts share
}

var suffix = map[string]string{"windows": ".exe"}[runtime.GOOS]

// pinned reads the version from the go.mod in the checkout that the working directory belongs to.
func (t Tool) pinned(ctx context.Context) (pin, error) {
	gomod, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return pin{}, err
	}
	folder := filepath.Join(filepath.Dir(strings.TrimSpace(string(gomod))), "internal", "tools", t.module)
	mod, err := os.ReadFile(filepath.Join(folder, "go.mod"))
	if err != nil {
		return pin{}, fmt.Errorf("the working directory is not in a checkout of the provider: %w", err)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return pin{}, err
	}
	found := regexp.MustCompile(regexp.QuoteMeta(t.source) + ` v(\S+)`).FindStringSubmatch(string(mod))
	if found == nil {
		return pin{}, fmt.Errorf("%s/go.mod does not require %s", folder, t.source)
	}
	name := fmt.Sprintf("%s-%s-%s-%s", t.binary, found[1], runtime.GOOS, runtime.GOARCH)
	return pin{found[1], folder, filepath.Join(cache, "terraform-provider-videostorage", name, t.binary+suffix)}, nil
}
