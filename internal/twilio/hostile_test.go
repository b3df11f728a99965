package twilio_test

import (
	"fmt"
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
	quoted, account := hostile.InJSON(hostileText), twiliosandbox.NewAccount()
	plan, apply, planDestroy := []string{"plan"}, []string{"apply", "-auto-approve"}, []string{"plan", "-destroy"}
	settings, retained := recordingSettings.resource(named), recordingSettings.resource(named+`on_destroy = "retain"`)
	refusal := `{"code":20001,"message":` + quoted + `,"more_info":"https://evil.example/` + strings.Trim(quoted, `"`) + `"}`
	megabyte := strings.Repeat("evil", 1<<18)
	for name, test := range map[string]struct {
		config string
		args   []string
		fault  sandbox.Fault
		want   string
	}{
		"message of a read":     {settings, plan, sandbox.Fault{Status: 400, Body: refusal}, "Could not read"},
		"message of a write":    {settings, apply, sandbox.Fault{Method: "POST", Status: 400, Body: refusal}, "Could not write"},
		"message of a megabyte": {settings, plan, sandbox.Fault{Status: 400, Body: `{"code":20001,"message":"` + megabyte + `"}`}, "… (cut)"},
		"existing settings":     {settings, plan, sandbox.Fault{Status: 200, Body: settingsJSON(account.SID, hostileText, true)}, "Recording settings exist already"},
		"names of a megabyte":   {settings, plan, sandbox.Fault{Status: 200, Body: settingsJSON(account.SID, megabyte, true)}, "… (cut)"},
		"another account":       {settings, plan, sandbox.Fault{Status: 200, Body: settingsJSON(hostileText, "x", false)}, "its credentials reach account evil"},
		"response to a write":   {settings, apply, sandbox.Fault{Method: "POST", Status: 201, Body: settingsJSON(account.SID, hostileText, false)}, "are not in the state"},
		"destroy":               {retained, planDestroy, sandbox.Fault{Status: 200, Body: settingsJSON(account.SID, hostileText, true)}, "still stores new recordings in evil"},
		"credentials": {
			"resource \"videostorage_twilio_aws_credential\" \"this\" {\n  access_key_id = \"AKIAIOSFODNN7EXAMPLE\"\n  secret_access_key = \"" + strings.Repeat("x", 40) + "\"\n}\n",
			apply,
			sandbox.Fault{Method: "GET", Path: "/v1/Credentials/AWS", Every: 1, Status: 200, Body: fmt.Sprintf(
				`{"credentials":[{"sid":%q,"account_sid":%q,"friendly_name":null,"date_created":%s}],"meta":{"next_page_url":null}}`, otherCredential, account.SID, quoted)},
			"created evil",
		},
		"composition hook": {
			hookResource(audioOnly), apply,
			sandbox.Fault{Method: "GET", Path: hooksPath, Every: 1, Status: 200, Body: fmt.Sprintf(
				`{"composition_hooks":[{"sid":%q,"friendly_name":"Consultations","date_created":%s}],"meta":{"next_page_url":null}}`, "HK"+otherCredential[2:], quoted)},
			"created evil",
		},
		"list": {"data \"videostorage_twilio_recordings\" \"this\" {}\n", plan, sandbox.Fault{Status: 200, Body: hostileText}, "not from Twilio; it begins: evil"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewSandbox(t, twiliosandbox.Behaviour{}, account)
			w := acctest.NewWorkspace(t, s.Account, nil)
			w.Config(test.config)
			if test.config == retained {
				w.Apply()
			}
			// The ambiguous creation of a credential or a hook lists the candidates.
			s.Faults().Add(sandbox.Fault{Method: "POST", Path: "/v1/Credentials/AWS", Status: 504})
			s.Faults().Add(sandbox.Fault{Method: "POST", Path: hooksPath, Status: 504})
			s.Faults().Add(test.fault)
			w.Run(append(test.args, "-no-color")...).Contains(t, test.want)
			expectVisible(t, w)
		})
	}
}
