package transport

import (
	"html"
	"regexp"
	"strconv"
	"strings"
)

// longestEscape is how many bytes one byte may take in an escaped text, each time
// that it is escaped: "&#x002F;".
const longestEscape = 8

// maxUndone bounds how often a text's escapes are undone: JSON in JSON in a query.
const maxUndone = 3

// escapes are those of URLs, of JSON and of HTML.
var escapes = regexp.MustCompile(`%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\["\\/]|&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|amp|lt|gt|quot);`)

// escaped is a text some of whose escapes have been undone.
type escaped struct {
	text string
	// origins are where the bytes of text were in the original, and where it ended;
	// nil as long as nothing is undone.
	origins []int
	undone  int
}

// origin is where a position in the text was in the original.
func (e escaped) origin(at int) int {
	if e.origins == nil {
		return at
	}
	return e.origins[at]
}

// undo undoes one layer of escapes, if there is one.
func (e escaped) undo() (undone escaped, more bool) {
	found := escapes.FindAllStringIndex(e.text, -1)
	if len(found) == 0 || e.undone == maxUndone {
		return e, false
	}
	var text strings.Builder
	origins := make([]int, 0, len(e.text)+1)
	keep := func(from, to int) {
		text.WriteString(e.text[from:to])
		for at := from; at < to; at++ {
			origins = append(origins, e.origin(at))
		}
	}
	at := 0
	for _, f := range found {
		keep(at, f[0])
		for _, b := range []byte(unescape(e.text[f[0]:f[1]])) {
			text.WriteByte(b)
			origins = append(origins, e.origin(f[0]))
		}
		at = f[1]
	}
	keep(at, len(e.text))
	return escaped{text.String(), append(origins, e.origin(len(e.text))), e.undone + 1}, true
}

// unescape is what one escape stands for.
func unescape(escape string) string {
	digits := ""
	switch {
	case escape[0] == '&':
		return html.UnescapeString(escape)
	case escape[0] == '%':
		digits = escape[1:]
	case escape[1] == 'u':
		digits = escape[2:]
	default:
		return escape[1:]
	}
	n, err := strconv.ParseUint(digits, 16, 32)
	if err != nil {
		return escape // never: the digits are hexadecimal
	}
	if escape[0] == '%' {
		return string([]byte{byte(n)})
	}
	return string(rune(n))
}
