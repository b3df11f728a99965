package hostile

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// Answers have a text in each place of HTTP's own that an error may quote; those of an
// API come beside them.
var Answers = map[string]func(text string) string{
	"HTML":             func(s string) string { return Whole("200 OK", "text/html", s) },
	"HTML of an error": func(s string) string { return Whole("503 No", "text/html", s) },
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

// Whole is an answer with a body.
func Whole(status, contentType, body string) string {
	return fmt.Sprintf("HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", status, contentType, len(body), body)
}

// InJSON is a text as a string of JSON.
func InJSON(text string) string {
	raw, err := json.Marshal(text)
	if err != nil {
		panic(err) // never: it is a string
	}
	// As servers may send it, which do not escape what JSON allows as it is.
	return strings.NewReplacer(`\u2028`, "\u2028", `\u007f`, "\x7f").Replace(string(raw))
}

// oneLine is a text in a header: a line break would end it.
func oneLine(text string) string { return strings.NewReplacer("\n", "", "\r", "").Replace(text) }

// Handler answers every request with all that the connection is to carry, as it is.
func Handler(answer string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			panic(err)
		}
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		// The client may hang up in the middle of it.
		_, _ = conn.Write([]byte(answer))
		_ = conn.Close()
	}
}
