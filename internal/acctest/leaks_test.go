package acctest

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

func TestMain(m *testing.M) { Main(m) }

// planted is a secret that a configuration gives away.
const planted = "thePlantedSecret"

// entryAtTrace is in the provider's log only, and only at TRACE. The provider logs no value of a configuration, so the tests declare this
// text to be a secret.
const entryAtTrace = "Received request"

// giveaway prints the secret, stores it, sends it, and has it in the message of an error while refused is true.
const giveaway = `
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

// leaksIn ends the failing test, and returns the places of which it complained.
func leaksIn(failing *failingTest) map[string]bool {
	failing.end()
	places := map[string]bool{}
	for _, complaint := range failing.errors {
		place, _, _ := strings.Cut(complaint[strings.Index(complaint, " in ")+len(" in "):], ", ")
		places[regexp.MustCompile(`work\d+`).ReplaceAllString(place, "work")] = true
	}
	return places
}

func expectLeaks(t *testing.T, got map[string]bool, want ...string) {
	t.Helper()
	for _, place := range want {
		if !got[place] {
			t.Errorf("the secret was not found in %s, but in %v", place, got)
		}
	}
}

func expectNoLeaks(t *testing.T, got map[string]bool, places ...string) {
	t.Helper()
	for place := range got {
		for _, kind := range places {
			if strings.HasPrefix(place, kind) {
				t.Errorf("the secret was found in %s", place)
			}
		}
	}
}

func TestLeaksOfAWorkspaceAreFound(t *testing.T) {
	t.Parallel()
	for name, use := range map[string]func(*Sandbox){
		"secret":        func(s *Sandbox) { s.Secret(planted, entryAtTrace) },
		"stored secret": func(s *Sandbox) { s.StoredSecret(planted); s.Secret(entryAtTrace) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failing := &failingTest{TB: t}
			s := NewSandbox(failing, twiliosandbox.Behaviour{})
			use(s)
			w := NewWorkspace(failing, s.Account, nil)
			w.Config(giveaway)
			w.Succeed("plan", "-out=saved")
			w.Succeed("apply", "saved")
			w.State("videostorage_twilio_recording_settings.this")
			w.Write("terraform.tfvars", "refused = true")
			w.Fail("plan", "-no-color")
			// It is the CLI that leaves such a file.
			if err := os.WriteFile(filepath.Join(w.Dir, "crash.log"), []byte("panic: "+planted), 0o600); err != nil {
				t.Fatal(err)
			}

			got := leaksIn(failing)
			expectLeaks(t, got, "output stdout of `plan -out=saved`", "output stdout of `apply saved`", "output stderr of `plan -no-color`",
				"log of the provider", "file crash.log")
			stored := []string{"state terraform.tfstate", "plan saved/tfplan", "state stdout of `show -json`"}
			if name == "secret" {
				expectLeaks(t, got, stored...)
			} else {
				expectNoLeaks(t, got, "state", "plan")
			}
			expectNoLeaks(t, got, "file main.tf", "plan saved/tfconfig")
		})
	}
}

// What only the configuration holds is no leak, though Terraform and
// terraform-plugin-testing copy it about.
func TestCleanTests(t *testing.T) {
	t.Parallel()
	clean := strings.ReplaceAll(giveaway, planted, "nothing") + "# " + planted + "\n"
	for name, run := range map[string]func(testing.TB, *Account){
		"workspace": func(t testing.TB, a *Account) {
			w := NewWorkspace(t, a, nil)
			w.Config(clean)
			w.Succeed("plan", "-out=saved")
			w.Succeed("apply", "saved")
			w.Destroy()
		},
		"run": func(t testing.TB, a *Account) {
			runs(t, a, clean)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failing := &failingTest{TB: t}
			s := NewSandbox(failing, twiliosandbox.Behaviour{})
			s.Secret(planted)
			run(failing, s.Account)
			if failing.end(); len(failing.errors) > 0 {
				t.Errorf("found %q", failing.errors)
			}
		})
	}
}

// runs applies a configuration with terraform-plugin-testing.
func runs(t testing.TB, a *Account, config string) {
	t.Helper()
	resource.UnitTest(parallel{t}, resource.TestCase{
		ProtoV6ProviderFactories: Factories(a), Steps: []resource.TestStep{{Config: a.ProviderConfig + config}},
	})
}

// parallel is what terraform-plugin-testing takes for a *testing.T.
type parallel struct{ testing.TB }

func (parallel) Parallel() {}

// What only an entry at TRACE has is found, however the provider runs.
func TestLogsAreScannedAtTrace(t *testing.T) {
	t.Parallel()
	const entry = entryAtTrace
	for where, open := range map[string]func(testing.TB, *Account) *Workspace{
		"log of the provider": func(t testing.TB, a *Account) *Workspace { return NewWorkspace(t, a, nil) },
		"log of the CLI": func(t testing.TB, a *Account) *Workspace {
			w := NewInstalledWorkspace(t, a)
			w.Config("")
			w.Succeed("init")
			return w
		},
	} {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			failing := &failingTest{TB: t}
			s := NewSandbox(failing, twiliosandbox.Behaviour{})
			s.Secret(entry)
			w := open(failing, s.Account)
			w.Config(giveaway)
			w.Apply()
			if !strings.Contains(w.Log(), entry) {
				t.Errorf("Log returns no entry %q", entry)
			}
			got := leaksIn(failing)
			expectLeaks(t, got, where)
			expectNoLeaks(t, got, "output", "state")
		})
	}
}

// A scan of a log that is not there is no proof of anything.
func TestMissingLogsAreNoticed(t *testing.T) {
	t.Parallel()
	const cli, provider = "[TRACE] GRPCProvider.v6: ConfigureProvider", "[TRACE] sdk.proto: Received request: tf_rpc=ConfigureProvider"
	for name, test := range map[string]struct {
		cli, provider, complaint string
	}{
		"both are there":              {cli, provider, ""},
		"both in the CLI's":           {cli + "\n" + provider, "", ""},
		"a provider that had no part": {"[TRACE] anything", "", ""},
		"none of the provider":        {cli, "", "a provider was configured and has logged nothing"},
		"the provider's from before":  {cli, "[TRACE] sdk.proto: Received request: tf_rpc=GetProviderSchema", "a provider was configured and has logged nothing"},
		"none of the CLI":             {"", provider, "the CLI has logged nothing at TRACE"},
		"the CLI's is not at TRACE":   {"[DEBUG] anything", provider, "the CLI has logged nothing at TRACE"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failing := &failingTest{TB: t}
			w := newWorkspace(failing, NewSandbox(t, twiliosandbox.Behaviour{}).Account)
			w.trace.add([]string{"plan"}, nil, nil)
			w.checkLogs([]byte(test.cli), []byte(test.provider))
			if got := fmt.Sprint(failing.errors); (got == "[]") != (test.complaint == "") || !strings.Contains(got, test.complaint) {
				t.Errorf("the test was told %s, want %q", got, test.complaint)
			}
		})
	}
}

// What terraform-plugin-testing runs is scanned as well, when the test of the
// account ends.
func TestLeaksOfARunAreFound(t *testing.T) {
	t.Parallel()
	for name, use := range map[string]func(*Sandbox){
		"secret":        func(s *Sandbox) { s.Secret(planted, entryAtTrace) },
		"stored secret": func(s *Sandbox) { s.StoredSecret(planted); s.Secret(entryAtTrace) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failing := &failingTest{TB: t}
			s := NewSandbox(failing, twiliosandbox.Behaviour{})
			use(s)
			runs(failing, s.Account, giveaway)

			got := leaksIn(failing)
			log := "log " + strings.ReplaceAll(t.Name(), "/", "__") + ".log"
			stored := []string{"state step_1/work/terraform.tfstate", "plan step_1/work/tfplan/tfplan"}
			expectLeaks(t, got, log)
			if name == "secret" {
				expectLeaks(t, got, stored...)
			} else {
				expectNoLeaks(t, got, "state", "plan")
			}
			expectNoLeaks(t, got, "file")
			if !strings.Contains(fmt.Sprint(failing.errors), "a secret of the test in "+log) {
				t.Errorf("an entry at TRACE was not found: %q", failing.errors)
			}
		})
	}
}

// What no test has scanned is scanned in the end, for every test's secrets.
func TestSweep(t *testing.T) {
	t.Parallel()
	s := NewSandbox(t, twiliosandbox.Behaviour{})
	s.StoredSecret("aSecretOfTheSweep")
	for path, clean := range map[string]bool{
		"logs/Test.log": false,
		"runs/plugintest1/work1/terraform.tfstate":        false,
		"runs/plugintest1/work1/terraform_plugin_test.tf": true,
		"runs/plugintest1/step_1/work1/cli/settings.go":   true,
	} {
		dir := t.TempDir()
		file := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte("aSecretOfTheSweep"), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(sweep(dir)); strings.Contains(got, "LEAKED") == clean || strings.Contains(got, "aSecret") {
			t.Errorf("%s: sweeping returned %s, want it clean: %t", path, got, clean)
		}
		scanned.Store(file, true)
		if got := sweep(dir); len(got) > 0 {
			t.Errorf("%s is scanned twice: %s", path, got)
		}
	}
}

// What code of the provider prints through package log is swept.
func TestStandardLogIsKept(t *testing.T) {
	t.Parallel()
	const line = "printed through package log"
	log.New(standardLog, "", 0).Print(line)
	content, err := os.ReadFile(filepath.Join(logsFolder(), "standard.log"))
	if err != nil || !strings.Contains(string(content), line) {
		t.Errorf("standard.log holds %q (%v)", content, err)
	}
}
