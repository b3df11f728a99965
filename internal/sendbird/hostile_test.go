package sendbird_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
)

// What Sendbird says is shown in diagnostics, byte for byte harmless to a terminal.
func TestHostileSendbirdDoesNothingToTheTerminal(t *testing.T) {
	t.Parallel()
	quoted, err := json.Marshal("evil\x1b[2J\x1b]8;;https://evil.example\x1b\\\a\u009b2J\u202e\u200b\ufeff\r")
	if err != nil {
		t.Fatal(err)
	}
	for name, fault := range map[string]sandbox.Fault{
		"message":               {Status: 400, Body: `{"error":true,"code":400100,"message":` + string(quoted) + `}`},
		"message of a megabyte": {Status: 400, Body: `{"error":true,"code":400100,"message":"` + strings.Repeat("evil ", 1<<18) + `"}`},
		"another answer":        {Status: 200, Body: `{"recording_id":` + string(quoted) + `,"bucket":` + string(quoted) + `,"key":` + string(quoted) + `}`},
		"a page":                {Status: 502, ContentType: "text/html", Body: "<html>evil\x1b[2J\u009b2J\u202e</html>"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, sendbirdsandbox.Behaviour{})
			s.Faults().Add(fault)
			configure(s, w, nil)
			w.Fail("apply", "-auto-approve", "-no-color").Contains(t, "Could not copy the recording", "evil")
			printed := w.Printed()
			for _, r := range string(printed) {
				if r != '\n' && !unicode.IsPrint(r) {
					t.Fatalf("%U was printed: %q", r, printed)
				}
			}
			if len(printed) > 32<<10 {
				t.Errorf("%d bytes were printed", len(printed))
			}
		})
	}
}
