// Package hostile is what an API, or whoever answers in its place, may send to do harm,
// and the test that a text which quotes it does none.
package hostile

import (
	"strings"
	"testing"
	"unicode"
)

// most is how long a text may be that quotes an answer, in bytes.
const most = 4 << 10

// Texts would do something to a terminal, or to who reads them.
var Texts = map[string]string{
	"escape":     "\x1b[2J\x1b]0;title\a",
	"link":       "\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\",
	"C1":         "\u009b2J\u009d0;title\u009c",
	"reordered":  "\u202egnp.exe\u2066\u200f",
	"no width":   "pass\u200bword\ufeff\u00ad",
	"lines":      "one\n\nError: another\r\u2028",
	"a megabyte": strings.Repeat("x", 1<<20),
}

// WantHarmless fails the test unless a text is short, and shows all that is in it on one
// line. what says whose it is.
func WantHarmless(t *testing.T, what, text string) {
	t.Helper()
	if len(text) > most {
		t.Errorf("%s: %d bytes", what, len(text))
	}
	for _, r := range text {
		if !unicode.IsPrint(r) {
			t.Fatalf("%s: %.1000q holds %U", what, text, r)
		}
	}
}
