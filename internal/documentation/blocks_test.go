package documentation_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/fakeaws"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// What HCL a page shows is an example, which is applied, or a query, which is run, or is
// valid by itself. It is formatted in any case.
func TestEveryBlockIsValid(t *testing.T) {
	t.Parallel()
	applied := map[string]bool{}
	for _, files := range configurations(t) {
		for _, content := range files {
			applied[strings.TrimSpace(content)] = true
		}
	}
	seen := 0
	for page, text := range pages(t) {
		for i, b := range blocks(text) {
			if !b.isHCL() {
				continue
			}
			seen++
			if applied[strings.TrimSpace(b.text)] {
				continue
			}
			if b.isQuery() {
				t.Errorf("%s shows a query that is no example, so nothing runs it:\n%s", page, b.text)
				continue
			}
			t.Run(fmt.Sprintf("%s/%d", page, i), func(t *testing.T) {
				t.Parallel()
				if b.isCLIConfiguration() {
					expectCLIConfiguration(t, b.text)
					return
				}
				s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
				w := acctest.NewWorkspace(t, s.Account, map[string]provider.Provider{fakeaws.Address: &fakeaws.Provider{}})
				w.Write("main.tf", b.text)
				w.Succeed("fmt", "-check", "-diff")
				w.Require("aws", fakeaws.Address)
				w.Config(b.text)
				w.Succeed("validate", "-no-color")
			})
		}
	}
	if seen < 30 {
		t.Errorf("only %d blocks were looked at", seen)
	}
}

// expectCLIConfiguration fails the test unless the CLI takes the text for its own
// configuration.
func expectCLIConfiguration(t *testing.T, text string) {
	t.Helper()
	acctest.NeedCLI(t)
	file := filepath.Join(t.TempDir(), "cli.tfrc")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Getenv("TF_ACC_TERRAFORM_PATH"), "version") //nolint:gosec // the CLI under test
	cmd.Env = append(os.Environ(), "TF_LOG=", "TF_CLI_CONFIG_FILE="+file)
	if out, err := cmd.CombinedOutput(); err != nil || strings.Contains(string(out), "CLI configuration") {
		t.Errorf("%v\n%s", err, out)
	}
}

// The templates are where a page comes from: HCL in one of a guide would be a copy that
// no example keeps true.
func TestGuidesShowExamples(t *testing.T) {
	t.Parallel()
	templates, err := filepath.Glob(filepath.Join(root, "templates", "guides", "*"))
	if err != nil || len(templates) == 0 {
		t.Fatalf("%d templates, %v", len(templates), err)
	}
	for _, path := range templates {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range blocks(string(content)) {
			if b.language == "terraform" {
				t.Errorf("%s has HCL of its own: put it under examples/guides, and show it with tffile:\n%s", filepath.Base(path), b.text)
			}
		}
	}
}
