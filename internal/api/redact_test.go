package api

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/hostile"
)

// withLog returns a context with a logger, and its log.
func withLog(t *testing.T) (context.Context, func() string) {
	t.Helper()
	var out bytes.Buffer
	return tflogtest.RootLogger(t.Context(), &out), out.String
}

// spellings returns a secret as a server may quote it.
func spellings(secret string) []string {
	inJSON := escapeJSON(secret, false)
	return []string{
		secret, url.QueryEscape(secret), url.PathEscape(secret), escapeJSON(secret, true), inJSON, strings.ReplaceAll(inJSON, "/", `\/`),
		base64.StdEncoding.EncodeToString([]byte(secret)), base64.URLEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)),
	}
}

func expectNoSecret(t *testing.T, text string, secrets ...string) {
	t.Helper()
	for _, secret := range secrets {
		for _, spelling := range append(spellings(secret), secret[:len(secret)/2]) {
			if strings.Contains(text, strings.TrimRight(spelling, "=")) {
				t.Errorf("%q holds a secret as %q", text, spelling)
			}
		}
	}
}

// A server may quote the request anywhere in its response.
func TestSecretsAreInNoErrorAndNoLog(t *testing.T) {
	t.Parallel()
	const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLE<=/"
	echo := strings.Join(slices.Concat(spellings(password), spellings(username+":"+password), spellings(secret)), " | ")
	quoted, _ := json.Marshal(echo) // A string always marshals.
	query := "?q=" + url.QueryEscape(secret)
	for name, step := range map[string]http.HandlerFunc{
		"vendor's error":   respond(400, `{"code":7,"message":`+string(quoted)+`,"more_info":"\u001b[2J`+string(quoted[1:])+`}`),
		"other JSON":       respond(400, `{"headers":`+string(quoted)+`}`),
		"a web page":       respond(403, "<html>"+echo),
		"the excerpt":      respond(403, strings.Repeat("x", maxExcerpt-10)+secret),
		"the cut":          respond(400, `{"code":7,"message":"`+strings.Repeat("x", maxMessage-len(truncationMark)-10)+secret+strings.Repeat("x", maxMessage)+`"}`),
		"success":          respond(200, echo),
		"another type":     respond(200, `{"name":[`+string(quoted)+`]}`),
		"ID":               respond(400, "", "Request-Id", echo),
		"header":           respond(200, "{}", "X-Echo", echo),
		"redirect":         respond(302, "", "Location", "https://u:"+url.QueryEscape(secret)+"@"+url.QueryEscape(secret)+".example.com/"+query),
		"invalid redirect": respond(302, "", "Location", "https://%zz/"+query),
		"no response":      drop,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, log := withLog(t)
			r := requests["POST"].to(newServer(t, step).URL + "/" + query)
			r.Body, r.Secrets = []byte("Secret="+url.QueryEscape(secret)), []string{secret}
			resp, err := newTestClient(0).Do(ctx, r)
			if err == nil {
				var object struct{ Name string }
				if err = resp.Decode(&object); err == nil {
					err = resp.Unusable(string(resp.Body))
				}
			}
			failed := failure(t, err)
			expectNoSecret(t, failed.Error()+failed.MoreInfo, password, username+":"+password, secret)
			expectNoSecret(t, log(), password, username+":"+password, secret)
			if strings.Contains(failed.MoreInfo, "\x1b") {
				t.Errorf("%q controls a terminal", failed.MoreInfo)
			}
			if resp != nil {
				expectNoSecret(t, resp.Redact(echo), password, username+":"+password, secret)
			}
		})
	}
}

// Parts of HTTP itself may hold such texts, and the errors of net/http quote them.
func TestHostileResponsesMakeHarmlessErrors(t *testing.T) {
	t.Parallel()
	for place, response := range hostile.Answers {
		for name, text := range hostile.Texts {
			t.Run(place+"/"+name, func(t *testing.T) {
				t.Parallel()
				resp, err := newTestClient(0).Do(t.Context(), requests["POST"].to(newServer(t, hostile.Handler(response(text))).URL))
				if err == nil {
					err = resp.Decode(&struct{}{})
				}
				hostile.WantHarmless(t, "the error", failure(t, err).Error())
			})
		}
	}
}

func TestLogHasAttemptsWithoutBodiesAndHeaders(t *testing.T) {
	t.Parallel()
	s := newServer(t, drop, respond(429, "hidden", "Retry-After", "0", "Request-Id", "RQ1", "X-Hidden", "hidden"), respond(200, "hidden"))
	ctx, log := withLog(t)
	r := requests["idempotent POST"].to(s.URL + "/v1")
	r.Body, r.Header = []byte("Name=hidden"), http.Header{"X-Hidden": {"hidden"}}
	if _, err := newTestClient(2).Do(ctx, r); err != nil {
		t.Fatal(err)
	}
	entries, err := tflogtest.MultilineJSONDecode(strings.NewReader(log()))
	if err != nil || len(entries) != 3 {
		t.Fatalf("error %v, %d entries: %s", err, len(entries), log())
	}
	for i, want := range []map[string]any{
		{"@message": "Request failed", "attempt": 1.0, "error": "EOF"},
		{"@message": "Received response", "attempt": 2.0, "http_status": 429.0, "request_id": "RQ1"},
		{"@message": "Received response", "attempt": 3.0, "http_status": 200.0, "request_id": ""},
	} {
		want["http_method"], want["http_url"], want["@level"] = "POST", s.URL+"/v1", "debug"
		for field, value := range want {
			if entries[i][field] != value {
				t.Errorf("entry %d: %s is %v, want %v", i, field, entries[i][field], value)
			}
		}
	}
	if strings.Contains(strings.ToLower(log()), "hidden") || strings.Contains(log(), "Basic ") {
		t.Errorf("the log has bodies or headers: %s", log())
	}
}

// expectRedacted searches the parts between the redactions, because a secret may be a part of the mark.
func expectRedacted(t *testing.T, text, secret string) {
	t.Helper()
	for part := range strings.SplitSeq(text, redacted) {
		if strings.Contains(part, secret) {
			t.Errorf("%q in %q contains %q", part, text, secret)
		}
	}
}

// FuzzRedact hides a secret in a text.
func FuzzRedact(f *testing.F) {
	const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLE==/"
	f.Add(secret, "token", `{"message":"`, ` is wrong"}`)
	f.Add(secret, secret[:20], "Credentials=AKIAIOSFODNN7EXAMPLE%3A", "&FriendlyName=x")
	f.Add("%41&amp;\\u0041***", "%", "%4", "1&#")
	f.Add("aaaa", "aa", "aaa", "a")
	f.Fuzz(func(t *testing.T, secret, other, before, after string) {
		if secret == "" || len(secret) > 200 || len(before)+len(after) > 4096 {
			t.Skip()
		}
		redactor := NewRedactor("", other, secret)
		for _, spelling := range spellings(secret) {
			expectRedacted(t, redactor.Replace(before+spelling+after), secret)
			expectRedacted(t, redactor.Replace("-"+spelling+"-"), spelling)
		}
		// A secret may begin with another one.
		if got := redactor.Replace(secret); got != redacted {
			t.Errorf("%q became %q", secret, got)
		}
		if text := "no secret"; len(secret) > len(text) && NewRedactor(secret).Replace(text) != text {
			t.Errorf("%q became %q", text, NewRedactor(secret).Replace(text))
		}
	})
}

func TestLongTextsAreCutAndOthersStay(t *testing.T) {
	t.Parallel()
	const ordinary = `Ünïcödé 日本語 العربية "quoted" 100 % <b>bold</b> e` + "\u0301" + ` 😀 https://example.com/?a=b&c=d`
	for _, text := range []string{"", ordinary, strings.Repeat("x", MaxValue)} {
		if got := SanitizeValue(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
	for name, text := range map[string]string{
		"letters": strings.Repeat("x", 1<<20), "four bytes each": strings.Repeat("😀", 1<<18), "no UTF-8": strings.Repeat("\xff", 1<<20),
		"words": strings.Repeat("word\n", 1<<18), "spaces first": strings.Repeat(" ", 1<<20) + strings.Repeat("x", 1<<20),
	} {
		got := SanitizeValue(text)
		if cut := strings.TrimSuffix(got, truncationMark); len(got) > MaxValue || len(got) < MaxValue-4 || strings.Contains(cut, "cut") || !utf8.ValidString(cut) {
			t.Errorf("%s: %d bytes: %q", name, len(got), got)
		}
	}
}

// FuzzSanitize checks that texts of others are shown on one line, visible and short.
func FuzzSanitize(f *testing.F) {
	for _, text := range hostile.Texts {
		if len(text) < 1<<10 {
			f.Add(text)
		}
	}
	for _, text := range []string{
		"", " ", "<html>\r\n<h1>503</h1>\n", "\xff\xfe\x80", "a\x00b\x7f", "e\u0301\u00ad", "a\u3164b\u115fc\u034fd\ufe0f", "\ue000\U000f0000", "tag \U000e0041",
		"\xed\xa0\x80", strings.Repeat("long ", 100), strings.Repeat("\x80", 600),
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		line := SanitizeLine(text)
		for name, got := range map[string]string{"line": line, "value": SanitizeValue(text), "excerpt": excerpt(text)} {
			if most := map[string]int{"line": 3 * len(text), "value": MaxValue, "excerpt": 4*maxExcerpt + len("…")}[name]; len(got) > most || !utf8.ValidString(got) {
				t.Errorf("%s %q has %d bytes", name, got, len(got))
			}
			for _, r := range got {
				if !unicode.IsPrint(r) || strings.ContainsRune("\u3164\u115f\u034f\ufe0f", r) {
					t.Fatalf("%s %q holds %U", name, got, r)
				}
			}
		}
		if again := SanitizeLine(line); again != line {
			t.Errorf("%q becomes %q the second time", line, again)
		}
		if len(text) <= MaxValue && len(line) <= MaxValue && SanitizeValue(text) != line {
			t.Errorf("%q is not %q", SanitizeValue(text), line)
		}
		if shown := strings.TrimSuffix(excerpt(text), "…"); !strings.HasPrefix(line, shown) && len(text) <= maxMessage {
			t.Errorf("%q does not begin %q", line, shown)
		}
	})
}
