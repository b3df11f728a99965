package acctest

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/hashicorp/go-version"
)

// Features that a supported CLI may lack, with the first versions of Terraform and OpenTofu that have them. "" stands for none.
var (
	actions  = feature{"actions", "1.14", ""}
	query    = feature{"list resources", "1.14", ""}
	identity = feature{"resource identity", "1.12", "1.12"}
	// https://github.com/opentofu/opentofu/pull/4355
	movesFromProviders = feature{"moves from another provider", "1.8", "1.12"}
)

type feature struct{ name, terraform, openTofu string }

// NeedActions skips a test if the CLI has no actions.
func NeedActions(t testing.TB) { t.Helper(); actions.need(t) }

// NeedQuery skips a test if the CLI has no list resources.
func NeedQuery(t testing.TB) { t.Helper(); query.need(t) }

// HasQuery reports whether the CLI has list resources, and logs it if not.
func HasQuery(t testing.TB) bool { t.Helper(); return query.has(t) }

// NeedIdentity skips a test if the CLI has no resource identity.
func NeedIdentity(t testing.TB) { t.Helper(); identity.need(t) }

// HasIdentity reports whether the CLI has resource identity, and logs it if not.
func HasIdentity(t testing.TB) bool { t.Helper(); return identity.has(t) }

// NeedMovesFromProviders skips a test if the CLI does not tell a provider from which provider a resource moves.
func NeedMovesFromProviders(t testing.TB) { t.Helper(); movesFromProviders.need(t) }

const openTofu = "OpenTofu"

// The CLI that the tests run on, Terraform or OpenTofu, and its version.
var (
	tool       string
	cliVersion *version.Version
)

// askVersion runs the CLI for its name and version.
func askVersion(ctx context.Context, path string) error {
	out, err := exec.CommandContext(ctx, path, "version").Output()
	if err != nil {
		return fmt.Errorf("asking the CLI for its version: %w", err)
	}
	line, _, _ := strings.Cut(string(out), "\n")
	name, number, _ := strings.Cut(line, " v")
	tool = name
	if cliVersion, err = version.NewVersion(strings.TrimSpace(number)); err != nil {
		return fmt.Errorf("the CLI reports no version: %q: %w", line, err)
	}
	return nil
}

func (f feature) need(t testing.TB) {
	t.Helper()
	if lack := f.lack(t); lack != "" {
		skip(t, lack)
	}
}

func (f feature) has(t testing.TB) bool {
	t.Helper()
	lack := f.lack(t)
	if lack != "" {
		failIfNoSkip(t, lack)
		t.Log("Left out: " + lack)
	}
	return lack == ""
}

// lack returns a text with the version that the feature needs, or "" if the CLI has it.
func (f feature) lack(t testing.TB) string {
	t.Helper()
	NeedCLI(t)
	first, needs := f.terraform, "Terraform "+f.terraform
	if tool == openTofu {
		first = f.openTofu
	}
	if first != "" && !cliVersion.LessThan(version.Must(version.NewVersion(first))) {
		return ""
	}
	if f.openTofu != "" {
		needs += " or OpenTofu " + f.openTofu
	}
	return fmt.Sprintf("%s: needs %s or later, and this is %s %s", f.name, needs, tool, cliVersion)
}
