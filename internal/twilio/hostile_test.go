package twilio_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/hostile"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// hostileText would clear the screen of a terminal, and write and reorder text.
const hostileText = "evil\x1b[2J\x1b]8;;https://evil.example\x1b\\\a\u009b2J\u202e\u200b\ufeff\r"

// expectVisible fails the test unless the CLI has printed a part of the hostile text, and nothing that controls a terminal.
func expectVisible(t *testing.T, w *acctest.Workspace) {
	t.Helper()
	printed := string(w.Printed())
	if i := strings.IndexFunc(printed, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }); i >= 0 {
		t.Fatalf("an invisible character was printed: %q", printed[i:])
	}
	if !strings.Contains(printed, "evil") {
		t.Errorf("the text was not printed: %s", printed)
	}
	if len(printed) > 64<<10 {
		t.Errorf("%d bytes were printed", len(printed))
	}
}

// settingsJSON returns a response with a text in all string fields but account_sid.
func settingsJSON(accountSID, text string, on bool) string {
	return fmt.Sprintf(`{"account_sid":%s,"friendly_name":%[2]s,"url":%[2]s,"aws_s3_url":%[2]s,"aws_credentials_sid":%[2]s,"encryption_key_sid":%[2]s,`+
		`"aws_storage_enabled":%[3]t,"encryption_enabled":%[3]t}`, hostile.InJSON(accountSID), hostile.InJSON(text), on)
}

// Diagnostics show values and messages of Twilio without an effect on the terminal.
func TestHostileTwilioDoesNothingToTheTerminal(t *testing.T) {
	t.Parallel()
	quoted, account, hookSID := hostile.InJSON(hostileText), twiliosandbox.NewAccount(), "HK"+otherCredential[2:]
	settings := recordingSettings.resource(named) + compositionSettings.resource(named)
	refusal := `{"code":20001,"message":` + quoted + `,"more_info":"https://evil.example/` + strings.Trim(quoted, `"`) + `"}`
	megabyte := strings.Repeat("evil", 1<<18)
	for name, test := range map[string]struct {
		config string
		faults []sandbox.Fault
		want   []string
	}{
		"reads": {settings + "data \"videostorage_twilio_recordings\" \"this\" {}\n", []sandbox.Fault{
			{Path: recordingSettingsPath, Status: 200, Body: settingsJSON(account.SID, hostileText, true)},
			{Path: compositionSettingsPath, Status: 400, Body: refusal},
			{Path: "/v1/Recordings", Status: 200, Body: hostileText},
		}, []string{"Recording settings exist already", "Could not read the composition settings", "not from Twilio; it begins: evil"}},
		"reads of a megabyte": {settings, []sandbox.Fault{
			{Path: recordingSettingsPath, Status: 200, Body: settingsJSON(account.SID, megabyte, true)},
			{Path: compositionSettingsPath, Status: 400, Body: `{"code":20001,"message":"` + megabyte + `"}`},
		}, []string{"Recording settings exist already", "Could not read the composition settings", "… (cut)"}},
		"another account": {settings, []sandbox.Fault{
			{Path: recordingSettingsPath, Status: 200, Body: settingsJSON(hostileText, "x", false)},
		}, []string{"its credentials reach account evil"}},
		"writes": {settings + hookResource(audioOnly) + awsCredentialResource(keyID, ""), []sandbox.Fault{
			{Method: "POST", Path: recordingSettingsPath, Status: 400, Body: refusal},
			{Method: "POST", Path: compositionSettingsPath, Status: 201, Body: settingsJSON(account.SID, hostileText, false)},
			// The ambiguous creation of a credential or a hook lists the candidates.
			{Method: "POST", Path: awsPath, Status: 504},
			{Method: "GET", Path: awsPath, Status: 200, Body: fmt.Sprintf(
				`{"credentials":[{"sid":%q,"account_sid":%q,"friendly_name":null,"date_created":%s}],"meta":{"next_page_url":null}}`, otherCredential, account.SID, quoted)},
			{Method: "POST", Path: hooksPath, Status: 504},
			{Method: "GET", Path: hooksPath, Status: 200, Body: fmt.Sprintf(
				`{"composition_hooks":[{"sid":%q,"friendly_name":"Consultations","date_created":%s}],"meta":{"next_page_url":null}}`, hookSID, quoted)},
		}, []string{
			"Could not write the recording settings", "The composition settings are not in the state",
			otherCredential + ", created evil", hookSID + `, "Consultations", created evil`,
		}},
		"destroy": {recordingSettings.resource(named + `on_destroy = "retain"`), []sandbox.Fault{
			{Path: recordingSettingsPath, Status: 200, Body: settingsJSON(account.SID, hostileText, true)},
		}, []string{"still stores new recordings in evil"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewSandbox(t, twiliosandbox.Behaviour{}, account)
			s.StoredSecret(storedSecret)
			w := acctest.NewWorkspace(t, s.Account, nil)
			w.Config(test.config)
			command := "apply"
			if name == "destroy" {
				w.Apply()
				command = name
			}
			for _, fault := range test.faults {
				s.Faults().Add(fault)
			}
			w.Run(command, "-auto-approve", "-no-color").Contains(t, test.want...)
			expectVisible(t, w)
		})
	}
}

// The log at TRACE has every attempt, and neither headers nor bodies of requests. The scan at the end of each test finds secrets in it.
// The CLI starts the provider, as for a user.
func TestTraceLogHasNoSecrets(t *testing.T) {
	t.Parallel()
	account := twiliosandbox.NewAccount()
	key := slices.Sorted(maps.Keys(account.APIKeys))[0]
	userAgent := regexp.MustCompile(`^Terraform/[0-9][^ ]* \(\+https://www\.terraform\.io\) terraform-provider-videostorage/[^ ]+$`)
	for name, credentials := range map[string]string{
		"auth token": "auth_token = \"" + account.AuthToken + "\"",
		"API key":    "api_key = \"" + key + "\"\napi_key_secret = \"" + account.APIKeys[key] + "\"",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewSandbox(t, twiliosandbox.Behaviour{}, account)
			s.ProviderConfig = "provider \"videostorage\" {\n  twilio {\n" + credentials + "\n}\n}\n"
			s.Setenv("TWILIO_AUTH_TOKEN", "")
			w := acctest.NewInstalledWorkspace(t, s.Account)
			w.Config(recordingSettings.resource(encrypting) + recordingSettings.dataSource())
			s.Faults().Add(sandbox.Fault{Method: "GET", Status: 429, Header: retryAtOnce})
			w.Apply()
			w.Config(recordingSettings.resource(named))
			s.Faults().Add(sandbox.Fault{Method: "POST", Status: 400, Body: `{"code":20001,"message":"No","status":400}`})
			w.Fail("apply", "-auto-approve", "-no-color")

			log := w.Log()
			for _, part := range []string{"http_url", "/v1/RecordingSettings/Default", "attempt=2", "http_status=429", "http_status=400"} {
				if !strings.Contains(log, part) {
					t.Errorf("the log lacks %q", part)
				}
			}
			if found := regexp.MustCompile("Authorization|AwsS3Url").FindString(log); found != "" {
				t.Errorf("the log has %q", found)
			}
			for _, r := range s.Log().All() {
				if got := r.Header.Values("User-Agent"); len(got) != 1 || !userAgent.MatchString(got[0]) {
					t.Errorf("%s sent the user agent %q", r.Method, got)
				}
			}
		})
	}
}
