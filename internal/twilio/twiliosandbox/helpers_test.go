package twiliosandbox_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

const (
	recording   = twiliosandbox.RecordingSettings
	composition = twiliosandbox.CompositionSettings

	credential = "CR0123456789abcdef0123456789ABCDEF"
	key        = "CRfedcba9876543210FEDCBA9876543210"
	bucket     = "https://my-bucket.s3.amazonaws.com/recordings"
)

// settingsPath is spelt out by the tests, not taken from the package.
func settingsPath(k twiliosandbox.Kind) string { return "/v1/" + string(k) + "/Default" }

// object is a decoded JSON object: a null is a key with nil, an absent field
// no key.
type object map[string]any

// form builds a body from pairs of name and value.
func form(pairs ...string) url.Values {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return values
}

// request builds an authenticated request; a nil form sends no body.
func request(t *testing.T, s *sandboxtest.Running, method, path string, body url.Values) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.BaseURL+path, strings.NewReader(body.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", sandbox.FormType)
	}
	req.SetBasicAuth(s.Account.SID, s.Account.AuthToken)
	return req
}

// send returns the status, the header and the whole body.
func send(t *testing.T, req *http.Request) (int, http.Header, []byte) {
	t.Helper()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := resp.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, body
}

// exchange sends a request and decodes its answer, which must be JSON.
func exchange(t *testing.T, req *http.Request) (int, object) {
	t.Helper()
	status, header, body := send(t, req)
	if got := header.Get("Content-Type"); got != "application/json" {
		t.Errorf("content type %q, want application/json", got)
	}
	var o object
	if err := json.Unmarshal(body, &o); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return status, o
}

func fetch(t *testing.T, s *sandboxtest.Running, k twiliosandbox.Kind) (int, object) {
	t.Helper()
	return exchange(t, request(t, s, http.MethodGet, settingsPath(k), nil))
}

func post(t *testing.T, s *sandboxtest.Running, k twiliosandbox.Kind, pairs ...string) (int, object) {
	t.Helper()
	return exchange(t, request(t, s, http.MethodPost, settingsPath(k), form(pairs...)))
}

// wantError checks the status, the code and what follows from them.
func wantError(t *testing.T, status int, body object, wantStatus, wantCode int) {
	t.Helper()
	if status != wantStatus || body["code"] != float64(wantCode) || body["status"] != float64(wantStatus) {
		t.Errorf("answer %d %v, want %d with code %d", status, body, wantStatus, wantCode)
	}
	if message, ok := body["message"].(string); !ok || message == "" {
		t.Errorf("message %v, want a text", body["message"])
	}
	more, ok := body["more_info"].(string)
	if !ok || !strings.HasPrefix(more, "https://www.twilio.com/docs/errors/") {
		t.Errorf("more_info %v, want a link to Twilio's documentation", body["more_info"])
	}
}
