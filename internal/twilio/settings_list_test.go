package twilio_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// query runs a query without the CLI. It returns the display names and the diagnostics.
func query(t *testing.T, s *acctest.Sandbox, typeName string, limit int64) (found []string, all protocol.Diagnostics) {
	t.Helper()
	results, all, err := newDirect(t, s).Query(t.Context(), typeName, nil, false, limit)
	if err != nil {
		t.Fatal(err)
	}
	for _, result := range results {
		found = append(found, result.DisplayName)
	}
	return found, all
}

// The display name describes the settings. Long values are cut and line breaks removed, so that the end of the display name is shown.
func TestQueryOfSettings(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	finds := func(k settingsKind, settings twiliosandbox.Settings, want string) {
		t.Helper()
		setSettings(s, k, settings)
		found, diagnostics := query(t, s, k.typeName, 1)
		if len(found) != 1 || !regexp.MustCompile("^"+want+"$").MatchString(found[0]) {
			t.Errorf("found %q, want %q: %s", found, want, diagnostics)
		}
		expectSent(t, s, "a query", "GET")
	}
	nameless, longName, long := existingSettings, twiliosandbox.Settings{FriendlyName: strings.Repeat("ä", 65), AWSS3URL: bucket}, everySetting
	nameless.FriendlyName = ""
	long.FriendlyName, long.AWSS3URL = "Two\nlines\x1b[2J"+strings.Repeat("é", 1<<10), bucket+"/"+strings.Repeat("p", 1<<10)
	finds(recordingSettings, everySetting, "By hand: recordings in "+bucket+"/, encrypted")
	finds(compositionSettings, existingSettings, "By hand: compositions in "+bucket+", unencrypted")
	finds(recordingSettings, twiliosandbox.Settings{FriendlyName: "By hand", EncryptionEnabled: true, EncryptionKeySID: publicKey},
		"By hand: recordings in Twilio's cloud, encrypted")
	finds(compositionSettings, leftoverSettings, "By hand: compositions in Twilio's cloud, unencrypted")
	finds(recordingSettings, nameless, "Without a name: recordings in "+bucket+", unencrypted")
	finds(compositionSettings, longName, longName.FriendlyName+": compositions in Twilio's cloud, unencrypted")
	// At most 170 bytes of each value are shown.
	const cutName = `Two lines \[2Jé{60,85}… \(cut\)`
	finds(recordingSettings, long, cutName+`: recordings in `+bucket+`/p{60,170}… \(cut\), encrypted`)
	long.AWSCredentialsSID = s.AddCredential(s.SID, twiliosandbox.Credential{FriendlyName: long.FriendlyName}).SID
	setSettings(s, recordingSettings, long)
	if found, _ := query(t, s, awsType, 1); len(found) != 1 || !regexp.MustCompile("^"+cutName+", in use by the recording settings$").MatchString(found[0]) {
		t.Errorf("found %q", found)
	}
	s.Log().Reset()
	// The response need not have switches and account.
	s.Faults().Add(sandbox.Fault{
		Path: "/RecordingSettings", Status: 200, Body: `{"friendly_name":"By hand","aws_s3_url":"` + bucket + `","aws_credentials_sid":"` + awsCredential + `"}`,
	})
	finds(recordingSettings, existingSettings, "By hand: Twilio does not tell where it stores recordings and whether it encrypts them")

	// A limit of 0 sends nothing. The CLI does not wait for the response to it.
	for _, typeName := range []string{recordingSettings.typeName, awsType} {
		if found, diagnostics := query(t, s, typeName, 0); len(found) > 0 || len(diagnostics) > 0 {
			t.Errorf("%s: found %q, with %s", typeName, found, diagnostics)
		}
	}
	expectSent(t, s, "a query with limit 0")
}

// Generated configuration imports existing settings without a change.
func TestQueryOfSettingsGeneratesWhatPlansEmpty(t *testing.T) {
	t.Parallel()
	s, w := startQuery(t, recordingSettings.list("include_resource = true"), compositionSettings.list("include_resource = true"))
	setSettings(s, recordingSettings, everySetting)
	setSettings(s, compositionSettings, leftoverSettings)
	w.Succeed("query", "-generate-config-out=generated.tf").Lacks(t, "Warning")
	w.Apply().Contains(t, "2 imported, 0 added, 0 changed, 0 destroyed")
	w.PlansEmpty()
	expectNoWrite(t, s)
	found, warnings := w.Query()
	expectWarnings(t, warnings)
	if len(found) != 2 {
		t.Fatalf("found %+v", found)
	}
	for _, result := range found {
		imported := w.State(strings.TrimPrefix(result.Address, "list.") + "_0")
		if diff := cmp.Diff(imported, result.Resource); diff != "" {
			t.Errorf("an import (-) and a query (+) find:\n%s", diff)
		}
	}
}

// Twilio's defaults need no import, however Twilio answers for them.
func TestQueryOfDefaultSettings(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]twiliosandbox.Behaviour{"": {}, "404": {NeverConfigured404: true}, "null": {NullObject: true}, "By hand": {}} {
		for _, k := range bothSettings {
			s := acctest.NewSandbox(t, b)
			if name == "By hand" {
				setSettings(s, k, twiliosandbox.Settings{FriendlyName: name})
			}
			found, diagnostics := query(t, s, k.typeName, 1)
			if len(found) > 0 || len(diagnostics) != 1 {
				t.Errorf("%s: found %q", name, found)
			}
			expectMessage(t, diagnostics.Text(), "Warning: There are no "+k.title+" to adopt", "of account "+s.SID+" in its own cloud", "No import is needed")
		}
	}
}

// A failure is an error of the query, never an empty result.
func TestQueryOfSettingsFails(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	setSettings(s, recordingSettings, existingSettings)
	fails := func(fault sandbox.Fault, want ...string) {
		t.Helper()
		s.Faults().Add(fault)
		found, diagnostics := query(t, s, recordingSettings.typeName, 1)
		if len(found) > 0 || len(diagnostics) != 1 {
			t.Errorf("found %q", found)
		}
		expectMessage(t, diagnostics.Text(), append([]string{"Error: "}, want...)...)
	}
	fails(sandbox.Fault{Status: 403, Body: `{"code":20403,"message":"Forbidden"}`}, "Could not read the recording settings", s.SID, "HTTP status 403", "suspended or closed")
	fails(sandbox.Fault{Status: 503, Times: 6, Header: retryAtOnce}, "HTTP status 503", "6 attempts", "status.twilio.com")
	fails(sandbox.Fault{Status: 200, Body: `{"account_sid":"` + otherAccount + `","friendly_name":"Theirs"}`}, otherAccountSummary, otherAccount)
	// The deadline of a query is five minutes.
	fails(sandbox.Fault{Status: 429, Header: map[string][]string{"Retry-After": {"7200"}}, Body: `{"code":20429,"message":"Too Many Requests"}`},
		"Twilio error 20429", "asks to wait 2h0m0s, longer than this operation may take", "Try again after 2h0m0s")
}

// Twilio requires a name, but old settings may have none, and Twilio documents no limit. Generated configuration comes with a warning that
// describes the correction.
func TestQueryOfSettingsWithInvalidName(t *testing.T) {
	t.Parallel()
	s, w := startQuery(t, recordingSettings.list(""), compositionSettings.list(""))
	settings := existingSettings
	settings.FriendlyName = ""
	setSettings(s, recordingSettings, settings)
	settings.FriendlyName = strings.Repeat("ä", 65)
	setSettings(s, compositionSettings, settings)
	got := w.Succeed("query", "-no-color", "-generate-config-out=generated.tf")
	got.Contains(t, "The recording settings need another name", "They have no name", "set friendly_name to 1 to 64 characters. Until then, planning fails.",
		"The composition settings need another name", "They have a name of 65 characters")
	w.Fail("plan", "-no-color").Contains(t, "friendly_name")
	w.Write("generated.tf", regexp.MustCompile(`(?m)^  friendly_name .*$`).ReplaceAllString(w.Read("generated.tf"), `  friendly_name = "By hand"`))
	w.Apply().Contains(t, "2 imported, 0 added, 2 changed, 0 destroyed")
	w.PlansEmpty()
	expectSettings(t, s, recordingSettings, existingSettings)
	expectSettings(t, s, compositionSettings, existingSettings)
}

// Terraform takes an interrupted list for complete, unless there is an error.
func TestInterruptedQuery(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ typeName, path, format, want string }{
		"settings":            {recordingSettings.typeName, "/v1/RecordingSettings", "-json", "Could not read the recording settings"},
		"credentials":         {"videostorage_twilio_aws_credential", "/v1/Credentials/AWS", "-no-color", "Could not list the AWS credentials"},
		"use of a credential": {"videostorage_twilio_public_key", "/v1/CompositionSettings", "-json", "Could not read the composition settings"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := startQuery(t, listBlock(test.typeName, ""))
			setSettings(s, recordingSettings, existingSettings)
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
