package twilioapi_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"unicode"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
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

// said is a hostile text in an answer: all that the connection carries of it.
type said func(text string) string

func whole(status, contentType, body string) string {
	return fmt.Sprintf("HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", status, contentType, len(body), body)
}

func inJSON(text string) string {
	raw, err := json.Marshal(text)
	if err != nil {
		panic(err) // never: it is a string
	}
	// As servers may send it, which do not escape what JSON allows as it is.
	return strings.NewReplacer(`\u2028`, "\u2028", `\u007f`, "\x7f").Replace(string(raw))
}

// oneLine is a text in a header: a line break would end it.
func oneLine(text string) string { return strings.NewReplacer("\n", "", "\r", "").Replace(text) }

// answers have the text in each place that an error may quote.
var answers = map[string]said{
	"message": func(s string) string {
		return whole("400 No", "application/json", `{"code":1,"message":`+inJSON(s)+`}`)
	},
	"more_info": func(s string) string {
		return whole("400 No", "application/json", `{"code":1,"message":"m","more_info":`+inJSON("https://www.twilio.com/"+s)+`}`)
	},
	"more_info, all": func(s string) string {
		return whole("400 No", "application/json", `{"code":1,"message":"m","more_info":`+inJSON(s)+`}`)
	},
	"code": func(s string) string {
		return whole("400 No", "application/json", `{"code":`+inJSON(s)+`,"message":"m"}`)
	},
	"a long code": func(s string) string {
		return whole("400 No", "application/json", `{"code":1`+strings.Repeat("0", len(s))+`}`)
	},
	"key of an error":    func(s string) string { return whole("400 No", "application/json", `{`+inJSON(s)+`:1}`) },
	"HTML of an error":   func(s string) string { return whole("503 No", "text/html", s) },
	"HTML":               func(s string) string { return whole("200 OK", "text/html", s) },
	"key":                func(s string) string { return whole("200 OK", "application/json", `{`+inJSON(s)+`:{`+inJSON(s)+`:1}}`) },
	"value of no object": func(s string) string { return whole("200 OK", "application/json", inJSON(s)) },
	"value of another type": func(s string) string {
		return whole("200 OK", "application/json", `{"sid":`+inJSON(s)+`,"account_sid":[`+inJSON(s)+`],"friendly_name":{`+inJSON(s)+`:1},"aws_storage_enabled":`+inJSON(s)+`,"credentials":[{"sid":{`+inJSON(s)+`:1}}],"meta":{}}`)
	},
	"a long number": func(s string) string {
		return whole("200 OK", "application/json", `{"account_sid":1`+strings.Repeat("0", len(s))+`,"credentials":1`+strings.Repeat("0", len(s))+`}`)
	},
	"SID": func(s string) string { return whole("200 OK", "application/json", `{"sid":`+inJSON(s)+`}`) },
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
	"next page's path": func(s string) string {
		return whole("200 OK", "application/json", `{"sid":1,"credentials":[],"meta":{"next_page_url":`+inJSON("https://accounts.twilio.com/%1b%C2%9B"+s)+`}}`)
	},
	"next page's host": func(s string) string {
		return whole("200 OK", "application/json", `{"sid":1,"credentials":[],"meta":{"next_page_url":`+inJSON("https://%C2%9B.example"+s)+`}}`)
	},
	"next page's query": func(s string) string {
		return whole("200 OK", "application/json", `{"sid":1,"credentials":[],"meta":{"next_page_url":`+inJSON("https://accounts.twilio.com/v1/Credentials/AWS?PageToken="+s)+`}}`)
	},
	"next page": func(s string) string {
		return whole("200 OK", "application/json", `{"sid":1,"credentials":[],"meta":{"next_page_url":`+inJSON(s)+`}}`)
	},
}

// raw serves a text as it is, in place of an answer.
func raw(t *testing.T, text string) string {
	t.Helper()
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			panic(err)
		}
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		// The client may hang up in the middle of it.
		_, _ = conn.Write([]byte(text))
		_ = conn.Close()
	})
}

// An answer is data: whatever is in it, and wherever, an error shows of it some harmless
// text on one line.
func TestHostileAnswersMakeHarmlessErrors(t *testing.T) {
	t.Parallel()
	// One for each way in which an answer is read.
	several := map[string]func(context.Context, *twilioapi.Client) error{
		"list": func(ctx context.Context, c *twilioapi.Client) error {
			_, err := twilioapi.AWSCredentials.List(ctx, c)
			return err
		},
	}
	for _, do := range []string{"fetch recording", "write composition", "create AWS credential", "delete public key"} {
		several[do] = allCalls[do]
	}
	for place, answer := range answers {
		for name, text := range hostile {
			t.Run(place+"/"+name, func(t *testing.T) {
				t.Parallel()
				server, quoted := raw(t, answer(text)), 0
				for do, call := range several {
					err := call(t.Context(), connect(t, server, twiliosandbox.NewAccount()))
					if err == nil {
						// Some of them hold all that the call wants of an answer.
						continue
					}
					quoted++
					wantHarmless(t, do, err.Error())
					if failed := (*twilioapi.Error)(nil); errors.As(err, &failed) && failed.MoreInfo != "" {
						wantHarmless(t, do, failed.MoreInfo)
						if !strings.HasPrefix(failed.MoreInfo, "https://www.twilio.com/") {
							t.Errorf("%s: more_info %q", do, failed.MoreInfo)
						}
					}
				}
				if quoted == 0 {
					t.Error("there was no error to look at")
				}
			})
		}
	}
}

func wantHarmless(t *testing.T, do, text string) {
	t.Helper()
	if len(text) > 4<<10 {
		t.Errorf("%s: %d bytes", do, len(text))
	}
	for _, r := range text {
		if !unicode.IsPrint(r) {
			t.Fatalf("%s: %.1000q holds %U", do, text, r)
		}
	}
}

// Nobody is sent to an address that is no web page of Twilio's.
func TestMoreInfoIsAWebAddress(t *testing.T) {
	t.Parallel()
	for link, shown := range map[string]bool{
		"https://www.twilio.com/docs/errors/20001":           true,
		"https://www.twilio.com/docs/errors/20001?a=b&c=%20": true,
		"https://twilio.com/docs":                            true,
		"https://Help.Eu1.Twilio.com":                        true,
		"https://evil.example/docs/errors/20001":             false,
		"https://eviltwilio.com/":                            false,
		"https://www.twilio.com.evil.example/":               false,
		"https://evil.example/?www.twilio.com":               false,
		"https://evil.example?.twilio.com":                   false,
		"https://evil.example#.twilio.com":                   false,
		"https://evil.example;.twilio.com/":                  false,
		`https://evil.example\.twilio.com/`:                  false,
		"https://evil.example%EF%BC%8F.twilio.com/":          false,
		"https://.twilio.com/":                               false,
		"https://www.twilio.com:8443/":                       false,
		"http://www.twilio.com/docs/errors/20001":            false,
		"javascript:alert(1)":                                false,
		"file:///etc/passwd":                                 false,
		"https:///docs":                                      false,
		"https:docs":                                         false,
		"//www.twilio.com":                                   false,
		"docs/errors":                                        false,
		"https://www.twilio.com@evil.example/":               false,
		"https://www.twilio.com/ and run this":               false,
		"https://www.twіlio.com/":                            false,
		"https://www.twilio.com/\u202e":                      false,
		"https://www.twilio.com/" + strings.Repeat("x", 512): false,
	} {
		t.Run(link, func(t *testing.T) {
			t.Parallel()
			_, err := twilioapi.RecordingSettings.Fetch(t.Context(),
				answering(t, 400, "application/json", `{"code":20001,"message":"m","more_info":`+inJSON(link)+`}`))
			want := ""
			if shown {
				want = link
			}
			if got := failure(t, err).MoreInfo; got != want {
				t.Errorf("more_info %q, want %q", got, want)
			}
		})
	}
}
