package transport

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// How much of what others say is shown, in bytes. Their sum leaves room for our own
// words, which come last and say what to do.
const (
	// maxSaid is for what a server says, and for the text of a failure.
	maxSaid = 2 << 10
	// maxURL is for an address: that of a next page is the server's.
	maxURL = 1 << 10
	// MaxValue is for one value that a vendor holds, such as a name.
	MaxValue = 512
	// MaxDiagnostic is for all that a diagnostic says.
	MaxDiagnostic = 16 << 10
	// maxQuoted is for an answer's body, before it is made an [Excerpt].
	maxQuoted = 16 << 10
)

// cut marks a text that is not shown to its end.
const cut = "… (cut)"

// Quotable is the beginning of an answer's body as errors may quote it: masked, for
// it may be from a server that echoes what it was sent.
func Quotable(mask Mask, body []byte) string {
	return mask.Head(strings.TrimSpace(string(body)), maxQuoted)
}

// Said is a text of a server's as errors may show it: masked, on one line, and cut.
func Said(mask Mask, text string) string {
	text = strings.TrimSpace(text)
	if len(text) <= maxSaid {
		return line(mask.Replace(text), maxSaid)
	}
	return line(mask.Head(text, boundary(text, maxSaid))+cut, maxSaid)
}

// Value is one value that a vendor holds as a message may show it: on one line, and cut.
func Value(text string) string { return line(text, MaxValue) }

// Excerpt is the beginning of a text on one line.
func Excerpt(text string) string {
	const most = 120
	short := []rune(OneLine(text))
	if len(short) > most {
		return string(short[:most]) + "…"
	}
	return string(short)
}

// Cut is text, or its beginning in at most so many bytes, the mark at its end included.
func Cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return text[:boundary(text, most-len(cut))] + cut
}

// boundary is the end of the last whole character within the first n bytes.
func boundary(text string, n int) int {
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return n
}

// line is text on one line and cut. It is cut first, for it may be as long as an answer.
func line(text string, most int) string { return Cut(OneLine(Cut(text, most)), most) }

// OneLine is text as it may be shown on a terminal: without line breaks, and
// without characters that steer it or reorder what it shows.
func OneLine(text string) string {
	return strings.Join(strings.Fields(strings.Map(harmless, text)), " ")
}

// Lines is text as it may be shown on a terminal, with its line breaks.
func Lines(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' {
			return r
		}
		return harmless(r)
	}, text)
}

// harmless is r, or a space for what is not seen: controls, which steer a terminal, what
// reorders a text, and what has no width or looks like none.
func harmless(r rune) rune {
	if !unicode.IsPrint(r) || unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) {
		return ' '
	}
	return r
}
