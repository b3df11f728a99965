package acctest

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/videostorage/terraform-provider-videostorage/internal/contract"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

func TestMain(m *testing.M) { Main(m) }

// failingTest records the failures of a test, which ends when end is called.
type failingTest struct {
	testing.TB
	cleanups []func()
	errors   []string
}

func (f *failingTest) Helper()                   {}
func (f *failingTest) Parallel()                 {}
func (f *failingTest) Cleanup(cleanup func())    { f.cleanups = append(f.cleanups, cleanup) }
func (f *failingTest) Error(a ...any)            { f.errors = append(f.errors, fmt.Sprint(a...)) }
func (f *failingTest) Errorf(s string, a ...any) { f.errors = append(f.errors, fmt.Sprintf(s, a...)) }

func (f *failingTest) end() string {
	for _, cleanup := range slices.Backward(f.cleanups) {
		cleanup()
	}
	return strings.Join(f.errors, "\n")
}

const (
	planted = "thePlantedSecret"
	// entryAtTrace is in the provider's log only, and only at TRACE. The provider logs no value of a configuration, so the tests declare
	// this text to be a secret.
	entryAtTrace = "Received request"
	// giveaway prints the secret, stores it, sends it, and has it in the message of an error while refused is true.
	giveaway = `
variable "refused" { default = false }

output "leak" { value = "` + planted + `" }

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name = "` + planted + `"

  lifecycle {
    precondition {
      condition     = !var.refused
      error_message = "This is refused: ` + planted + `"
    }
  }
}
`
)

// declarations are the two ways to declare the planted secret.
var declarations = map[string]func(*Sandbox){
	"secret":        func(s *Sandbox) { s.Secret(planted, entryAtTrace) },
	"stored secret": func(s *Sandbox) { s.StoredSecret(planted); s.Secret(entryAtTrace) },
}

// expectLeaks compares the places of the findings with the wanted ones. A stored secret may be in states and plans.
func expectLeaks(t *testing.T, complaints, declaration string, want ...string) {
	t.Helper()
	got := map[string]bool{}
	for _, found := range regexp.MustCompile(`LEAKED: a (?:stored )?secret of the test in (.*?), `).FindAllStringSubmatch(complaints, -1) {
		got[regexp.MustCompile(`work\d+`).ReplaceAllString(found[1], "work")] = true
	}
	for _, place := range want {
		stored := strings.HasPrefix(place, "state ") || strings.HasPrefix(place, "plan ")
		if got[place] == (stored && declaration == "stored secret") {
			t.Errorf("the %s is in %s: %t", declaration, place, got[place])
		}
		delete(got, place)
	}
	for place := range got {
		if place == "file main.tf" || strings.Contains(place, "tfconfig") || declaration == "stored secret" && !strings.HasPrefix(place, "output ") {
			t.Errorf("the %s was found in %s", declaration, place)
		}
	}
}

func TestLeaksOfAWorkspaceAreFound(t *testing.T) {
	t.Parallel()
	for name, declare := range declarations {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failing := &failingTest{TB: t}
			s := NewSandbox(failing, twiliosandbox.Behaviour{})
			declare(s)
			w := NewWorkspace(failing, s.Account, nil)
			w.Config(giveaway)
			w.Succeed("plan", "-out=saved")
			w.Succeed("apply", "saved")
			w.Succeed("show", "-json")
			w.Write("terraform.tfvars", "refused = true")
			w.Fail("plan", "-no-color")
			// The CLI writes this file when it crashes.
			if err := os.WriteFile(filepath.Join(w.Dir, "crash.log"), []byte("panic: "+planted), 0o600); err != nil {
				t.Fatal(err)
			}
			expectLeaks(t, failing.end(), name, "output stdout of `plan -out=saved`", "output stdout of `apply saved`",
				"output stderr of `plan -no-color`", "log of the provider", "file crash.log",
				"state terraform.tfstate", "plan saved/tfplan", "state stdout of `show -json`")
		})
	}
}

func TestLeaksOfARunAreFound(t *testing.T) {
	t.Parallel()
	for name, declare := range declarations {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failing := &failingTest{TB: t}
			s := NewSandbox(failing, twiliosandbox.Behaviour{})
			declare(s)
			s.run(failing, []resource.TestStep{{Config: giveaway}})
			complaints := failing.end()
			log := "log " + strings.ReplaceAll(t.Name(), "/", "__") + ".log"
			expectLeaks(t, complaints, name, log, "state step_1/work/terraform.tfstate", "plan step_1/work/tfplan/tfplan")
			if !strings.Contains(complaints, "a secret of the test in "+log) {
				t.Errorf("the entry at TRACE was not found: %s", complaints)
			}
		})
	}
}

// A secret in nothing but the configuration is no leak, although Terraform copies it.
func TestSecretsOfTheConfigurationAreNoLeaks(t *testing.T) {
	t.Parallel()
	failing := &failingTest{TB: t}
	s := NewSandbox(failing, twiliosandbox.Behaviour{})
	s.Secret(planted)
	config := strings.ReplaceAll(giveaway, planted, "nothing") + "# " + planted + "\n"
	w := NewWorkspace(failing, s.Account, nil)
	w.Config(config)
	w.Succeed("plan", "-out=saved")
	w.Succeed("apply", "saved")
	w.Destroy()
	s.run(failing, []resource.TestStep{{Config: config}})
	if got := failing.end(); got != "" {
		t.Error(got)
	}
}

// The log of the CLI contains the log of a provider that it starts.
func TestLogsAreScannedAtTrace(t *testing.T) {
	t.Parallel()
	failing := &failingTest{TB: t}
	s := NewSandbox(failing, twiliosandbox.Behaviour{})
	s.Secret(entryAtTrace)
	w := NewInstalledWorkspace(failing, s.Account)
	w.Config(`data "videostorage_twilio_recording_settings" "this" {}`)
	w.Apply()
	if got := failing.end(); !strings.Contains(got, "in log of the CLI") {
		t.Errorf("the test was told %q", got)
	}
}

func TestMissingLogsAreNoticed(t *testing.T) {
	t.Parallel()
	const cli, provider = "[TRACE] GRPCProvider.v6: ConfigureProvider", "[TRACE] sdk.proto: Received request: tf_rpc=ConfigureProvider"
	for logs, want := range map[[2]string]string{
		{cli, provider}: "",
		{cli, ""}:       "a provider was configured and has logged nothing",
		{"", provider}:  "the CLI has logged nothing at TRACE",
	} {
		failing := &failingTest{TB: t}
		w := &Workspace{t: failing, outputs: []output{{}}}
		w.checkLogs([]byte(logs[0]), []byte(logs[1]))
		if got := failing.end(); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("the test was told %q, want %q", got, want)
		}
	}
}

func TestStandInsAreComparedWithTheDescriptions(t *testing.T) {
	t.Parallel()
	contract.Require(t)
	if s := NewSandbox(t, twiliosandbox.Behaviour{}); s.Log().Witness == nil {
		t.Error("nothing sees the requests to the stand-in")
	}
}

// A test that runs terraform-plugin-testing itself leaves its files.
func TestUnscannedFilesAreNoticed(t *testing.T) {
	t.Parallel()
	for path, unscanned := range map[string]bool{"logs/Test.log": true, "runs/plugintest1/work1": true, "runs/plugintest1": false} {
		dir := t.TempDir()
		if err := os.MkdirAll(filepath.Join(dir, filepath.FromSlash(path)), 0o700); err != nil {
			t.Fatal(err)
		}
		if found, err := findUnscanned(dir); err != nil || len(found) > 0 != unscanned {
			t.Errorf("%s: found %q, error %v", path, found, err)
		}
	}
}
