package leak

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

const (
	// maxAnchor keeps anchors at a length that bytes.Index searches for at full
	// speed, in bytes.
	maxAnchor = 24
	// maxSpelling is how many bytes the longest spelling has for one byte.
	maxSpelling = 16
)

// needle is a text that stands for a secret. Its anchor is searched for, and what
// is round an anchor compared with every spelling of the rest.
type needle struct {
	secret int
	// encoding is what was made of the secret, "" for nothing.
	encoding      string
	text          string
	anchor        []byte
	before, after int
	spelled       func() *regexp.Regexp
}

// needles are all that stand for one line of a secret.
func needles(secret int, line string) []needle {
	all := []needle{
		newNeedle(secret, "", line),
		newNeedle(secret, "hexadecimal", hex.EncodeToString([]byte(line))),
		newNeedle(secret, "hexadecimal", strings.ToUpper(hex.EncodeToString([]byte(line)))),
	}
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for shift := range 3 {
			all = append(all, newNeedle(secret, "base64", within(encoding, line, shift)))
		}
	}
	slices.SortFunc(all, func(a, b needle) int { return strings.Compare(a.text, b.text) })
	return slices.CompactFunc(all, func(a, b needle) bool { return a.text == b.text })
}

// within is what base64 makes of a text with shift bytes, and possibly more, in
// front of it, as of the password in "user:password": the characters that do not
// depend on what is round it.
func within(encoding *base64.Encoding, text string, shift int) string {
	encoded := encoding.EncodeToString(append(make([]byte, shift), text...))
	return encoded[(8*shift+5)/6 : 8*(shift+len(text))/6]
}

func newNeedle(secret int, encoding, text string) needle {
	start, end := anchorOf(text)
	end = min(end, start+maxAnchor)
	return needle{
		secret: secret, encoding: encoding, text: text, anchor: []byte(text[start:end]),
		before: start * maxSpelling, after: (len(text) - end) * maxSpelling,
		spelled: sync.OnceValue(func() *regexp.Regexp {
			var pattern strings.Builder
			for _, r := range text {
				pattern.WriteString(spellings(r))
			}
			return regexp.MustCompile(pattern.String())
		}),
	}
}

// spellings is the pattern of a character in a URL, a form, JSON, a Go string, and
// any of these within the others. Letters and digits are themselves in all.
func spellings(r rune) string {
	literal := regexp.QuoteMeta(string(r))
	if run.MatchString(string(r)) {
		return literal
	}
	var percent strings.Builder
	for _, b := range []byte(string(r)) {
		fmt.Fprintf(&percent, "%%(?:25){0,2}(?i:%02x)", b)
	}
	all := []string{`\\{0,7}` + literal, percent.String(), fmt.Sprintf(`\\{1,7}u(?i:%04x)`, r)}
	if r == ' ' {
		// A form has a plus for it. The CLI wraps lines, and draws a frame at their
		// beginnings.
		all = append(all, `\+|%(?:25){0,2}2[bB]`, `[\s│]+`)
	}
	return "(?:" + strings.Join(all, "|") + ")"
}

// at returns the needle in content whose anchor is at hit.
func (n *needle) at(content []byte, hit int) (start, end int, ok bool) {
	if len(n.anchor) == len(n.text) {
		return hit, hit + len(n.anchor), true
	}
	from, to := max(0, hit-n.before), min(len(content), hit+len(n.anchor)+n.after)
	for _, found := range n.spelled().FindAllIndex(content[from:to], -1) {
		if start, end = from+found[0], from+found[1]; start <= hit && hit < end {
			return start, end, true
		}
	}
	return 0, 0, false
}

// spelling names how found spells the needle.
func (n *needle) spelling(found []byte) string {
	more := func(mark string) bool { return bytes.Count(found, []byte(mark)) > strings.Count(n.text, mark) }
	switch {
	case n.encoding != "":
		return n.encoding
	case string(found) == n.text:
		return "as it is"
	case more("%"), more("+"):
		return "URL-encoded"
	case more(`\`):
		return "JSON-escaped"
	}
	return "wrapped"
}
