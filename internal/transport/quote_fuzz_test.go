package transport_test

import (
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// FuzzQuote: an answer is data. What of it an error shows is short, on one line, and
// neither steers a terminal nor reorders what it shows.
func FuzzQuote(f *testing.F) {
	for _, text := range []string{
		"", " ", "<html>\r\n<h1>503</h1>\n", "\x1b]0;title\a\x1b[31mred\x1b[0m", "\u202egnp.exe\u2066\u200b\ufeff", "\u0085\u2028\u2029\u009b31m",
		"\xff\xfe\x80", "a\x00b", "e\u0301\u00ad", strings.Repeat("long ", 100), "tag \U000e0041", "***" + awsSecret + "***",
	} {
		f.Add(text, 400)
	}
	f.Fuzz(func(t *testing.T, text string, status int) {
		if len(text) > 64<<10 {
			t.Skip()
		}
		line := transport.OneLine(text)
		if utf8.ValidString(text) {
			wantHarmless(t, line, len(text))
		}
		if again := transport.OneLine(line); again != line {
			t.Errorf("%q becomes %q the second time", line, again)
		}
		excerpt := transport.Excerpt(text)
		wantHarmless(t, excerpt, 4*121)
		if shown := strings.TrimSuffix(excerpt, "…"); !strings.HasPrefix(string([]rune(line)), shown) {
			t.Errorf("%q is not how %q begins", excerpt, line)
		}
		mask := transport.NewMask(awsSecret)
		quotable := transport.Quotable(mask, []byte(text+awsSecret+text))
		if len(quotable) > 16<<10+3 {
			t.Errorf("%d bytes are quotable", len(quotable))
		}
		wantHidden(t, quotable, awsSecret)
		for _, described := range []string{
			transport.Describe("GET", "https://video.example", status, "", text, nil),
			transport.Describe("GET", "https://video.example", 0, "", "", mask.Error(errors.New(text))),
			transport.Describe("GET", "https://video.example/?"+text, status, "Twilio error 20404", "", nil),
		} {
			wantHarmless(t, described, 6<<10)
		}
	})
}

// wantHarmless wants text on one line, without characters that steer a terminal, and of
// no more than so many bytes.
func wantHarmless(t *testing.T, text string, most int) {
	t.Helper()
	if len(text) > most {
		t.Errorf("%d bytes, want %d at most", len(text), most)
	}
	for _, r := range text {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' {
			t.Fatalf("%q holds %U", text, r)
		}
	}
	if !utf8.ValidString(text) {
		t.Errorf("%q is not UTF-8", text)
	}
}
