package s3url

import (
	"strings"
	"testing"
)

// People name directories in their own script, with what joins its letters.
func TestADirectoryIsInAnyScript(t *testing.T) {
	t.Parallel()
	for _, directory := range []string{
		"", "recordings", "a b/c/", "two  spaces/", "❤\ufe0f/", "👩\u200d⚖\ufe0f/", "क्\u200dष/", "می\u200cخواهم/", "日本\u3000語/", "עברית\u200f/", strings.Repeat("ü", 512),
	} {
		if err := CheckDirectory(directory); err != nil {
			t.Errorf("%q: %s", directory, err)
		}
	}
}

func TestADirectoryThatCannotBe(t *testing.T) {
	t.Parallel()
	for directory, want := range map[string]string{
		"a\nb":                         `"a\nb" holds a control character or a line break: remove it`,
		"a\x00":                        "control character",
		"\x1b[2J/":                     "control character",
		"\u0085/":                      "control character",
		"a\u2028b":                     "line break",
		"a\u2029b":                     "line break",
		"/a":                           "must not begin with a slash",
		"a//b":                         "two slashes in a row",
		"a/../b":                       `the segment ".."`,
		"\xff":                         "is not valid UTF-8",
		strings.Repeat("ü", 512) + "/": "the path has 1025 bytes: S3's keys have at most 1024, so shorten it",
	} {
		if err := CheckDirectory(directory); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one with %q", directory, err, want)
		}
	}
}
