package transport

import (
	"strings"
	"unicode"
)

// maxQuoted is how much of an answer's body errors look at, in bytes.
const maxQuoted = 16 << 10

// Quotable is the beginning of an answer's body as errors may quote it: masked, for
// it may be from a server that echoes what it was sent.
func Quotable(mask Mask, body []byte) string {
	return mask.Head(strings.TrimSpace(string(body)), maxQuoted)
}

// Excerpt is the beginning of a text on one line.
func Excerpt(text string) string {
	const most = 120
	short := []rune(OneLine(text))
	if len(short) > most {
		return string(short[:most]) + "…"
	}
	return string(short)
}

// OneLine is text as it may be shown on a terminal: without line breaks, and
// without characters that steer it or reorder what it shows.
func OneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
	}), " ")
}
