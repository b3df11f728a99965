package sendbird

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/hostile"
	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3"
)

const (
	token     = "sendbird-token-0123456789abcdef"
	awsSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKE="
	fileName  = "230209_041500_f56ee376-b6ee.mp4"
	success   = `{"recording_id":"f56ee376-b6ee","bucket":"my-bucket","key":"test/` + fileName + `"}`
)

var request = CopyRequest{
	RecordingID: "f56ee376-b6ee", AccessKey: "AKIAIOSFODNN7EXAMPLE", SecretKey: awsSecret, Bucket: "my-bucket", Region: "us-east-1", Directory: "test",
}

// server answers with a handler and counts the requests.
type server struct {
	url      string
	requests atomic.Int32
}

func serve(tb testing.TB, h http.HandlerFunc) *server {
	tb.Helper()
	s := &server{}
	listening := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.requests.Add(1)
		h(w, r)
	}))
	tb.Cleanup(func() {
		listening.CloseClientConnections()
		listening.Close()
	})
	s.url = listening.URL
	return s
}

func (s *server) client(maxRetries int) *Client {
	return NewClient("APP", token, api.ParseBaseURL(s.url), api.Options{UserAgent: "test/1", MaxRetries: maxRetries, AttemptTimeout: time.Nanosecond})
}

func respond(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			panic(http.ErrAbortHandler)
		}
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		// Statuses without a body refuse one.
		_, _ = io.WriteString(w, body)
	}
}

func TestRequestOfACopyIsTheDocumentedOne(t *testing.T) {
	t.Parallel()
	for directory, want := range map[string]string{"test": `,"recording_file_directory":"test/"`, "a b/c/": `,"recording_file_directory":"a b/c/"`, "": ""} {
		t.Run(directory, func(t *testing.T) {
			t.Parallel()
			var got *http.Request
			var body []byte
			s := serve(t, func(w http.ResponseWriter, r *http.Request) {
				body, _ = io.ReadAll(r.Body)
				got = r
				respond(200, success)(w, r)
			})
			r := request
			r.Directory = directory
			if made, err := s.client(0).CopyRecording(t.Context(), r); err != nil || made != (Copy{"f56ee376-b6ee", "my-bucket", "test/" + fileName}) {
				t.Fatalf("%+v, %v", made, err)
			}
			if got.Method != http.MethodPost || got.URL.Path != "/v1/cloud-recordings/f56ee376-b6ee/copy" || got.Header.Get("Api-Token") != token ||
				got.Header.Get("Content-Type") != "application/json; charset=utf8" || got.Header.Get("Authorization") != "" {
				t.Errorf("%s %s %v", got.Method, got.URL, got.Header)
			}
			if want := `{"access_key":"AKIAIOSFODNN7EXAMPLE","secret_key":"` + awsSecret + `","bucket":"my-bucket","region":"us-east-1"` + want + `}`; string(body) != want {
				t.Errorf("sent %s, want %s", body, want)
			}
		})
	}
}

// A second copy costs money, so only a request that was certainly not processed is repeated. Each failure has its advice, and only
// refusals with a code that does not tell the cause have the list of likely causes with the policy.
func TestEveryResponseHasItsOutcome(t *testing.T) {
	t.Parallel()
	refusal := func(code int, message string) string {
		return fmt.Sprintf(`{"error":true,"code":%d,"type":"T","message":%q}`, code, message)
	}
	const (
		otherServer = "Another server than Sendbird's API seems to have answered"
		status      = "https://status.sendbird.com"
		checkToken  = "sendbird.api_token"
		correct     = "Correct the values that Sendbird refuses"
		report      = "report this message"
	)
	for name, tt := range map[string]struct {
		responds http.HandlerFunc
		code     int
		maybe    bool
		text     string
		advice   string
		likely   bool
	}{
		"invalid":             {respond(400, refusal(400100, "no\nway")), 400100, false, "HTTP status 400, Sendbird error 400100: no way", correct, true},
		"not found":           {respond(400, refusal(400200, "no such")), 400200, false, "Sendbird error 400200", "Check recording_id", false},
		"exists":              {respond(400, refusal(400201, "unique")), 400201, false, "Sendbird error 400201", "Such a copy exists already", false},
		"not authorized":      {respond(401, refusal(401121, "token")), 401121, false, "HTTP status 401, Sendbird error 401121", checkToken, false},
		"not allowed":         {respond(401, refusal(401120, "no")), 401120, false, "Sendbird error 401120", checkToken, true},
		"error with a 200":    {respond(200, refusal(400100, "no")), 400100, true, "HTTP status 200, Sendbird error 400100: no", "", true},
		"rate limit":          {respond(429, refusal(429100, "slow down")), 429100, false, "Sendbird error 429100: slow down", "max_retries", false},
		"rate limit, 2 h":     {respond(429, refusal(429100, "x"), "Retry-After", "7200"), 429100, false, "asks to wait 2h0m0s", "Try again after 2h0m0s", false},
		"500":                 {respond(500, refusal(500999, "oops")), 500999, true, "Sendbird error 500999", status, true},
		"502":                 {respond(502, "<html>bad"), 0, true, "the response is not from Sendbird; it begins: <html>bad", status, true},
		"403 of a proxy":      {respond(403, "<html>no"), 0, true, "not from Sendbird", otherServer, false},
		"404, empty":          {respond(404, ""), 0, false, "HTTP status 404", otherServer, false},
		"dropped":             {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, 0, true, "EOF", "can reach Sendbird", false},
		"HTML":                {respond(200, "<html>"), 0, true, "begins: <html>", otherServer, false},
		"empty":               {respond(200, ""), 0, true, "the response is empty", otherServer, false},
		"null":                {respond(200, "null"), 0, true, "the response is null", otherServer, false},
		"another type":        {respond(200, `{"key":1}`), 0, true, "the response's key is a JSON number", report, false},
		"no key":              {respond(200, strings.Replace(success, "test/"+fileName, "", 1)), 0, true, `the response has a key that names no object: ""`, "If the object exists", false},
		"without error: true": {respond(400, `{"code":400100,"message":"bad"}`), 400100, false, "Sendbird error 400100: bad", correct, true},
		"another bucket":      {respond(200, strings.Replace(success, "my-bucket", "other", 1)), 0, true, `about recording "f56ee376-b6ee" in bucket "other"`, report, false},
		"redirect":            {respond(302, "", "Location", "https://elsewhere.example/a?b"), 0, true, "redirects to https://elsewhere.example, which is never followed", otherServer, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, tt.responds)
			client := s.client(2)
			if name == "rate limit" {
				client = s.client(0)
			}
			made, err := client.CopyRecording(t.Context(), request)
			failure, ok := errors.AsType[*api.Error](err)
			if !ok || made != (Copy{}) {
				t.Fatalf("%+v, error %v", made, err)
			}
			if failure.Code != tt.code || failure.MaybeProcessed != tt.maybe || !strings.Contains(err.Error(), tt.text) || s.requests.Load() != 1 {
				t.Errorf("after %d requests: error %+v (%v)", s.requests.Load(), failure, err)
			}
			detail := copyError(client, request, err).Detail()
			if !strings.Contains(detail, tt.advice) || strings.Contains(detail, `"s3:ListBucket"`) != tt.likely ||
				strings.Contains(detail, "look in bucket my-bucket") != tt.maybe || !strings.HasPrefix(detail, "Application APP, recording f56ee376-b6ee: POST http") {
				t.Errorf("detail %s", detail)
			}
		})
	}
}

func TestHostIsTheApplicationsOwn(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	client := NewClient("9DA1B1F4-0BE6", token, nil, api.Options{})
	_, err := client.CopyRecording(ctx, request)
	if failure, ok := errors.AsType[*api.Error](err); !ok || failure.MaybeProcessed ||
		failure.URL != "https://api-9DA1B1F4-0BE6.calls.sendbird.com/v1/cloud-recordings/f56ee376-b6ee/copy" {
		t.Errorf("error %v", err)
	}
}

// A server may quote the request.
func TestSecretsOfACopyAreShownNowhere(t *testing.T) {
	t.Parallel()
	escaped := strings.ReplaceAll(awsSecret, "/", `\/`)
	for name, handler := range map[string]http.HandlerFunc{
		"an error":  respond(400, `{"error":true,"code":400100,"message":"bad `+escaped+` and `+token+`"}`),
		"a key":     respond(200, `{"recording_id":"f56ee376-b6ee","bucket":"my-bucket","key":"`+escaped+`/`+token+`"}`),
		"an escape": respond(400, `{"error":true,"code":400100,"message":"bad `+strings.ReplaceAll(awsSecret, "+", `\u002B`)+`"}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			_, err := serve(t, handler).client(0).CopyRecording(tflogtest.RootLogger(t.Context(), &log), request)
			if err == nil || log.Len() == 0 {
				t.Fatalf("error %v, log %q", err, log.String())
			}
			for _, part := range []string{"wJalrXUtnFEMI", "MDENG", "bPxRfiCYEXAMPLEKE", token, request.AccessKey} {
				if strings.Contains(err.Error(), part) || strings.Contains(log.String(), part) {
					t.Errorf("%q is shown: %v\n%s", part, err, log.String())
				}
			}
		})
	}
}

// A copy without a key in the state is paid for again, so all keys are stored but those that have a defect.
func TestKeyIsStoredUnlessItHasADefect(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ directory, key, defect string }{
		"emoji":                    {"👩\u200d⚖\ufe0f", "👩\u200d⚖\ufe0f/" + fileName, ""},
		"Persian":                  {"می\u200cخواهم/", "می\u200cخواهم/" + fileName, ""},
		"the longest":              {strings.Repeat("ü/", 300) + "aa", strings.Repeat("ü/", 300) + "aa/" + strings.Repeat("x", 121), ""},
		"invisible characters":     {"test", "test/\u200b\u202e" + fileName, ""},
		"configured control":       {"a\tb", "a\tb/" + fileName, ""},
		"none":                     {"", "", `names no object: ""`},
		"too long":                 {"test", "test/" + strings.Repeat("x", 1020), "is longer than the keys of S3"},
		"several lines":            {"test", "test/a\nb", `has control characters or invalid UTF-8: "test/a\nb"`},
		"an escape":                {"test", "test/\x1b[2J", `"test/\x1b[2J"`},
		"another control":          {"a\tb", "a\tc/" + fileName, "has control characters"},
		"no UTF-8":                 {"ü", "\xfc/" + fileName, "invalid UTF-8"},
		"a secret":                 {"test", "test/" + awsSecret, "has a secret in it"},
		"a secret from its middle": {"wJalrXUtnFEMI", awsSecret, "has a secret in it"},
		"the access key":           {"test", "test/" + request.AccessKey, "has a secret in it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := request
			r.Directory = tt.directory
			s := serve(t, respond(200, `{"recording_id":"f56ee376-b6ee","bucket":"my-bucket","key":`+hostile.InJSON(tt.key)+`}`))
			made, err := s.client(0).CopyRecording(t.Context(), r)
			if tt.defect == "" {
				if err != nil || made.Key != tt.key {
					t.Errorf("key %q, error %v, want %q", made.Key, err, tt.key)
				}
				return
			}
			failure, ok := errors.AsType[*api.Error](err)
			if !ok || made != (Copy{}) || !errors.Is(err, errInvalidKey) || !failure.MaybeProcessed || !strings.Contains(err.Error(), tt.defect) || hasSecret(err.Error()) {
				t.Errorf("%+v, error %+v (%v)", made, failure, err)
			}
		})
	}
}

// FuzzCopyResponse sends arbitrary responses. A success is about the requested copy and has a key that the state can hold. All
// other responses are errors that a message can show.
func FuzzCopyResponse(f *testing.F) {
	// These marks in a response are replaced by the secrets and, within a string, by the directory.
	const secretsMark, directoryMark = "{secret}", "{directory}"
	const about = `{"recording_id":"f56ee376-b6ee","bucket":"my-bucket",`
	for _, seed := range []struct {
		status                    uint16
		location, body, directory string
	}{
		{200, "", success, "test/"},
		{200, "", about + `"key":"\u001b[31mtest\u202e.mp4"}`, "test/"},
		{200, "", about + `"key":"{secret}.mp4"}`, "test/"},
		{200, "", `{"recording_id":"another","bucket":"{secret}","key":"\u0007"}`, "test/"},
		{400, "", `{"error":true,"code":400111,"message":"Missing parameters: {secret}"}`, "test/"},
		{401, "", `{"error":true,"code":"401121","message":"\u001b]0;title\u0007"}`, "test/"},
		{503, "", "<html>\r\n\x9b31m{secret}", "test/"},
		{400, "", `{"code":1e999,"message":"x"}`, "test/"},
		{302, "https://%E2%80%AE.example/", "", "test/"},
		{204, "", "", "test/"},
		{200, "", strings.Repeat(`{"key":`, 20000), "test/"},
		{200, "", about + `"key":"{directory}\u200d\ufe0f\u202e.mp4"}`, "❤\ufe0f/"},
		{200, "", about + `"key":"{directory}\ufffd"}`, "می\u200cخواهم"},
		{200, "", about + `"key":"{directory}\n"}`, "日本\u3000語/"},
		{200, "", about + `"key":"{directory}"}`, ""},
		{200, "", about + `"key":"{directory}{secret}"}`, "%2F&#47;"},
	} {
		f.Add(seed.status, seed.location, seed.body, seed.directory)
	}
	var handler atomic.Value
	s := serve(f, func(w http.ResponseWriter, r *http.Request) { handler.Load().(http.HandlerFunc)(w, r) }) //nolint:forcetypeassert // stored below
	client := s.client(0)
	f.Fuzz(func(t *testing.T, status uint16, location, body, directory string) {
		if len(body) > 64<<10 || len(location) > 64<<10 || s3.ValidateDirectory(directory) != nil || hasSecret(directory) {
			t.Skip()
		}
		r := request
		r.Directory = directory
		status = 200 + (status+200)%400 // 200 to 599, and the statuses of the seeds stay the same
		body = strings.NewReplacer(
			secretsMark, token+"-"+strings.ReplaceAll(awsSecret, "/", `\/`)+"-"+request.AccessKey,
			directoryMark, strings.Trim(hostile.InJSON(r.prefix()), `"`),
		).Replace(body)
		handler.Store(respond(int(status), body, "Location", api.SanitizeLine(location)))
		made, err := client.CopyRecording(t.Context(), r)
		if err != nil {
			checkFailure(t, int(status), made, err)
		} else {
			rest := strings.TrimPrefix(made.Key, r.prefix())
			if status > 299 || !strings.EqualFold(made.RecordingID, r.RecordingID) || made.Bucket != r.Bucket || rest == "" || len(made.Key) > 1024 ||
				!utf8.ValidString(made.Key) || hasSecret(made.Key) || strings.ContainsFunc(rest, func(r rune) bool { return s3.IsControl(r) || r == utf8.RuneError }) {
				t.Errorf("%d %q is taken for the copy %+v", status, body, made)
			}
		}
	})
}

// checkFailure checks that an error about a response tells whether the copy may have been made, and can be shown.
func checkFailure(t *testing.T, status int, made Copy, err error) {
	t.Helper()
	failure, ok := errors.AsType[*api.Error](err)
	if !ok || made != (Copy{}) {
		t.Fatalf("%+v, error %v (%T)", made, err, err)
	}
	refused := status >= 400 && status < 500 && status != http.StatusRequestTimeout && !failure.Foreign
	if want := !refused && status != http.StatusTooManyRequests; failure.Status != status || failure.MaybeProcessed != want {
		t.Errorf("status %d, may be processed %t, want %d and %t: %v", failure.Status, failure.MaybeProcessed, status, want, err)
	}
	text := err.Error()
	if len(text) > 8<<10 || !utf8.ValidString(text) || hasSecret(text) || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
		t.Errorf("the error cannot be shown: %.1000q", text)
	}
}

func hasSecret(text string) bool {
	return slices.ContainsFunc([]string{token, awsSecret, request.AccessKey}, func(secret string) bool { return strings.Contains(text, secret) })
}

// Messages name the exact object, with escapes for characters that are not visible.
func TestMessagesNameTheExactObject(t *testing.T) {
	t.Parallel()
	for directory, named := range map[string]string{"❤\ufe0f/": `\u2764\ufe0f/`, "日本\u3000語": `日本\u3000語/`, "क्\u200dष": `क्\u200dष/`, "été": "été/"} {
		r := request
		r.Directory = directory
		client := serve(t, respond(500, "")).client(0)
		_, err := client.CopyRecording(t.Context(), r)
		detail := copyError(client, r, err).Detail()
		if want := `look in bucket my-bucket for an object with a key that begins with "` + named + `" and ends in _f56ee376-b6ee.mp4`; !strings.Contains(detail, want) {
			t.Errorf("%q lacks %q", detail, want)
		}
	}
}

// The times are exact, because the test has its own clock.
func TestProgressIsReportedEveryTenSeconds(t *testing.T) {
	t.Parallel()
	for duration, want := range map[time.Duration][]time.Duration{
		0: nil, 9 * time.Second: nil, 25 * time.Second: {10 * time.Second, 20 * time.Second},
	} {
		t.Run(duration.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				done := make(chan struct{})
				time.AfterFunc(duration, func() { close(done) })
				var got []time.Duration
				waitWithProgress(done, func(elapsed time.Duration) { got = append(got, elapsed) })
				if !slices.Equal(got, want) {
					t.Errorf("reported after %v, want %v", got, want)
				}
			})
		})
	}
}
