package twilio_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Generated configuration imports existing settings without a change. The display name describes them.
func TestQueryOfSettingsGeneratesWhatPlansEmpty(t *testing.T) {
	t.Parallel()
	forEachSettings(t, func(t *testing.T, k settingsKind) {
		for shown, existing := range map[string]twiliosandbox.Settings{
			"in " + bucket + "/, encrypted":  everySetting,
			"in " + bucket + ", unencrypted": existingSettings,
			"in Twilio's cloud, encrypted":   {FriendlyName: "By hand", EncryptionEnabled: true, EncryptionKeySID: publicKey},
			"in Twilio's cloud, unencrypted": leftoverSettings,
		} {
			s, w := startQuery(t, twiliosandbox.Behaviour{}, k.list(""))
			setSettings(s, k, existing)
			w.Succeed("query", "-no-color").Contains(t, "list."+k.typeName+".all account_sid="+s.SID+" By hand: "+k.media+" "+shown)
			expectSent(t, s, "a query", "GET")
			w.Succeed("query", "-generate-config-out=generated.tf").Lacks(t, "Warning")
			got, _ := w.Plan()
			got.Contains(t, "1 to import, 0 to add, 0 to change, 0 to destroy")
			w.Apply().Contains(t, "1 imported, 0 added, 0 changed, 0 destroyed")
			w.PlansEmpty()
			expectNoWrite(t, s)

			found, _ := w.Query()
			if len(found) != 1 || found[0].Resource != nil {
				t.Errorf("found %+v, want one result without attributes", found)
			}
			w.Write("all.tfquery.hcl", k.list("include_resource = true"))
			found, warnings := w.Query()
			expectWarnings(t, warnings)
			if diff := cmp.Diff(w.State(k.typeName+".all_0"), found[0].Resource); diff != "" {
				t.Errorf("an import (-) and a query (+) find:\n%s", diff)
			}
		}
	})
}

// Twilio's defaults need no import, however Twilio answers for them.
func TestQueryOfDefaultSettings(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]twiliosandbox.Behaviour{"default": {}, "404": {NeverConfigured404: true}, "null": {NullObject: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := startQuery(t, b, recordingSettings.list("include_resource = true"), compositionSettings.list("include_resource = true"))
			expectNone := func() {
				t.Helper()
				found, warnings := w.Query()
				expectFound(t, found, "account_sid")
				expectWarnings(t, warnings, "There are no composition settings to adopt", "There are no recording settings to adopt")
			}
			expectNone()
			w.Succeed("query", "-no-color").Contains(t, "Twilio stores the recordings of account "+s.SID+" in its own cloud", "No import is needed")
			for _, k := range bothSettings {
				setSettings(s, k, twiliosandbox.Settings{FriendlyName: "By hand"})
			}
			expectNone()
		})
	}
}

// A failure is an error of the query, never an empty result.
func TestQueryOfSettingsFails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault sandbox.Fault
		want  []string
	}{
		"no permission":   {sandbox.Fault{Status: 403, Body: `{"code":20403,"message":"Forbidden","status":403}`}, []string{"HTTP status 403", "lack a permission"}},
		"outage":          {sandbox.Fault{Status: 500, Body: "<html>", ContentType: "text/html", Every: 1}, []string{"HTTP status 500", "2 attempts", "status.twilio.com"}},
		"no Twilio":       {sandbox.Fault{Status: 404, Body: "<html>", ContentType: "text/html"}, []string{"HTTP status 404", "Another server than Twilio's API"}},
		"another account": {sandbox.Fault{Status: 200, Body: fmt.Sprintf(`{"account_sid":%q,"friendly_name":"Theirs"}`, otherAccount)}, []string{otherAccountSummary, otherAccount}},
		// The deadline of a query is five minutes.
		"Retry-After": {
			sandbox.Fault{Status: 429, Header: map[string][]string{"Retry-After": {"7200"}}, Body: `{"code":20429,"message":"Too Many Requests","status":429}`},
			[]string{"Twilio error 20429", "asks to wait 2h0m0s, longer than this operation may take", "Try again after 2h0m0s"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := recordingSettings
			s, w := startQuery(t, twiliosandbox.Behaviour{}, k.list(""))
			addProviderArguments(s.Account, "max_retries = 1")
			w.Config("")
			setSettings(s, k, existingSettings)
			s.Faults().Add(test.fault)
			got := w.Fail("query", "-no-color", "-generate-config-out=generated.tf")
			expectOneError(t, got, append(test.want, s.SID, "with list."+k.typeName+".all")...)
			got.Lacks(t, "By hand", "Theirs", "0 results")
			if _, err := os.Stat(filepath.Join(w.Dir, "generated.tf")); err == nil {
				t.Error("configuration was generated")
			}
		})
	}
}

// Twilio requires a name, but old settings may have none, and Twilio documents no limit. Generated configuration comes with a warning that
// describes the correction.
func TestQueryOfSettingsWithInvalidName(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ name, shown, warned string }{
		"none":     {"", "Without a name", "They have no name"},
		"too long": {strings.Repeat("ä", 65), strings.Repeat("ä", 65), "They have a name of 65 characters"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := recordingSettings
			s, w := startQuery(t, twiliosandbox.Behaviour{}, k.list(""))
			settings := existingSettings
			settings.FriendlyName = test.name
			setSettings(s, k, settings)
			found, warnings := w.Query()
			expectFound(t, found, "account_sid", [2]string{s.SID, test.shown + ": recordings in " + bucket + ", unencrypted"})
			expectWarnings(t, warnings)

			w.Succeed("query", "-no-color", "-generate-config-out=generated.tf").Contains(t, "The recording settings need another name", test.warned,
				"set friendly_name to 1 to 64 characters. Until then, planning fails.")
			w.Fail("plan", "-no-color").Contains(t, "friendly_name")
			w.Write("generated.tf", regexp.MustCompile(`(?m)^  friendly_name .*$`).ReplaceAllString(w.Read("generated.tf"), `  friendly_name = "By hand"`))
			w.Apply().Contains(t, "1 imported, 0 added, 1 changed, 0 destroyed")
			w.PlansEmpty()
			expectSettings(t, s, k, existingSettings)
		})
	}
}

// The response need not have switches and account.
func TestQueryOfSettingsWithoutSwitches(t *testing.T) {
	t.Parallel()
	s, w := startQuery(t, twiliosandbox.Behaviour{}, recordingSettings.list(""))
	s.Faults().Add(sandbox.Fault{Status: 200, Body: fmt.Sprintf(`{"friendly_name":"By hand","aws_s3_url":%q,"aws_credentials_sid":%q}`, bucket, awsCredential)})
	found, _ := w.Query()
	expectFound(t, found, "account_sid", [2]string{s.SID, "By hand: Twilio does not tell where it stores recordings and whether it encrypts them"})
}

// Long values are cut and line breaks removed, so that the end of the display name is shown.
func TestQueryShowsResultsOnOneLine(t *testing.T) {
	t.Parallel()
	s, w := startQuery(t, twiliosandbox.Behaviour{}, recordingSettings.list(""), listBlock("videostorage_twilio_aws_credential", ""))
	settings := everySetting
	settings.FriendlyName, settings.AWSS3URL = "Two\nlines\x1b[2J"+strings.Repeat("é", 1<<10), bucket+"/"+strings.Repeat("p", 1<<10)
	settings.AWSCredentialsSID = s.AddCredential(s.SID, twiliosandbox.Credential{FriendlyName: settings.FriendlyName}).SID
	setSettings(s, recordingSettings, settings)
	found, _ := w.Query()
	line := regexp.MustCompile(`^Two lines \[2Jé+… \(cut\)(: recordings in ` + bucket + `/p+… \(cut\), encrypted|, in use by the recording settings)$`)
	for _, result := range found {
		if len(result.DisplayName) > 512 || !line.MatchString(result.DisplayName) {
			t.Errorf("%s is shown as %q", result.Address, result.DisplayName)
		}
	}
	if len(found) != 2 {
		t.Errorf("found %+v, want two results", found)
	}
}

// A limit of 0 sends nothing. The CLI does not wait for the response to it, so this test calls the provider.
func TestQueryWithLimitZero(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	setSettings(s, recordingSettings, existingSettings)
	s.AddCredential(s.SID, twiliosandbox.Credential{})
	p := newDirect(t, s)
	for _, typeName := range []string{recordingSettings.typeName, "videostorage_twilio_aws_credential"} {
		found, all, err := p.Query(t.Context(), typeName, nil, true, 0)
		if err != nil || len(found) > 0 || len(all) > 0 {
			t.Errorf("%s: found %v, with %v and error %v", typeName, found, all, err)
		}
	}
	expectSent(t, s, "a query with limit 0")
}

// Terraform takes an interrupted list for complete, unless there is an error.
func TestInterruptedQuery(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ typeName, path, format, want string }{
		"settings":            {recordingSettings.typeName, "/v1/RecordingSettings", "-json", "Could not read the recording settings"},
		"credentials":         {"videostorage_twilio_aws_credential", "/v1/Credentials/AWS", "-json", "Could not list the AWS credentials"},
		"use of a credential": {"videostorage_twilio_public_key", "/v1/CompositionSettings", "-json", "Could not read the composition settings"},
		"text":                {"videostorage_twilio_aws_credential", "/v1/Credentials/AWS", "-no-color", "Could not list the AWS credentials"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := startQuery(t, twiliosandbox.Behaviour{}, listBlock(test.typeName, ""))
			setSettings(s, recordingSettings, existingSettings)
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

func TestQueryIfTwilioIsNotConfigured(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	s.Getenv = func(string) string { return "" }
	w := acctest.NewWorkspace(t, s.Account, nil)
	w.Config("")
	for _, typeName := range []string{recordingSettings.typeName, compositionSettings.typeName, "videostorage_twilio_aws_credential", "videostorage_twilio_public_key"} {
		w.Write("all.tfquery.hcl", listBlock(typeName, ""))
		expectOneError(t, w.Fail("query", "-no-color"), "Twilio is not configured", "TWILIO_ACCOUNT_SID")
	}
	expectSent(t, s, "a provider without credentials")
}
