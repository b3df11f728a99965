package acctest

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/go-version"
)

var cliVersion = sync.OnceValues(func() (string, error) {
	out, err := exec.Command(os.Getenv("TF_ACC_TERRAFORM_PATH"), "version").Output() //nolint:gosec // the CLI under test
	return string(out), err
})

// CLI is the tool that the tests run on, Terraform or OpenTofu, and its version.
func CLI(t testing.TB) (tool string, at *version.Version) {
	t.Helper()
	out, err := cliVersion()
	if err == nil {
		first, _, _ := strings.Cut(out, "\n")
		var number string
		if tool, number, _ = strings.Cut(strings.TrimSpace(first), " v"); number != "" {
			at, err = version.NewVersion(number)
		} else {
			err = fmt.Errorf("%q names no version", first)
		}
	}
	if err != nil {
		t.Fatalf("asking the CLI for its version: %v", err)
	}
	return tool, at
}

// IsOpenTofu reports whether the tests run on OpenTofu.
func IsOpenTofu(t testing.TB) bool {
	t.Helper()
	tool, _ := CLI(t)
	return tool == "OpenTofu"
}

// NeedActions skips a test where the CLI has no actions: Terraform has them since
// 1.14, and OpenTofu has none.
func NeedActions(t testing.TB) {
	t.Helper()
	if tool, at := CLI(t); tool != "Terraform" || at.LessThan(version.Must(version.NewVersion("1.14.0"))) {
		t.Skipf("actions need Terraform 1.14 or later, and this is %s %s", tool, at)
	}
}
