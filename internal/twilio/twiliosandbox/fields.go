package twiliosandbox

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// groupingPrefix is before the names of fields within grouping_sids where
// fields are named.
const groupingPrefix = "grouping_sids."

// fields appends the fields of one JSON object to b, by hand: a page of a
// thousand recordings is to cost about a millisecond.
type fields struct {
	b []byte
	// absent names fields to leave out, and null those that are null.
	absent, null []string
	// within goes before the names of fields in absent and null.
	within  string
	started bool
}

// name begins a field, and reports whether its value is to be written.
func (f *fields) name(name string) bool {
	if f.isIn(f.absent, name) {
		return false
	}
	if f.started {
		f.b = append(f.b, ',')
	}
	f.started = true
	f.b = append(f.b, '"')
	f.b = append(f.b, name...)
	f.b = append(f.b, '"', ':')
	if f.isIn(f.null, name) {
		f.none()
		return false
	}
	return true
}

func (f *fields) isIn(names []string, name string) bool {
	for _, n := range names {
		if rest, ok := strings.CutPrefix(n, f.within); ok && rest == name {
			return true
		}
	}
	return false
}

func (f *fields) none() { f.b = append(f.b, "null"...) }

// text appends a string, null if it is empty.
func (f *fields) text(name, value string) {
	switch {
	case !f.name(name):
	case value == "":
		f.none()
	default:
		f.b = appendString(f.b, value)
	}
}

// number appends a number, null if there is none.
func (f *fields) number(name string, value *int64) {
	switch {
	case !f.name(name):
	case value == nil:
		f.none()
	default:
		f.b = strconv.AppendInt(f.b, *value, 10)
	}
}

func (f *fields) integer(name string, value int64) {
	if f.name(name) {
		f.b = strconv.AppendInt(f.b, value, 10)
	}
}

func (f *fields) boolean(name string, value bool) {
	if f.name(name) {
		f.b = strconv.AppendBool(f.b, value)
	}
}

// date appends a date, null if it is the zero time.
func (f *fields) date(name string, value time.Time) {
	switch {
	case !f.name(name):
	case value.IsZero():
		f.none()
	default:
		f.b = append(f.b, '"')
		f.b = value.UTC().AppendFormat(f.b, time.RFC3339Nano)
		f.b = append(f.b, '"')
	}
}

// list appends an array of strings, null if it is nil.
func (f *fields) list(name string, values []string) {
	if !f.name(name) {
		return
	}
	if values == nil {
		f.none()
		return
	}
	f.b = append(f.b, '[')
	for i, value := range values {
		if i > 0 {
			f.b = append(f.b, ',')
		}
		f.b = appendString(f.b, value)
	}
	f.b = append(f.b, ']')
}

// raw appends JSON as it is, null if it is empty.
func (f *fields) raw(name string, value json.RawMessage) {
	switch {
	case !f.name(name):
	case len(value) == 0:
		f.none()
	default:
		f.b = append(f.b, value...)
	}
}

// address appends where an item is, from the parts of a URL, and below it its
// media.
func (f *fields) address(parts ...string) {
	if f.name("url") {
		f.b = append(appendText(append(f.b, '"'), parts...), '"')
	}
	if f.name("links") {
		f.b = append(f.b, `{"media":"`...)
		f.b = append(appendText(f.b, parts...), `/Media"}`...)
	}
}

func appendString(b []byte, value string) []byte {
	return append(appendText(append(b, '"'), value), '"')
}

// appendText appends what is between the quotes of a string. It leaves what is
// not plain to encoding/json.
func appendText(b []byte, parts ...string) []byte {
	for _, part := range parts {
		if isPlain(part) {
			b = append(b, part...)
			continue
		}
		quoted, err := json.Marshal(part)
		if err != nil {
			panic(fmt.Sprintf("twiliosandbox: encoding a string: %v", err))
		}
		b = append(b, quoted[1:len(quoted)-1]...)
	}
	return b
}

// isPlain reports whether JSON has a text as it is.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}
