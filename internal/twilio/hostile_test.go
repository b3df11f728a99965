package twilio_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// hostile would clear the screen and write another text, on a terminal that got it raw.
const hostile = "evil\x1b[2J\x1b]8;;https://evil.example\x1b\\\a\u009b2J\u202e\u200b\ufeff\r"

// isHarmless fails the test unless a terminal may get all that was printed, byte for byte.
// The CLI's own frames and line breaks may be there, and some of the text must.
func isHarmless(t *testing.T, w *acctest.Workspace) {
	t.Helper()
	printed := w.Printed()
	for _, r := range string(printed) {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Fatalf("%U was printed: %q", r, printed)
		}
	}
	if !strings.Contains(string(printed), "evil") {
		t.Errorf("the text was not quoted: %s", printed)
	}
	if len(printed) > 64<<10 {
		t.Errorf("%d bytes were printed", len(printed))
	}
}

// object is the JSON of settings with a text in all that is text.
func object(t *testing.T, account, text string, storing bool) string {
	t.Helper()
	raw, err := json.Marshal(map[string]any{
		"account_sid": account, "friendly_name": text, "url": text, "aws_storage_enabled": storing, "aws_s3_url": text,
		"aws_credentials_sid": text, "encryption_enabled": storing, "encryption_key_sid": text,
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// What Twilio holds and what it says is shown in diagnostics, and does nothing to the
// terminal.
func TestHostileTwilioDoesNothingToTheTerminal(t *testing.T) {
	t.Parallel()
	quoted, err := json.Marshal(hostile)
	if err != nil {
		t.Fatal(err)
	}
	refusal := `{"code":20001,"message":` + string(quoted) + `,"more_info":"https://evil.example/` + strings.Trim(string(quoted), `"`) + `"}`
	for name, run := range map[string]func(*testing.T, *acctest.Sandbox, *acctest.Workspace){
		"message of a read": func(_ *testing.T, s *acctest.Sandbox, w *acctest.Workspace) {
			s.Faults().Add(sandbox.Fault{Status: 400, Body: refusal})
			w.Fail("plan", "-no-color")
		},
		"message of a write": func(_ *testing.T, s *acctest.Sandbox, w *acctest.Workspace) {
			s.Faults().Add(sandbox.Fault{Method: "POST", Status: 400, Body: refusal})
			w.Fail("apply", "-auto-approve", "-no-color")
		},
		"message of a megabyte": func(_ *testing.T, s *acctest.Sandbox, w *acctest.Workspace) {
			s.Faults().Add(sandbox.Fault{Status: 400, Body: `{"code":20001,"message":"` + strings.Repeat("evil ", 1<<18) + `"}`})
			w.Fail("plan", "-no-color").Contains(t, "… (cut)", "Correct what Twilio refuses, and try again.")
		},
		"settings that are there": func(t *testing.T, s *acctest.Sandbox, w *acctest.Workspace) {
			s.Faults().Add(sandbox.Fault{Status: 200, Body: object(t, s.SID, hostile, true)})
			w.Fail("plan", "-no-color").Contains(t, "Recording settings exist already", "would become")
		},
		"names of a megabyte": func(t *testing.T, s *acctest.Sandbox, w *acctest.Workspace) {
			s.Faults().Add(sandbox.Fault{Status: 200, Body: object(t, s.SID, strings.Repeat("evil", 1<<18), true)})
			w.Fail("plan", "-no-color").Contains(t, "… (cut)", "To adopt them as they are, import them")
		},
		"settings of another account": func(t *testing.T, s *acctest.Sandbox, w *acctest.Workspace) {
			s.Faults().Add(sandbox.Fault{Status: 200, Body: object(t, hostile, "x", false)})
			w.Fail("plan", "-no-color").Contains(t, "its credentials reach account evil")
		},
		"answer to a write": func(t *testing.T, s *acctest.Sandbox, w *acctest.Workspace) {
			s.Faults().Add(sandbox.Fault{Method: "POST", Status: 201, Body: object(t, hostile, hostile, false)})
			w.Fail("apply", "-auto-approve", "-no-color").Contains(t, "No state was kept", "Account evil")
		},
		"state, on destroying": func(t *testing.T, s *acctest.Sandbox, w *acctest.Workspace) {
			w.Config(recording.resource(named + "\non_destroy = \"retain\""))
			w.Apply()
			s.Faults().Add(sandbox.Fault{Every: 1, Status: 200, Body: object(t, s.SID, hostile, true)})
			w.Succeed("plan", "-destroy", "-no-color").Contains(t, "still sent to evil", "still encrypted")
		},
		"credentials of the same name": func(t *testing.T, s *acctest.Sandbox, w *acctest.Workspace) {
			list := fmt.Sprintf(`{"credentials":[{"sid":"%s","account_sid":%q,"friendly_name":null,"date_created":%s}],"meta":{"next_page_url":null}}`,
				"CR"+strings.Repeat("e", 32), s.SID, quoted)
			s.Faults().Add(sandbox.Fault{Method: "POST", Path: storedAWS.path, Status: 504})
			s.Faults().Add(sandbox.Fault{Method: "GET", Path: storedAWS.path, Every: 1, Status: 200, Body: list})
			storedAWS.configure(w, newMaterial(t, s.Account), "")
			w.Fail("apply", "-auto-approve", "-no-color").Contains(t, "Twilio now lists 1 AWS credential(s)", "created evil")
		},
		"next page": func(_ *testing.T, s *acctest.Sandbox, w *acctest.Workspace) {
			s.Faults().Add(sandbox.Fault{Every: 1, Status: 200, Body: `{"recordings":[],"meta":{"next_page_url":"https://video.twilio.com/%1b]0;evil%07%C2%9B"}}`})
			w.Config("data \"videostorage_twilio_recordings\" \"this\" {}\n")
			w.Fail("plan", "-no-color").Contains(t, "the next page is of another list")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, twiliosandbox.Behaviour{})
			w.Config(recording.resource(named))
			run(t, s, w)
			isHarmless(t, w)
		})
	}
}

// The state is what Twilio answered. The CLI shows it in a plan, with escapes for what does
// something to a terminal, as long as it is on one line.
func TestHostileNameIsKeptAsItIs(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	w.Config(recording.resource(named))
	w.Apply()
	s.Faults().Add(sandbox.Fault{Every: 1, Method: "GET", Status: 200, Body: object(t, s.SID, hostile, false)})
	w.Succeed("apply", "-refresh-only", "-auto-approve", "-no-color")
	w.Succeed("plan", "-no-color")
	isHarmless(t, w)
	expectState(t, w, recording, map[string]any{"friendly_name": hostile})
}
