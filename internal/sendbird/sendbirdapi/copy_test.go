package sendbirdapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdapi"
)

const (
	token     = "sendbird-token-0123456789abcdef"
	secretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKE="
	answer    = `{"recording_id":"f56ee376-b6ee","bucket":"my-bucket","key":"test/230209_041500_f56ee376-b6ee.mp4"}`
)

var ask = sendbirdapi.Copy{
	RecordingID: "f56ee376-b6ee", AccessKey: "AKIAIOSFODNN7EXAMPLE", SecretKey: secretKey, Bucket: "my-bucket", Region: "us-east-1", Directory: "test",
}

// server answers with h and counts the requests.
type server struct {
	url      string
	requests atomic.Int32
}

func serve(t *testing.T, h http.HandlerFunc) *server {
	t.Helper()
	s := &server{}
	listening := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.requests.Add(1)
		h(w, r)
	}))
	t.Cleanup(func() {
		listening.CloseClientConnections()
		listening.Close()
	})
	s.url = listening.URL
	return s
}

func (s *server) client(t *testing.T) *sendbirdapi.Client {
	t.Helper()
	base, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	client, err := sendbirdapi.New(sendbirdapi.Config{ApplicationID: "APP", APIToken: token, BaseURL: base, UserAgent: "test/1", MaxRetries: 2})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func says(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			panic(http.ErrAbortHandler)
		}
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		if _, err := io.WriteString(w, body); err != nil {
			panic(http.ErrAbortHandler)
		}
	}
}

func TestRequestOfACopy(t *testing.T) {
	t.Parallel()
	for directory, want := range map[string]any{"test": "test/", "test/": "test/", "a b/c": "a b/c/", "": nil} {
		t.Run(directory, func(t *testing.T) {
			t.Parallel()
			var got *http.Request
			var sent map[string]any
			s := serve(t, func(w http.ResponseWriter, r *http.Request) {
				got = r
				if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
					panic(http.ErrAbortHandler)
				}
				says(200, answer)(w, r)
			})
			ask := ask
			ask.Directory = directory
			copied, err := s.client(t).Copy(t.Context(), ask)
			if err != nil || copied != (sendbirdapi.Copied{RecordingID: "f56ee376-b6ee", Bucket: "my-bucket", Key: "test/230209_041500_f56ee376-b6ee.mp4"}) {
				t.Fatalf("%+v, %v", copied, err)
			}
			if got.Method != http.MethodPost || got.URL.Path != "/v1/cloud-recordings/f56ee376-b6ee/copy" || got.Header.Get("Api-Token") != token ||
				got.Header.Get("Content-Type") != "application/json; charset=utf8" || got.Header.Get("User-Agent") != "test/1" || got.Header.Get("Authorization") != "" {
				t.Errorf("%s %s %v", got.Method, got.URL, got.Header)
			}
			body := map[string]any{"access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": secretKey, "bucket": "my-bucket", "region": "us-east-1"}
			if want != nil {
				body["recording_file_directory"] = want
			}
			if fmt.Sprint(sent) != fmt.Sprint(body) {
				t.Errorf("sent %v, want %v", sent, body)
			}
		})
	}
}

func TestSendbirdsOwnHost(t *testing.T) {
	t.Parallel()
	client, err := sendbirdapi.New(sendbirdapi.Config{ApplicationID: "9DA1B1F4-0BE6", APIToken: token})
	if err != nil || client.ApplicationID() != "9DA1B1F4-0BE6" {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = client.Copy(ctx, ask)
	if err == nil || !strings.Contains(err.Error(), "https://api-9DA1B1F4-0BE6.calls.sendbird.com/v1/cloud-recordings/f56ee376-b6ee/copy") {
		t.Errorf("error %v", err)
	}
}

// A second copy costs money: only what was certainly not processed is sent again.
func TestWhatComesOfACopy(t *testing.T) {
	t.Parallel()
	refusal := func(code int, message string) string {
		return fmt.Sprintf(`{"error":true,"code":%d,"message":%q}`, code, message)
	}
	for name, tt := range map[string]struct {
		fails http.HandlerFunc
		// repeated is whether the request is sent again, with success.
		repeated bool
		code     int
		maybe    bool
		says     string
	}{
		"rate limit":          {says(429, refusal(429100, "slow down"), "Retry-After", "0"), true, 0, false, ""},
		"invalid":             {says(400, refusal(400100, "no\nway")), false, 400100, false, "HTTP status 400, Sendbird error 400100: no way"},
		"not found":           {says(400, refusal(400200, "no such")), false, 400200, false, "Sendbird error 400200"},
		"not authorized":      {says(401, refusal(401121, "token")), false, 401121, false, "HTTP status 401, Sendbird error 401121"},
		"an error with a 200": {says(200, refusal(400100, "no")), false, 400100, true, "HTTP status 200, Sendbird error 400100: no"},
		"500":                 {says(500, refusal(500999, "oops")), false, 500999, true, "Sendbird error 500999"},
		"500, empty":          {says(500, ""), false, 0, true, "HTTP status 500"},
		"502":                 {says(502, "<html>bad"), false, 0, true, "the answer is not what Sendbird sends; it begins: <html>bad"},
		"503":                 {says(503, "", "Retry-After", "0"), false, 0, true, "HTTP status 503"},
		"504":                 {says(504, ""), false, 0, true, "HTTP status 504"},
		"403 of a proxy":      {says(403, "<html>no"), false, 0, true, "not what Sendbird sends"},
		"redirect":            {says(302, "", "Location", "https://elsewhere.example/a?b"), false, 0, true, "redirects to https://elsewhere.example, which is never followed"},
		"dropped":             {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, false, 0, true, "EOF"},
		"HTML":                {says(200, "<html>"), false, 0, true, "begins: <html>"},
		"empty":               {says(200, ""), false, 0, true, "the answer is empty"},
		"null":                {says(200, "null"), false, 0, true, "begins: null"},
		"no key":              {says(200, `{"recording_id":"f56ee376-b6ee","bucket":"my-bucket"}`), false, 0, true, `the answer has a key that names no object: ""`},
		"error not said":      {says(400, `{"code":400100,"message":"bad"}`), false, 400100, false, "Sendbird error 400100: bad"},
		"code in a string":    {says(400, `{"error":true,"code":"400100","message":"bad"}`), false, 400100, false, "Sendbird error 400100: bad"},
		"no code":             {says(400, `{"error":true,"message":"region mismatch"}`), false, 0, false, "HTTP status 400: region mismatch"},
		"other JSON":          {says(400, `{"detail":"x"}`), false, 0, true, "not what Sendbird sends"},
		"408":                 {says(408, ""), false, 0, true, "HTTP status 408"},
		"a key with escapes":  {says(200, strings.Replace(answer, "test/", `a\u001b[31m/`, 1)), false, 0, true, `a key that holds control characters: "a\x1b[31m/`},
		"another bucket":      {says(200, strings.Replace(answer, "my-bucket", "other", 1)), false, 0, true, `bucket "other"`},
		"another recording":   {says(200, strings.Replace(answer, "f56ee376", "00000000", 1)), false, 0, true, `recording "00000000-b6ee"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var s *server
			s = serve(t, func(w http.ResponseWriter, r *http.Request) {
				if s.requests.Load() == 1 {
					tt.fails(w, r)
					return
				}
				says(200, answer)(w, r)
			})
			_, err := s.client(t).Copy(t.Context(), ask)
			if tt.repeated {
				if err != nil || s.requests.Load() != 2 {
					t.Errorf("error %v after %d requests, want success after 2", err, s.requests.Load())
				}
				return
			}
			var failed *sendbirdapi.Error
			if !errors.As(err, &failed) {
				t.Fatalf("error %v", err)
			}
			if failed.Code != tt.code || failed.MaybeCarriedOut() != tt.maybe || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %+v (%v), maybe carried out: %t", failed, err, failed.MaybeCarriedOut())
			}
			if n := s.requests.Load(); n != 1 {
				t.Errorf("%d requests, want 1", n)
			}
		})
	}
}

func TestCopyThatReachesNobody(t *testing.T) {
	t.Parallel()
	client := (&server{url: "http://127.0.0.1:0"}).client(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, err := client.Copy(ctx, ask)
	var failed *sendbirdapi.Error
	if !errors.As(err, &failed) || failed.MaybeCarriedOut() || !strings.Contains(err.Error(), "gave up after 3 attempts") {
		t.Errorf("error %v", err)
	}
}

func TestContextBoundsACopy(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		// The server notices that the client is gone once it has read the body.
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			panic(http.ErrAbortHandler)
		}
		cancel()
		<-r.Context().Done()
	})
	_, err := s.client(t).Copy(ctx, ask)
	var failed *sendbirdapi.Error
	if !errors.Is(err, context.Canceled) || !errors.As(err, &failed) || !failed.MaybeCarriedOut() {
		t.Errorf("error %v", err)
	}
}

// A server that quotes what it was sent.
func TestSecretsOfACopyAreShownNowhere(t *testing.T) {
	t.Parallel()
	escaped := strings.ReplaceAll(secretKey, "/", `\/`)
	for name, body := range map[string]string{
		"an error":   `{"error":true,"code":400100,"message":"bad ` + escaped + ` and ` + token + `"}`,
		"text":       secretKey + token + ask.AccessKey,
		"a key":      `{"recording_id":"f56ee376-b6ee","bucket":"my-bucket","key":"` + escaped + `/` + token + `"}`,
		"an answer":  `{"recording_id":"f56ee376-b6ee","bucket":"` + secretKey + `","key":"` + token + `"}`,
		"its escape": `{"error":true,"code":400100,"message":"bad ` + strings.ReplaceAll(secretKey, "+", `\u002B`) + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			s := serve(t, says(400, body))
			if name == "an answer" || name == "a key" {
				s = serve(t, says(200, body))
			}
			_, err := s.client(t).Copy(tflogtest.RootLogger(t.Context(), &out), ask)
			if err == nil || out.Len() == 0 {
				t.Fatalf("error %v, log %q", err, out.String())
			}
			for _, part := range []string{"wJalrXUtnFEMI", "MDENG", "bPxRfiCYEXAMPLEKE", token, ask.AccessKey} {
				if strings.Contains(err.Error(), part) || strings.Contains(out.String(), part) {
					t.Errorf("%q is shown: %v\n%s", part, err, out.String())
				}
			}
		})
	}
}
