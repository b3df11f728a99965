package sendbird_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
)

// directories are in other scripts than Latin, with what joins their letters.
var directories = map[string]string{
	"emoji": "❤\ufe0f/", "joined emoji": "👩\u200d⚖\ufe0f", "Hindi": "क्\u200dष/", "Persian": "می\u200cخواهم/", "two spaces": "two  spaces/", "wide space": "日本\u3000語/",
}

// A copy is paid for once, whatever the directory is called: the state has it.
func TestCopyToAnyDirectory(t *testing.T) {
	t.Parallel()
	for name, directory := range directories {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, sendbirdsandbox.Behaviour{})
			configure(s, w, map[string]string{"recording_file_directory": `"` + directory + `"`})
			w.Apply()
			expectCopies(t, s, "applying", 1)
			all := s.Objects(s.Bucket.Name)
			if len(all) != 1 || !strings.HasPrefix(all[0].Key, strings.TrimSuffix(directory, "/")+"/") {
				t.Fatalf("the bucket has %+v", all)
			}
			if state := w.State(address); state["key"] != all[0].Key || state["s3_uri"] != "s3://"+s.Bucket.Name+"/"+all[0].Key {
				t.Errorf("the state has %v, the bucket %+v", state, all)
			}
			w.PlansEmpty()
			expectCopies(t, s, "planning again", 0)
		})
	}
}

// What cannot be seen is escaped where somebody has to find the copy again.
func TestMessagesNameACopyExactly(t *testing.T) {
	t.Parallel()
	for directory, named := range map[string]string{"❤\ufe0f": `\u2764\ufe0f/`, "日本\u3000語": `日本\u3000語/`, "क्\u200dष": `क्\u200dष/`, "été": "été/"} {
		t.Run(directory, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, sendbirdsandbox.Behaviour{})
			configure(s, w, map[string]string{"recording_file_directory": `"` + directory + `"`})
			s.Faults().Add(sandbox.Fault{Drop: true, After: true})
			expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), "look in bucket "+s.Bucket.Name+` for an object whose key begins with "`+named+`" and ends in _`)
			w.Apply()
			w.Succeed("plan", "-destroy", "-no-color").Contains(t, "leaves", "s3://"+s.Bucket.Name+"/"+named)
		})
	}
}

func TestActionNamesItsCopyExactly(t *testing.T) {
	t.Parallel()
	s, w := withAction(t, sendbirdsandbox.Behaviour{}, `recording_file_directory = "日本\u3000語"`)
	w.Succeed("apply", "-auto-approve", "-no-color", invoke).Contains(t, `Copied to "s3://`+s.Bucket.Name+`/日本\u3000語/`)
}

// answersWith has Sendbird make the copy, and answer with another key.
func answersWith(t *testing.T, s *acctest.SendbirdSandbox, key string) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"recording_id": s.Recording.ID, "bucket": s.Bucket.Name, "key": key})
	if err != nil {
		t.Fatal(err)
	}
	s.Faults().Add(sandbox.Fault{After: true, Status: 200, Body: string(body)})
}

// A key is data: it goes to the state as it is, and does nothing to a terminal.
func TestHostileKeyThatIsKept(t *testing.T) {
	t.Parallel()
	s, w := start(t, sendbirdsandbox.Behaviour{})
	const key = "hearings/evil\u202e4pm.\u2066\u200b\ufeff\u00ad ${path.cwd} %{ if true } \" \\ \u2800"
	answersWith(t, s, key)
	configure(s, w, nil)
	output := "output \"copy\" {\n  value = videostorage_sendbird_recording_copy.this.s3_uri\n}\n"
	w.Config(resource(s, map[string]string{"recording_file_directory": `"hearings"`}) + output)
	w.Apply()
	expectCopies(t, s, "applying", 1)
	w.PlansEmpty()
	w.Succeed("output", "-no-color").Contains(t, "evil")
	w.Succeed("state", "show", "-no-color", address).Contains(t, "evil")
	w.Succeed("plan", "-destroy", "-no-color").Contains(t, "Warning: The copy stays in the bucket", "evil")
	for _, r := range string(w.Printed()) {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Fatalf("%U was printed: %q", r, w.Printed())
		}
	}
	// This prints JSON, which is for programs.
	if got := w.State(address)["key"]; got != key {
		t.Errorf("the state has %q", got)
	}
}

// Where a key is none to keep, the error says that the copy may be there.
func TestHostileKeyThatIsNotKept(t *testing.T) {
	t.Parallel()
	for name, key := range map[string]string{
		"several lines": "hearings/a.mp4\n\nAnother message", "an escape": "hearings/\x1b[2J", "the directory": "hearings/", "none": "", "too long": strings.Repeat("x", 1025),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, sendbirdsandbox.Behaviour{})
			answersWith(t, s, key)
			configure(s, w, map[string]string{"recording_file_directory": `"hearings"`})
			got := w.Fail("apply", "-auto-approve", "-no-color")
			expectOneError(t, got, "Could not copy the recording", "HTTP status 200: the answer has a key that ", "By this answer the recording was copied", "which costs money",
				fmt.Sprintf(`look in bucket %s for an object whose key begins with "hearings/" and ends in _%s.mp4.`, s.Bucket.Name, s.Recording.ID), "If the object is there")
			got.Lacks(t, "is not known")
			expectCopies(t, s, "the copy", 1)
			if state := w.State(address); state != nil {
				t.Errorf("the state has %v", state)
			}
		})
	}
}
