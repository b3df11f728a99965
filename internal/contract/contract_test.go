package contract

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// failingTest records the failures of a test that Watch watches.
type failingTest struct {
	testing.TB
	errors   []string
	cleanups []func()
}

func (f *failingTest) Helper()          {}
func (f *failingTest) Cleanup(c func()) { f.cleanups = append(f.cleanups, c) }
func (f *failingTest) Error(a ...any)   { f.errors = append(f.errors, fmt.Sprint(a...)) }

// standIn answers each request with the same status and body.
type standIn struct {
	log    sandbox.Log
	faults sandbox.Faults
	status int
	body   string
}

func (s *standIn) Log() *sandbox.Log { return &s.log }

func (s *standIn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	sandbox.Wrap(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if s.body != "" {
			w.Header().Set("Content-Type", "application/json")
		}
		w.WriteHeader(s.status)
		_, _ = w.Write([]byte(s.body))
	}), &s.log, &s.faults).ServeHTTP(w, r)
}

// watch sends a request of the provider to Twilio's stand-in and returns the failures of the test.
func watch(t *testing.T, s *standIn, method, target, form string) []string {
	t.Helper()
	Require(t)
	r := newRequest(t, method, target, formType, form)
	r.SetBasicAuth("AC0", "token")
	return failures(t, s, load, r)
}

// failures returns the failures of a test in which a stand-in gets a request.
func failures(t *testing.T, s *standIn, load func() (*Contract, error), r *http.Request) []string {
	t.Helper()
	failing := &failingTest{TB: t}
	watchTraffic(failing, s, load)
	s.ServeHTTP(httptest.NewRecorder(), r)
	for _, cleanup := range slices.Backward(failing.cleanups) {
		cleanup()
	}
	return failing.errors
}

func newRequest(t *testing.T, method, target, contentType, body string) *http.Request {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	r.Header.Set("User-Agent", "terraform-provider-videostorage/1")
	if body != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return r
}

func expectFailure(t *testing.T, failures []string, want string) {
	t.Helper()
	got := strings.Join(failures, "\n")
	if want == "" && got != "" || !strings.Contains(got, want) {
		t.Errorf("the test failed with %q, want %q", got, want)
	}
}

const (
	sid       = "0123456789abcdef0123456789abcdef"
	notFound  = `{"code":20404,"message":"m","more_info":"https://www.twilio.com/docs/errors/20404","status":404}`
	address   = `"url":"https://video.twilio.com/v1/RecordingSettings/Default"`
	described = `{"account_sid":"AC` + sid + `","friendly_name":"n",` + address + `}`
)

func TestRequestsThatAreNotDescribedFailTheTest(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ method, target, form, want string }{
		"described":         {"POST", "/v1/RecordingSettings/Default", "FriendlyName=n&AwsS3Url=https%3A%2F%2Fa%2Fb&AwsStorageEnabled=true", ""},
		"described query":   {"GET", "/v1/Recordings?PageSize=100&Status=deleted", "", ""},
		"unknown path":      {"GET", "/v1/Nothing", "", "no matching operation"},
		"unknown method":    {"PUT", "/v1/Recordings", "", "method not allowed"},
		"unknown query":     {"GET", "/v1/Recordings?Pagesize=1", "", "undescribed parameter Pagesize"},
		"unknown field":     {"POST", "/v1/RecordingSettings/Default", "FriendlyName=n&AwsS3URL=x", "undescribed parameter AwsS3URL"},
		"required field":    {"POST", "/v1/RecordingSettings/Default", "AwsStorageEnabled=true", `"FriendlyName" is missing`},
		"required form":     {"POST", "/v1/RecordingSettings/Default", "", "value is required"},
		"number":            {"GET", "/v1/Recordings?PageSize=101", "", "PageSize"},
		"address":           {"POST", "/v1/RecordingSettings/Default", "FriendlyName=n&AwsS3Url=bucket", "AwsS3Url"},
		"body of a DELETE":  {"DELETE", "/v1/Credentials/AWS/CR" + sid, "a=b", "body not allowed"},
		"unused by clients": {"GET", "/v1/Rooms/RM" + sid, "", "contract.Used lacks FetchRoom"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectFailure(t, watch(t, &standIn{status: 404, body: notFound}, tt.method, tt.target, tt.form), tt.want)
		})
	}
}

func TestAnswersThatAreNotDescribedFailTheTest(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		status     int
		body, want string
	}{
		"described":        {200, described, ""},
		"known difference": {200, "null", ""},
		"missing field":    {200, strings.Replace(described, `"friendly_name":"n",`, "", 1), `"friendly_name" is missing`},
		"unknown field":    {200, strings.Replace(described, "{", `{"more":1,`, 1), `property "more" is unsupported`},
		"type":             {200, strings.Replace(described, `"n"`, "1", 1), "friendly_name"},
		"status":           {202, described, "missing"},
		"no JSON":          {200, "{", "failed to decode"},
		"error":            {404, notFound, ""},
		"error's shape":    {404, `{"error":"no"}`, "missing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectFailure(t, watch(t, &standIn{status: tt.status, body: tt.body}, "GET", "/v1/RecordingSettings/Default", ""), tt.want)
		})
	}
	t.Run("fault", func(t *testing.T) {
		t.Parallel()
		s := &standIn{status: 200, body: described}
		s.faults.Add(sandbox.Fault{Status: 500, Body: "{"})
		expectFailure(t, watch(t, s, "GET", "/v1/RecordingSettings/Default", ""), "")
	})
}

// The lists of the stand-in and items of the stand-in have more kinds than the tests of the provider read.
func TestStandInAnswersAsDescribed(t *testing.T) {
	t.Parallel()
	Require(t)
	account := twiliosandbox.NewAccount()
	s := twiliosandbox.New(twiliosandbox.Behaviour{}, account)
	g := twiliosandbox.Generated{Seed: 1, Rooms: 2, Recordings: 400, Compositions: 100}
	s.Generate(account.SID, g)
	Watch(t, s)
	room := "/v1/Rooms/" + g.RoomSID(0)
	recording := "/Recordings/RT" + g.RoomSID(0)[2:]
	for _, target := range []string{
		"/v1/RecordingSettings/Default", "/v1/CompositionSettings/Default", "/v1/Recordings?PageSize=100", "/v1/Recordings?Status=deleted",
		"/v1/Compositions?PageSize=100", room, room + "/Recordings", room + recording, "/v1" + recording,
		"/v1/Compositions/CJ" + g.RoomSID(0)[2:], "/v1/Credentials/AWS", "/v1/Credentials/PublicKeys",
	} {
		r := newRequest(t, http.MethodGet, target, "", "")
		r.Header.Set("User-Agent", "Go-http-client/1.1") // The provider does not read rooms.
		r.SetBasicAuth(account.SID, account.AuthToken)
		response := httptest.NewRecorder()
		if s.ServeHTTP(response, r); response.Code != http.StatusOK {
			t.Errorf("GET %s returns %d", target, response.Code)
		}
	}
}

func TestContractOfGetStream(t *testing.T) {
	t.Parallel()
	require(t, loadGetStream)
	const (
		storages = "/api/v2/external_storage?api_key=key"
		created  = `{"duration":"1ms"}`
		valid    = `{"name":"n","storage_type":"s3","bucket":"b","aws_s3":{"s3_region":"eu-central-1"}}`
		listed   = `{"duration":"1ms","external_storages":{"n":{"name":"n","type":"s3","bucket":"b","path":""}}}`
		refusal  = `{"code":4,"message":"m","StatusCode":400,"duration":"1ms","more_info":"","details":[]}`
	)
	for name, tt := range map[string]struct {
		method, target, body string
		status               int
		answer, want         string
	}{
		"described":         {"POST", storages, valid, 201, created, ""},
		"described list":    {"GET", storages, "", 200, listed, ""},
		"refusal":           {"POST", storages, valid, 400, refusal, ""},
		"other part":        {"GET", "/api/v2/video/calltypes?api_key=key", "", 200, `{"any":1}`, ""},
		"without a key":     {"GET", "/api/v2/external_storage", "", 200, listed, "no credentials"},
		"unknown query":     {"GET", storages + "&limit=1", "", 200, listed, "undescribed parameter limit"},
		"unknown field":     {"POST", storages, strings.Replace(valid, "{", `{"region":"x",`, 1), 201, created, `"region" is unsupported`},
		"nested field":      {"POST", storages, strings.Replace(valid, "s3_region", "region", 1), 201, created, "region"},
		"missing field":     {"POST", storages, strings.Replace(valid, `"bucket":"b",`, "", 1), 201, created, "bucket"},
		"type of storage":   {"POST", storages, strings.Replace(valid, `"s3"`, `"azure"`, 1), 201, created, "storage_type"},
		"unknown answer":    {"GET", storages, "", 200, strings.Replace(listed, `"path"`, `"prefix"`, 1), "path"},
		"status":            {"POST", storages, valid, 200, created, "code"},
		"shape of an error": {"POST", storages, valid, 400, `{"error":"no"}`, "unsupported"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRequest(t, tt.method, tt.target, "application/json", tt.body)
			r.Header.Set("Authorization", "token")
			r.Header.Set("Stream-Auth-Type", "jwt")
			expectFailure(t, failures(t, &standIn{status: tt.status, body: tt.answer}, loadGetStream, r), tt.want)
		})
	}
}
