package twilio_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// terraform-plugin-testing wants the provider beside the list blocks.
const queryProvider = "provider \"videostorage\" {}\n"

// The display name describes the settings.
func TestQueryOfSettings(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	const query = queryProvider + `
list "videostorage_twilio_recording_settings" "all" {
  provider = videostorage
}
list "videostorage_twilio_composition_settings" "all" {
  provider = videostorage
}
`
	// finds is a step in which the query finds these settings, shown like this.
	finds := func(arrange func(), recordings, compositions string) resource.TestStep {
		step := resource.TestStep{PreConfig: arrange, Query: true, Config: query}
		for address, shown := range map[string]string{
			"videostorage_twilio_recording_settings.all": recordings, "videostorage_twilio_composition_settings.all": compositions,
		} {
			step.QueryResultChecks = append(step.QueryResultChecks,
				querycheck.ExpectLength(address, 1),
				querycheck.ExpectIdentity(address, map[string]knownvalue.Check{"account_sid": knownvalue.StringExact(s.SID)}),
				querycheck.ExpectResourceDisplayName(address, nil, knownvalue.StringExact(shown)))
		}
		return step
	}
	s.Test(t,
		finds(func() {
			setSettings(s, recordingSettings, everySetting)
			setSettings(s, compositionSettings, existingSettings)
		}, "By hand: recordings in "+bucket+"/, encrypted", "By hand: compositions in "+bucket+", unencrypted"),
		finds(func() {
			expectSent(t, s, "a query", "GET", "GET")
			setSettings(s, recordingSettings, twiliosandbox.Settings{FriendlyName: "By hand", EncryptionEnabled: true, EncryptionKeySID: publicKey})
			setSettings(s, compositionSettings, leftoverSettings)
		}, "By hand: recordings in Twilio's cloud, encrypted", "By hand: compositions in Twilio's cloud, unencrypted"),
		finds(func() {
			setSettings(s, compositionSettings, twiliosandbox.Settings{FriendlyName: strings.Repeat("ä", 65), AWSS3URL: bucket})
			settings := existingSettings
			settings.FriendlyName = ""
			setSettings(s, recordingSettings, settings)
		}, "Without a name: recordings in "+bucket+", unencrypted", strings.Repeat("ä", 65)+": compositions in Twilio's cloud, unencrypted"),
		// The response need not have switches and account.
		finds(func() {
			s.Faults().Add(sandbox.Fault{
				Path: "/RecordingSettings", Status: 200, Body: `{"friendly_name":"By hand","aws_s3_url":"` + bucket + `","aws_credentials_sid":"` + awsCredential + `"}`,
			})
			setSettings(s, compositionSettings, leftoverSettings)
		}, "By hand: Twilio does not tell where it stores recordings and whether it encrypts them", "By hand: compositions in Twilio's cloud, unencrypted"),
	)
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
	s, w := startQuery(t, recordingSettings.list("include_resource = true"), compositionSettings.list("include_resource = true"))
	expectNone := func() {
		t.Helper()
		found, warnings := w.Query()
		expectFound(t, found, "account_sid")
		expectWarnings(t, warnings, "There are no composition settings to adopt", "There are no recording settings to adopt")
		for _, warning := range warnings {
			if !strings.Contains(warning.Detail, "of account "+s.SID+" in its own cloud") || !strings.Contains(warning.Detail, "No import is needed") {
				t.Errorf("the warning is %q", warning.Detail)
			}
		}
	}
	for _, b := range []twiliosandbox.Behaviour{{}, {NeverConfigured404: true}, {NullObject: true}} {
		s.SetBehaviour(b)
		expectNone()
	}
	for _, k := range bothSettings {
		setSettings(s, k, twiliosandbox.Settings{FriendlyName: "By hand"})
	}
	expectNone()
}

// A failure is an error of the query, never an empty result.
func TestQueryOfSettingsFails(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	setSettings(s, recordingSettings, existingSettings)
	fails := func(fault sandbox.Fault, want ...string) resource.TestStep {
		step := withFault(s, fault, failing(queryProvider+recordingSettings.list(""), want...))
		step.Query = true
		return step
	}
	s.Test(t,
		fails(sandbox.Fault{Status: 403, Body: `{"code":20403,"message":"Forbidden"}`}, "Could not read the recording settings", s.SID, "HTTP status 403", "suspended or closed"),
		fails(sandbox.Fault{Status: 503, Times: 6, Header: retryAtOnce}, "HTTP status 503", "6 attempts", "status.twilio.com"),
		fails(sandbox.Fault{Status: 200, Body: `{"account_sid":"` + otherAccount + `","friendly_name":"Theirs"}`}, otherAccountSummary, otherAccount),
		// The deadline of a query is five minutes.
		fails(sandbox.Fault{Status: 429, Header: map[string][]string{"Retry-After": {"7200"}}, Body: `{"code":20429,"message":"Too Many Requests"}`},
			"Twilio error 20429", "asks to wait 2h0m0s, longer than this operation may take", "Try again after 2h0m0s"),
	)
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

// Long values are cut and line breaks removed, so that the end of the display name is shown.
func TestQueryShowsResultsOnOneLine(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	settings := everySetting
	settings.FriendlyName, settings.AWSS3URL = "Two\nlines\x1b[2J"+strings.Repeat("é", 1<<10), bucket+"/"+strings.Repeat("p", 1<<10)
	settings.AWSCredentialsSID = s.AddCredential(s.SID, twiliosandbox.Credential{FriendlyName: settings.FriendlyName}).SID
	setSettings(s, recordingSettings, settings)
	shown := func(address, rest string) querycheck.QueryResultCheck {
		// At most 170 bytes of each value are shown.
		return querycheck.ExpectResourceDisplayName(address, nil, knownvalue.StringRegexp(regexp.MustCompile(`^Two lines \[2Jé{60,85}… \(cut\)`+rest+`$`)))
	}
	s.Test(t, resource.TestStep{
		Query: true, Config: queryProvider + recordingSettings.list("") + listBlock("videostorage_twilio_aws_credential", ""),
		QueryResultChecks: []querycheck.QueryResultCheck{
			shown("videostorage_twilio_recording_settings.all", `: recordings in `+bucket+`/p{60,170}… \(cut\), encrypted`),
			shown("videostorage_twilio_aws_credential.all", `, in use by the recording settings`),
		},
	})
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
