// Package hostile has responses that try to harm a client or its terminal, and the check that a message which quotes them is harmless.
package hostile

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"unicode"
)

// Texts have an effect on a terminal, or mislead a reader.
var Texts = map[string]string{
	"escape":     "\x1b[2J\x1b]0;title\a",
	"link":       "\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\",
	"C1":         "\u009b2J\u009d0;title\u009c",
	"reordered":  "\u202egnp.exe\u2066\u200f",
	"no width":   "pass\u200bword\ufeff\u00ad",
	"lines":      "one\n\nError: another\r\u2028",
	"a megabyte": strings.Repeat("x", 1<<20),
}

// Answers are responses with a text at each place of HTTP that an error may quote.
var Answers = map[string]func(text string) string{
	"HTML":             func(s string) string { return whole("200 OK", s) },
	"HTML of an error": func(s string) string { return whole("503 No", s) },
	"Location": func(s string) string {
		return "HTTP/1.1 302 Found\r\nLocation: https://" + oneLine(s) + ".example/" + oneLine(s) + "\r\nContent-Length: 0\r\n\r\n"
	},
	"Location, escaped": func(string) string {
		return "HTTP/1.1 302 Found\r\nLocation: https://%C2%9B2J%E2%80%AE.example/%1b\r\nContent-Length: 0\r\n\r\n"
	},
	"reason":            func(s string) string { return "HTTP/1.1 400 " + oneLine(s) + "\r\nContent-Length: 0\r\n\r\n" },
	"status":            func(s string) string { return "HTTP/1.1 " + oneLine(s) + "\r\n\r\n" },
	"protocol":          func(s string) string { return oneLine(s) + " 200 OK\r\n\r\n" },
	"header's line":     func(s string) string { return "HTTP/1.1 200 OK\r\n" + oneLine(s) + "\r\n\r\n" },
	"header's name":     func(s string) string { return "HTTP/1.1 200 OK\r\n" + oneLine(s) + ": x\r\n\r\n" },
	"header's length":   func(s string) string { return "HTTP/1.1 200 OK\r\nContent-Length: " + oneLine(s) + "\r\n\r\n" },
	"header's encoding": func(s string) string { return "HTTP/1.1 200 OK\r\nTransfer-Encoding: " + oneLine(s) + "\r\n\r\n" },
	"chunk's length":    func(s string) string { return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + s + "\r\n" },
}

func whole(status, body string) string {
	return fmt.Sprintf("HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", status, len(body), body)
}

// oneLine removes line breaks, which would end a header.
func oneLine(text string) string { return strings.NewReplacer("\n", "", "\r", "").Replace(text) }

// InJSON returns a text as a JSON string in which every character that JSON allows is unescaped.
func InJSON(text string) string {
	raw, err := json.Marshal(text)
	if err != nil {
		panic(err) // JSON has every string.
	}
	return strings.NewReplacer(`\u2028`, "\u2028", `\u007f`, "\x7f").Replace(string(raw))
}

// Handler answers every request with these bytes and closes the connection.
func Handler(answer string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			panic(err)
		}
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		_, _ = conn.Write([]byte(answer)) // The client may close the connection first.
		_ = conn.Close()
	}
}

// WantHarmless fails the test unless a text has at most 4 KiB, on one line of visible characters. The name is for the failure.
func WantHarmless(t *testing.T, name, text string) {
	t.Helper()
	if len(text) > 4<<10 {
		t.Errorf("%s: %d bytes", name, len(text))
	}
	for _, r := range text {
		if !unicode.IsPrint(r) {
			t.Fatalf("%s: %.1000q has %U", name, text, r)
		}
	}
}
