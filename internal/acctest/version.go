package acctest

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
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
	need(t, "actions", map[string]string{"Terraform": "1.14"})
}

// NeedQuery skips a test where the CLI has no list resources, and so no `query`:
// Terraform has them since 1.14, and OpenTofu has none.
func NeedQuery(t testing.TB) {
	t.Helper()
	need(t, "list resources", querySince)
}

// HasQuery reports whether the CLI has list resources, and logs where it does not: for a test that has more to it.
func HasQuery(t testing.TB) bool {
	t.Helper()
	return has(t, "list resources", querySince)
}

var querySince = map[string]string{"Terraform": "1.14"}

// NeedIdentity skips a test where the CLI knows no resource identity, and so no
// import by one: Terraform and OpenTofu do since 1.12.
func NeedIdentity(t testing.TB) {
	t.Helper()
	need(t, "resource identity", identitySince)
}

// HasIdentity reports whether the CLI knows resource identity, and logs where it does
// not: for a test that has more to it.
func HasIdentity(t testing.TB) bool {
	t.Helper()
	return has(t, "resource identity", identitySince)
}

// FormatsQueries reports whether `fmt` takes the files of `query`, and logs where it does
// not. Terraform's does since 1.15, a version after it has `query`:
// https://github.com/hashicorp/terraform/blob/v1.15.0/internal/command/fmt.go
func FormatsQueries(t testing.TB) bool {
	t.Helper()
	return has(t, "`fmt` of queries", map[string]string{"Terraform": "1.15"})
}

// has reports whether the CLI has a feature, and logs where it has not.
func has(t testing.TB, feature string, since map[string]string) bool {
	t.Helper()
	lack := lacks(t, feature, since)
	if lack != "" {
		t.Log("Left out: " + lack)
	}
	return lack == ""
}

// NeedMovesFromProviders skips a test where the CLI does not tell a provider which one a
// resource moves from: Terraform does since 1.8, and OpenTofu since 1.12
// (https://github.com/opentofu/opentofu/pull/4355).
func NeedMovesFromProviders(t testing.TB) {
	t.Helper()
	need(t, "moves from another provider", map[string]string{"Terraform": "1.8", "OpenTofu": "1.12"})
}

var identitySince = map[string]string{"Terraform": "1.12", "OpenTofu": "1.12"}

// need skips a test of a feature that the CLI lacks. since has the first version of
// each tool that has it.
func need(t testing.TB, feature string, since map[string]string) {
	t.Helper()
	if lack := lacks(t, feature, since); lack != "" {
		t.Skip(lack)
	}
}

// lacks says which version the CLI would have to be, "" if it is.
func lacks(t testing.TB, feature string, since map[string]string) string {
	t.Helper()
	tool, at := CLI(t)
	if first, ok := since[tool]; ok && !at.LessThan(version.Must(version.NewVersion(first))) {
		return ""
	}
	var enough []string
	for _, tool := range slices.Sorted(maps.Keys(since)) {
		enough = append(enough, tool+" "+since[tool])
	}
	return fmt.Sprintf("%s: needs %s or later, and this is %s %s", feature, strings.Join(enough, " or "), tool, at)
}
