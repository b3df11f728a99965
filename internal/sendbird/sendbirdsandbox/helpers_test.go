package sendbirdsandbox_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox/sendbirdtest"
)

// The codes are spelt out by the tests, not taken from the package.
const (
	invalidParams = 400100
	missingParams = 400111
	notFound      = 400200
	unique        = 400201
	notAllowed    = 401120
	notAuthorized = 401121
)

// object is a decoded JSON object.
type object map[string]any

// noon is when the documented example was made, elsewhere on Earth.
var noon = time.Date(2023, 2, 9, 13, 15, 0, 0, time.FixedZone("KST", 9*60*60))

// start starts a sandbox whose clock stands still.
func start(t *testing.T, b sendbirdsandbox.Behaviour) *sendbirdtest.Running {
	t.Helper()
	s := sendbirdtest.Start(t, b)
	s.SetClock(func() time.Time { return noon })
	return s
}

func path(id string) string { return "/v1/cloud-recordings/" + id + "/copy" }

// fields are those of a copy that nothing is wrong with.
func fields(s *sendbirdtest.Running) object {
	return object{"access_key": s.Bucket.AccessKey, "secret_key": s.Bucket.SecretKey, "bucket": s.Bucket.Name, "region": s.Bucket.Region}
}

// with is what o becomes with a field set, or taken away if value is absent.
func (o object) with(name string, value any) object {
	if value == absent {
		delete(o, name)
		return o
	}
	o[name] = value
	return o
}

var absent = &struct{ byte }{}

func encode(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// request builds the authenticated request of a copy.
func request(t *testing.T, s *sendbirdtest.Running, method, path, body string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.BaseURL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Api-Token", s.Application.APIToken)
	req.Header.Set("Content-Type", "application/json; charset=utf8")
	return req
}

// exchange sends a request and decodes its answer, which must be a JSON object.
func exchange(t *testing.T, req *http.Request) (int, object) {
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
	if got := resp.Header.Get("Content-Type"); got != "application/json" {
		t.Errorf("content type %q, want application/json", got)
	}
	var o object
	if err := json.NewDecoder(bytes.NewReader(body)).Decode(&o); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return resp.StatusCode, o
}

// ask asks for the recording to be copied.
func ask(t *testing.T, s *sendbirdtest.Running, fields object) (int, object) {
	t.Helper()
	return exchange(t, request(t, s, http.MethodPost, path(s.Recording.ID), encode(t, fields)))
}

// wantError checks the answer, whose message must have a part, and that nothing was
// copied.
func wantError(t *testing.T, s *sendbirdtest.Running, status int, body object, code int, part string) {
	t.Helper()
	message, ok := body["message"].(string)
	if status != code/1000 || len(body) != 3 || body["error"] != true || body["code"] != float64(code) || !ok || !strings.Contains(message, part) {
		t.Errorf("answer %d %v, want the error %d with %q", status, body, code, part)
	}
	if got := s.Objects(s.Bucket.Name); len(got) > 0 {
		t.Errorf("copied %v", got)
	}
}

// keys are those of the objects in the bucket.
func keys(s *sendbirdtest.Running) []string {
	all := []string{}
	for _, o := range s.Objects(s.Bucket.Name) {
		all = append(all, o.Key)
	}
	return all
}
