package sendbirdapi_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// hostile are texts that would do something to a terminal, or to who reads them.
var hostile = map[string]string{
	"escape":     "\x1b[2J\x1b]0;title\a",
	"link":       "\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\",
	"C1":         "\u009b2J\u009d0;title\u009c",
	"reordered":  "\u202egnp.exe\u2066\u200f",
	"no width":   "pass\u200bword\ufeff\u00ad",
	"lines":      "one\n\nError: another\r\u2028",
	"a megabyte": strings.Repeat("x", 1<<20),
}

func whole(status, contentType, body string) string {
	return fmt.Sprintf("HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", status, contentType, len(body), body)
}

func inJSON(text string) string {
	raw, err := json.Marshal(text)
	if err != nil {
		panic(err) // never: it is a string
	}
	return string(raw)
}

// oneLine is a text in a header: a line break would end it.
func oneLine(text string) string { return strings.NewReplacer("\n", "", "\r", "").Replace(text) }

// answers have the text in each place that an error may quote.
var answers = map[string]func(text string) string{
	"message": func(s string) string {
		return whole("400 No", "application/json", `{"error":true,"code":400100,"message":`+inJSON(s)+`}`)
	},
	"message of a 200": func(s string) string {
		return whole("200 OK", "application/json", `{"error":true,"code":400100,"message":`+inJSON(s)+`}`)
	},
	"code": func(s string) string {
		return whole("400 No", "application/json", `{"error":true,"code":`+inJSON(s)+`,"message":"m"}`)
	},
	"a long code": func(s string) string {
		return whole("400 No", "application/json", `{"code":1`+strings.Repeat("0", len(s))+`}`)
	},
	"key":           func(s string) string { return whole("400 No", "application/json", `{`+inJSON(s)+`:1}`) },
	"another type":  func(s string) string { return whole("400 No", "application/json", `{"message":{`+inJSON(s)+`:1}}`) },
	"HTML":          func(s string) string { return whole("503 No", "text/html", s) },
	"HTML of a 200": func(s string) string { return whole("200 OK", "text/html", s) },
	"recording": func(s string) string {
		return whole("200 OK", "application/json", `{"recording_id":`+inJSON(s)+`,"bucket":"my-bucket","key":"k"}`)
	},
	"bucket": func(s string) string {
		return whole("200 OK", "application/json", `{"recording_id":"f56ee376-b6ee","bucket":`+inJSON(s)+`,"key":"k"}`)
	},
	"key of the copy": func(s string) string {
		return whole("200 OK", "application/json", `{"recording_id":"f56ee376-b6ee","bucket":"my-bucket","key":`+inJSON("\x1b"+s)+`}`)
	},
	"Location": func(s string) string {
		return "HTTP/1.1 302 Found\r\nLocation: https://" + oneLine(s) + ".example/\r\nContent-Length: 0\r\n\r\n"
	},
	"Location, escaped": func(string) string {
		return "HTTP/1.1 302 Found\r\nLocation: https://%C2%9B2J%E2%80%AE.example/%1b\r\nContent-Length: 0\r\n\r\n"
	},
	"reason":        func(s string) string { return "HTTP/1.1 400 " + oneLine(s) + "\r\nContent-Length: 0\r\n\r\n" },
	"status":        func(s string) string { return "HTTP/1.1 " + oneLine(s) + "\r\n\r\n" },
	"header's line": func(s string) string { return "HTTP/1.1 200 OK\r\n" + oneLine(s) + "\r\n\r\n" },
	"header's name": func(s string) string { return "HTTP/1.1 200 OK\r\n" + oneLine(s) + ": x\r\n\r\n" },
}

// An answer is data: whatever is in it, and wherever, an error shows of it some harmless
// text on one line.
func TestHostileAnswersMakeHarmlessErrors(t *testing.T) {
	t.Parallel()
	for place, answer := range answers {
		for name, text := range hostile {
			t.Run(place+"/"+name, func(t *testing.T) {
				t.Parallel()
				s := serve(t, func(w http.ResponseWriter, r *http.Request) {
					if _, err := io.Copy(io.Discard, r.Body); err != nil {
						panic(err)
					}
					conn, _, err := http.NewResponseController(w).Hijack()
					if err != nil {
						panic(err)
					}
					// The client may hang up in the middle of it.
					_, _ = conn.Write([]byte(answer(text)))
					_ = conn.Close()
				})
				_, err := s.client(t).Copy(t.Context(), ask)
				if err == nil {
					t.Fatal("there was no error to look at")
				}
				if len(err.Error()) > 4<<10 {
					t.Errorf("%d bytes", len(err.Error()))
				}
				for _, r := range err.Error() {
					if !unicode.IsPrint(r) {
						t.Fatalf("%.1000q holds %U", err, r)
					}
				}
			})
		}
	}
}

// A copy is not asked for at another place either: its keys are in the request.
func TestRedirectOfACopyIsNotFollowed(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for where, location := range map[string]string{"same host": "/v1/elsewhere", "another host": ""} {
			t.Run(strconv.Itoa(status)+" to "+where, func(t *testing.T) {
				t.Parallel()
				elsewhere := serve(t, says(200, answer))
				to := location
				if to == "" {
					to = elsewhere.url
				}
				s := serve(t, says(status, "", "Location", to))
				if _, err := s.client(t).Copy(t.Context(), ask); err == nil || !strings.Contains(err.Error(), "which is never followed") {
					t.Errorf("error %v", err)
				}
				if s.requests.Load() != 1 || elsewhere.requests.Load() != 0 {
					t.Errorf("%d requests, and %d elsewhere", s.requests.Load(), elsewhere.requests.Load())
				}
			})
		}
	}
}
