package twilio_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

func (k twin) list(arguments string) string { return listBlock(k.typeName, arguments) }

// media is what the settings are about.
func (k twin) media() string {
	if k.sandbox == twiliosandbox.RecordingSettings {
		return "recordings"
	}
	return "compositions"
}

// existing are settings that somebody may have made, with what a query says of them.
var existing = map[string]struct {
	settings twiliosandbox.Settings
	shown    string
}{
	"everything on":   {everySetting, "in " + bucket + "/, encrypted"},
	"storage":         {made, "in " + bucket + ", unencrypted"},
	"encryption":      {twiliosandbox.Settings{FriendlyName: "By hand", EncryptionEnabled: true, EncryptionKeySID: publicKey}, "in Twilio's cloud, encrypted"},
	"off, left-overs": {twiliosandbox.Settings{FriendlyName: "By hand", AWSS3URL: bucket, AWSCredentialsSID: awsCredential}, "in Twilio's cloud, unencrypted"},
}

// The configuration that a query generates adopts the settings without a change,
// whatever they are.
func TestQueryOfSettingsGeneratesWhatPlansEmpty(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	for name, test := range existing {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachTwin(t, func(t *testing.T, k twin) {
				s, w := startQuery(t, twiliosandbox.Behaviour{}, k.list(""))
				hold(s, k, test.settings)
				w.Succeed("query", "-no-color").Contains(t, "list."+k.typeName+".all account_sid="+s.SID+" By hand: "+k.media()+" "+test.shown)
				expectSent(t, s, "a query", "GET")

				w.Succeed("query", "-generate-config-out=generated.tf").Lacks(t, "Warning")
				got, _ := w.Plan()
				got.Contains(t, "1 to import, 0 to add, 0 to change, 0 to destroy")
				w.Apply().Contains(t, "1 imported, 0 added, 0 changed, 0 destroyed")
				w.PlansEmpty()
				expectNoWrite(t, s)
			})
		})
	}
}

// With include_resource, a query finds what an import puts into the state; without
// it, the identity alone.
func TestQueryOfSettingsFindsWhatAnImportDoes(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := startQuery(t, twiliosandbox.Behaviour{}, k.list(""))
		hold(s, k, everySetting)
		want := [2]string{s.SID, "By hand: " + k.media() + " in " + bucket + "/, encrypted"}
		found, warnings := w.Query()
		expectFound(t, found, "account_sid", want)
		expectWarnings(t, warnings)
		if found[0].Resource != nil {
			t.Errorf("found the resource %v without include_resource", found[0].Resource)
		}

		w.Write("all.tfquery.hcl", k.list("include_resource = true"))
		found, warnings = w.Query()
		expectFound(t, found, "account_sid", want)
		expectWarnings(t, warnings)
		w.Config(k.resource(encrypting))
		w.Succeed("import", k.address(), "Default")
		if diff := cmp.Diff(w.State(k.address()), found[0].Resource); diff != "" {
			t.Errorf("an import (-) and a query (+) find:\n%s", diff)
		}
	})
}

// Whatever Twilio answers where nobody has made settings, there is nothing to adopt.
func TestQueryOfSettingsThatNobodyMade(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	for name, b := range map[string]twiliosandbox.Behaviour{"default": {}, "404": {NeverConfigured404: true}, "null": {NullObject: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachTwin(t, func(t *testing.T, k twin) {
				s, w := startQuery(t, b, k.list("include_resource = true"))
				expect := func() {
					found, warnings := w.Query()
					expectFound(t, found, "account_sid")
					expectWarnings(t, warnings, "There are no "+title(k)+" to adopt")
				}
				expect()
				w.Succeed("query", "-no-color").Contains(t, "Twilio stores the "+k.media()+" of account "+s.SID+" in its own cloud", "it needs no import", "returned 0 results")

				// A name alone changes nothing.
				hold(s, k, twiliosandbox.Settings{FriendlyName: "By hand"})
				expect()
				w.Config(k.resource(storing))
				w.Apply()
			})
		})
	}
}

func title(k twin) string { return strings.TrimSuffix(k.media(), "s") + " settings" }

// Whatever goes wrong is an error of the query, never an empty result.
func TestQueryOfSettingsFails(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	const foreign = "ACdddddddddddddddddddddddddddddddd"
	for name, test := range map[string]struct {
		fault     sandbox.Fault
		respondAs string
		want      []string
	}{
		"credentials":     {fault: sandbox.Fault{Status: 401, Body: `{"code":20003,"message":"Authenticate","status":401}`, Every: 1}, want: []string{"HTTP status 401", "twilio.auth_token"}},
		"no permission":   {fault: sandbox.Fault{Status: 403, Body: `{"code":20403,"message":"Forbidden","status":403}`, Every: 1}, want: []string{"HTTP status 403", "lack a permission"}},
		"out of order":    {fault: sandbox.Fault{Status: 500, Header: atOnce, Body: "<html>", ContentType: "text/html", Every: 1}, want: []string{"HTTP status 500", "status.twilio.com"}},
		"no Twilio":       {fault: sandbox.Fault{Status: 404, Body: "<html>", ContentType: "text/html", Every: 1}, want: []string{"HTTP status 404", "Something other than Twilio's API"}},
		"another account": {respondAs: foreign, want: []string{anotherAccount, foreign}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachTwin(t, func(t *testing.T, k twin) {
				s, w := startQuery(t, twiliosandbox.Behaviour{}, k.list(""))
				with(s.Account, "max_retries = 1")
				w.Config("")
				hold(s, k, made)
				s.RespondAs(test.respondAs)
				if test.fault.Status != 0 {
					s.Faults().Add(test.fault)
				}
				got := w.Fail("query", "-no-color", "-generate-config-out=generated.tf")
				expectOneError(t, got, append(test.want, s.SID, "with list."+k.typeName+".all")...)
				got.Lacks(t, "By hand", "0 results")
				if _, err := os.Stat(filepath.Join(w.Dir, "generated.tf")); err == nil {
					t.Error("configuration was generated")
				}
			})
		})
	}
}

// Twilio requires a name, but old settings may have none; and no limit is documented. What
// a configuration may not say is a warning that tells what to do, and that suffices.
func TestQueryOfSettingsWhoseNameCannotBeKept(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	for name, test := range map[string]struct{ name, shown, warned string }{
		"none":     {"", "Without a name", "They have no name"},
		"too long": {strings.Repeat("ä", 65), strings.Repeat("ä", 65), "They have a name of 65 characters"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachTwin(t, func(t *testing.T, k twin) {
				s, w := startQuery(t, twiliosandbox.Behaviour{}, k.list(""))
				settings := made
				settings.FriendlyName = test.name
				hold(s, k, settings)
				found, warnings := w.Query()
				expectFound(t, found, "account_sid", [2]string{s.SID, test.shown + ": " + k.media() + " in " + bucket + ", unencrypted"})
				expectWarnings(t, warnings)

				w.Succeed("query", "-no-color", "-generate-config-out=generated.tf").Contains(t,
					"The "+title(k)+" need another name", test.warned, "1 to 64 characters: until then, planning fails")
				w.Fail("plan", "-no-color").Contains(t, "friendly_name")
				generated := regexp.MustCompile(`(?m)^  friendly_name .*$`).ReplaceAllString(w.Read("generated.tf"), `  friendly_name = "By hand"`)
				w.Write("generated.tf", generated)
				w.Apply().Contains(t, "1 imported, 0 added, 1 changed, 0 destroyed")
				w.PlansEmpty()
				if got, _ := s.Settings(s.SID, k.sandbox); got != made {
					t.Errorf("the settings are %+v, want %+v", got, made)
				}
			})
		})
	}
}

// A switch that Twilio does not tell is not called off.
func TestQueryOfSettingsWithoutSwitches(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := startQuery(t, twiliosandbox.Behaviour{}, k.list(""))
		s.Faults().Add(sandbox.Fault{Status: 200, Body: fmt.Sprintf(`{"account_sid":%q,"friendly_name":"By hand","aws_s3_url":%q,"aws_credentials_sid":%q}`, s.SID, bucket, awsCredential)})
		found, _ := w.Query()
		expectFound(t, found, "account_sid",
			[2]string{s.SID, "By hand: where " + k.media() + " are stored, and whether they are encrypted, Twilio does not say"})
	})
}

// A name that would steer a terminal, or look like another result, does not.
func TestQueryShowsNamesOnOneLine(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	s, w := startQuery(t, twiliosandbox.Behaviour{}, composition.list("")+storedKey.list(""))
	settings := made
	settings.FriendlyName = "Two\nlines\x1b[2J"
	hold(s, composition, settings)
	storedKey.put(s, settings.FriendlyName)
	found, _ := w.Query()
	for _, one := range found {
		if name, _, _ := strings.Cut(one.DisplayName, ":"); name != "Two lines [2J" {
			t.Errorf("%s is shown as %q", one.Address, one.DisplayName)
		}
	}
	if len(found) != 2 {
		t.Errorf("found %+v", found)
	}
}

// However long a name and a URL are, what the settings do, and what a credential is in use
// by, is seen.
func TestQueryCutsWhatIsLong(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	s, w := startQuery(t, twiliosandbox.Behaviour{}, recording.list("")+storedAWS.list(""))
	long := strings.Repeat("é", 1<<10)
	settings := everySetting
	settings.FriendlyName, settings.AWSS3URL = long, bucket+"/"+strings.Repeat("p", 1<<10)
	settings.AWSCredentialsSID = storedAWS.put(s, long)[0].SID
	hold(s, recording, settings)
	found, _ := w.Query()
	if len(found) != 2 {
		t.Fatalf("found %+v", found)
	}
	for _, one := range found {
		name, end, cut := strings.Cut(one.DisplayName, "… (cut)")
		if !cut || len(one.DisplayName) > 512 || !strings.HasPrefix(long, name) ||
			!strings.HasPrefix(end, ": recordings in "+bucket+"/p") && end != ", in use by the recording settings" ||
			strings.HasPrefix(end, ":") && !strings.HasSuffix(end, "… (cut), encrypted") {
			t.Errorf("%s is shown as %q", one.Address, one.DisplayName)
		}
	}
}

// An answer without account_sid is the configured account's.
func TestQueryOfSettingsWithoutAccount(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := startQuery(t, twiliosandbox.Behaviour{}, k.list("include_resource = true"))
		hold(s, k, everySetting)
		s.RespondAs("-")
		found, _ := w.Query()
		if len(found) != 1 || found[0].Identity["account_sid"] != s.SID || found[0].Resource["account_sid"] != s.SID {
			t.Errorf("found %+v", found)
		}
	})
}

// A limit of 0 needs no request. Terraform does not wait for the answer to it, so it is
// asked here.
func TestQueryForNothing(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	hold(s, recording, made)
	s.AddCredential(s.SID, twiliosandbox.Credential{})
	p := newDirect(t, s)
	for _, typeName := range []string{recording.typeName, storedAWS.typeName} {
		found, all, err := p.Query(t.Context(), typeName, nil, true, 0)
		if err != nil || len(found) > 0 || len(all) > 0 {
			t.Errorf("%s: found %v, with %v and error %v", typeName, found, all, err)
		}
	}
	expectSent(t, s, "a query for nothing")
}

// Terraform takes a list that was interrupted for complete, unless it says so.
func TestInterruptedQuery(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	for name, test := range map[string]struct{ block, path, format, want string }{
		"settings":            {recording.list(""), "/v1/RecordingSettings", "-json", "Could not read the recording settings"},
		"credentials":         {storedAWS.list(""), storedAWS.path, "-json", "Could not list the AWS credentials"},
		"use of a credential": {storedKey.list(""), "/v1/CompositionSettings", "-json", "Could not read the composition settings"},
		"text":                {storedAWS.list(""), storedAWS.path, "-no-color", "Could not list the AWS credentials"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := startQuery(t, twiliosandbox.Behaviour{}, test.block)
			hold(s, recording, made)
			s.AddCredential(s.SID, twiliosandbox.Credential{})
			s.AddCredential(s.SID, twiliosandbox.Credential{Kind: twiliosandbox.PublicKeys})
			waiting := make(chan struct{})
			s.Faults().Add(sandbox.Fault{Path: test.path, Delay: time.Hour, Hook: func() { close(waiting) }})
			got := w.Interrupt(waiting, "query", test.format)
			if got.Code != 1 {
				t.Errorf("exit status %d", got.Code)
			}
			got.Contains(t, "Interrupt received", test.want, "The run was interrupted")
			got.Lacks(t, `"type":"list_complete"`)
		})
	}
}

// Without credentials for Twilio, a query says what is missing.
func TestQueryWithoutConfiguration(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	s.Getenv = func(string) string { return "" }
	w := acctest.NewWorkspace(t, s.Account, nil)
	w.Config("")
	for _, block := range []string{recording.list(""), composition.list(""), storedAWS.list(""), storedKey.list("")} {
		w.Write("all.tfquery.hcl", block)
		expectOneError(t, w.Fail("query", "-no-color"), "Twilio is not configured", "TWILIO_ACCOUNT_SID")
	}
	expectSent(t, s, "a provider without credentials")
}

// Each account's settings are found, and adopted, through its own provider.
func TestQueryOfTwoAccounts(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	ours, theirs := twiliosandbox.NewAccount(), twiliosandbox.NewAccount()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{}, ours, theirs)
	// One server has one account, so the CLI has to start two.
	w := acctest.NewInstalledWorkspace(t, s.Account)
	w.Write("terraform.tfvars", fmt.Sprintf("token = %q\n", theirs.AuthToken))
	w.Config(fmt.Sprintf(`
variable "token" {
  sensitive = true
}
provider "videostorage" {
  alias = "theirs"
  twilio = {
    account_sid = %q
    auth_token  = var.token
  }
}
`, theirs.SID))
	w.Succeed("init")
	w.Write("all.tfquery.hcl", recording.list("")+strings.NewReplacer(`"all"`, `"theirs"`, "= videostorage", "= videostorage.theirs").Replace(recording.list("")))
	for _, account := range []twiliosandbox.Account{ours, theirs} {
		settings := made
		settings.FriendlyName = "Of " + account.SID
		s.SetSettings(account.SID, recording.sandbox, settings)
	}
	found, _ := w.Query()
	slices.SortFunc(found, func(a, b acctest.Listed) int { return strings.Compare(a.Address, b.Address) })
	expectFound(t, found, "account_sid",
		[2]string{ours.SID, "Of " + ours.SID + ": recordings in " + bucket + ", unencrypted"},
		[2]string{theirs.SID, "Of " + theirs.SID + ": recordings in " + bucket + ", unencrypted"})

	w.Succeed("query", "-generate-config-out=generated.tf")
	w.Apply().Contains(t, "2 imported, 0 added, 0 changed, 0 destroyed")
	w.PlansEmpty()
	if got := w.State(recording.typeName + ".theirs_0")["account_sid"]; got != theirs.SID {
		t.Errorf("theirs_0 is of account %v, want %s", got, theirs.SID)
	}
	expectNoWrite(t, s)
}
