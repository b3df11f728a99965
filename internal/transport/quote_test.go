package transport_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// hostile are texts that would do something to a terminal, or to who reads them.
var hostile = map[string]string{
	"colour":                 "\x1b[31mred",
	"title":                  "\x1b]0;title\x07",
	"link":                   "\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\",
	"clipboard":              "\x1b]52;c;ZXZpbA==\x07",
	"C1 control sequence":    "\u009b31mred",
	"C1 operating command":   "\u009d0;title\u009c",
	"C1 in bytes":            "\x9b31mred",
	"bell and backspace":     "good\a\b\b\b\bevil",
	"carriage return":        "evil\rgood",
	"line":                   "one\n\nError: another",
	"line, vertical tab":     "one\vtwo\ftwo",
	"line, by Unicode":       "one\u0085two\u2028three\u2029four",
	"NUL and DEL":            "a\x00b\x7f",
	"reordered":              "\u202egnp.exe\u202c",
	"isolated":               "\u2066\u2067\u2068\u2069\u061c\u200e\u200f",
	"of no width":            "pass\u200bword\u200c\u200d\ufeff\u2060",
	"soft hyphen":            "pass\u00adword",
	"of no looks":            "a\u3164b\u115fc\u034fd\ufe0f",
	"tags":                   "a\U000e0041\U000e007f",
	"of no UTF-8":            "a\xff\xfe\xc0\xafb",
	"of private use":         "\ue000\U000f0000",
	"of a surrogate's bytes": "\xed\xa0\x80",
}

func TestQuotesAreHarmless(t *testing.T) {
	t.Parallel()
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for quoted, got := range map[string]string{
				"OneLine":  transport.OneLine(text),
				"Value":    transport.Value(text),
				"Excerpt":  transport.Excerpt(text),
				"Said":     transport.Said(transport.Mask{}, text),
				"message":  transport.Describe("GET", "https://video.example", 400, "Twilio error 1", text, nil),
				"cause":    transport.Describe("GET", "https://video.example", 0, "", "", errors.New(text)),
				"URL":      transport.Describe("GET", "https://video.example/?a="+text, 400, "", "", nil),
				"redirect": (&transport.RedirectError{Target: text}).Error(),
			} {
				wantHarmless(t, got, 4<<10)
				for _, r := range "\u3164\u115f\u034f\ufe0f\ue000\n" {
					if strings.ContainsRune(got, r) {
						t.Errorf("%s: %q holds %U", quoted, got, r)
					}
				}
			}
			for _, line := range strings.Split(transport.Lines(text), "\n") {
				wantHarmless(t, line, 4<<10)
			}
		})
	}
}

func TestOrdinaryWordsAreLeftAlone(t *testing.T) {
	t.Parallel()
	const text = `Ünïcödé 日本語 العربية "quoted" 100 % <b>bold</b> e` + "\u0301" + ` 😀 https://example.com/?a=b&c=d`
	for name, got := range map[string]string{
		"OneLine": transport.OneLine(text), "Value": transport.Value(text), "Said": transport.Said(transport.Mask{}, text), "Lines": transport.Lines(text),
	} {
		if got != text {
			t.Errorf("%s: %q became %q", name, text, got)
		}
	}
	const lines = "one:\n\n  two\n"
	if got := transport.Lines(lines); got != lines {
		t.Errorf("%q became %q", lines, got)
	}
}

// What a server says is shown up to a bound, to the last whole character, and with a mark
// where it goes on.
func TestLongWordsAreCut(t *testing.T) {
	t.Parallel()
	const mark = "… (cut)"
	for name, text := range map[string]string{
		"letters": strings.Repeat("x", 1<<20), "four bytes each": strings.Repeat("😀", 1<<18), "no UTF-8": strings.Repeat("\xff", 1<<20),
		"blanks first": strings.Repeat(" ", 1<<20) + strings.Repeat("x", 1<<20), "words": strings.Repeat("word\n", 1<<18),
		"one byte too many": strings.Repeat("x", 2<<10+1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for quoted, tt := range map[string]struct {
				got  string
				most int
			}{
				"Said":     {transport.Said(transport.Mask{}, text), 2 << 10},
				"Value":    {transport.Value(text), 512},
				"Cut":      {transport.Cut(strings.ToValidUTF8(text, "?"), 1000), 1000},
				"message":  {transport.Describe("GET", "https://video.example", 400, "", transport.Said(transport.Mask{}, text), nil), 2<<10 + 100},
				"cause":    {transport.Describe("GET", "https://video.example", 0, "", "", errors.New(text)), 2<<10 + 100},
				"URL":      {transport.Describe("GET", "https://video.example/?"+text, 0, "", "", nil), 1<<10 + 100},
				"redirect": {(&transport.RedirectError{Target: text}).Error(), 1<<10 + 100},
			} {
				if name == "no UTF-8" && quoted == "Cut" {
					continue // one question mark
				}
				if len(tt.got) > tt.most || len(tt.got) < 400 && name != "blanks first" {
					t.Errorf("%s: %d bytes, want at most %d", quoted, len(tt.got), tt.most)
				}
				if strings.Count(tt.got, mark) != 1 || !utf8.ValidString(tt.got) {
					t.Errorf("%s: %q is not marked once, or not whole", quoted, tt.got)
				}
			}
		})
	}
	if got := transport.Said(transport.Mask{}, strings.Repeat("x", 2<<10)); strings.Contains(got, mark) {
		t.Errorf("what fits is cut: %q", got)
	}
}

// A cut goes through no secret.
func TestSecretsAreMaskedWhereWordsAreCut(t *testing.T) {
	t.Parallel()
	mask := transport.NewMask(awsSecret)
	for before := 2<<10 - 2*len(awsSecret); before < 2<<10; before++ {
		got := transport.Said(mask, strings.Repeat("-", before)+awsSecret+strings.Repeat("-", 2<<10))
		if left := strings.Trim(strings.TrimSuffix(got, "… (cut)"), "-*"); left != "" {
			t.Errorf("%q shows %q", got, left)
		}
	}
}
