package api

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const redacted = "***"

// Sizes of the texts of others in messages, in bytes.
const (
	maxMessage = 2 << 10
	maxURL     = 1 << 10
	maxExcerpt = 120 // in characters
	// MaxValue is for one value of a vendor, such as a name.
	MaxValue = 512
)

// truncationMark ends a text that was cut.
const truncationMark = "… (cut)"

// NewRedactor returns a replacer that redacts secrets: as they are, and as they appear in a form, in a URL, in JSON and in an
// Authorization header.
func NewRedactor(secrets ...string) *strings.Replacer {
	var spellings []string
	for _, secret := range secrets {
		if secret == "" {
			continue
		}
		spellings = append(spellings, secret, url.QueryEscape(secret), url.PathEscape(secret),
			base64.RawStdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)))
		for _, escapeHTML := range []bool{true, false} {
			inJSON := escapeJSON(secret, escapeHTML)
			spellings = append(spellings, inJSON, strings.ReplaceAll(inJSON, "/", `\/`))
		}
	}
	// The replacer takes the first spelling that matches, and one may begin with another.
	slices.SortFunc(spellings, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	var pairs []string
	for _, spelling := range slices.Compact(spellings) {
		pairs = append(pairs, spelling, redacted)
	}
	return strings.NewReplacer(pairs...)
}

// escapeJSON returns a text as in a JSON string, without the quotes.
func escapeJSON(text string, escapeHTML bool) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(escapeHTML)
	// A string always encodes.
	_ = encoder.Encode(text)
	return strings.TrimSuffix(b.String(), "\"\n")[1:]
}

// redact removes the secrets of the request from a text.
func (x *exchange) redact(text string) string { return x.redactor.Replace(text) }

// SanitizeValue returns a value of a vendor as a message may show it: on one line, visible and at most 512 bytes long.
func SanitizeValue(text string) string { return sanitize(text, MaxValue) }

// SanitizeLine returns a text on one line, without characters that control a terminal, reorder text or are invisible.
func SanitizeLine(text string) string {
	return strings.Join(strings.Fields(strings.Map(visible, text)), " ")
}

// Truncate cuts a text to a number of bytes, including the mark at its end.
func Truncate(text string, most int) string {
	if len(text) <= most {
		return text
	}
	end := most - len(truncationMark)
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + truncationMark
}

// sanitize is [SanitizeLine] with a limit in bytes. It cuts first, because the text may be as long as a response.
func sanitize(text string, most int) string {
	return Truncate(SanitizeLine(Truncate(strings.TrimSpace(text), most)), most)
}

// excerpt returns the beginning of a text on one line.
func excerpt(text string) string {
	line := []rune(SanitizeLine(Truncate(text, maxMessage)))
	if len(line) > maxExcerpt {
		return string(line[:maxExcerpt]) + "…"
	}
	return string(line)
}

// visible returns r, or a space for a character that is not seen.
func visible(r rune) rune {
	if !unicode.IsPrint(r) || unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) {
		return ' '
	}
	return r
}
