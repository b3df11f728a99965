package twilio_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// with adds arguments to the provider's configuration.
func with(a *acctest.Account, arguments string) {
	a.ProviderConfig = strings.Replace(a.ProviderConfig, "{", "{\n"+arguments+"\n", 1)
}

var atOnce = http.Header{"Retry-After": {"0"}}

// What passes is waited out, for reads and for writes. Writing the settings twice
// does no harm, so also an answer that got lost is asked for again.
func TestFaultsThatPass(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]sandbox.Fault{
		"rate limit":                  {Status: 429, Header: atOnce, Body: `{"code":20429,"message":"Too Many Requests","status":429}`},
		"unavailable":                 {Status: 503, Header: atOnce, ContentType: "text/html", Body: "<html>503</html>"},
		"internal error":              {Status: 500, Body: `{"code":20500,"message":"Internal","status":500}`},
		"answer lost after the write": {Drop: true, After: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachTwin(t, func(t *testing.T, k twin) {
				for _, method := range []string{"GET", "POST"} {
					s, w := start(t, twiliosandbox.Behaviour{})
					fault := fault
					fault.Method = method
					s.Faults().Add(fault)
					w.Config(k.resource(storing))
					w.Apply()
					w.PlansEmpty()
				}
			})
		})
	}
}

// What does not pass is one error that says what happened and what to do.
func TestFaultsThatStay(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault sandbox.Fault
		want  []string
	}{
		"wrong token":        {sandbox.Fault{Status: 401, Body: `{"code":20003,"message":"Authenticate","more_info":"https://www.twilio.com/docs/errors/20003","status":401}`}, []string{"HTTP status 401, Twilio error 20003: Authenticate", "https://www.twilio.com/docs/errors/20003", "twilio.auth_token"}},
		"missing permission": {sandbox.Fault{Status: 401, Body: `{"code":70051,"message":"required permission is missing","status":401}`}, []string{"Twilio error 70051", "lack a permission"}},
		"rate limit":         {sandbox.Fault{Status: 429, Header: atOnce, Body: `{"code":20429,"message":"Too Many Requests","status":429}`}, []string{"Twilio error 20429", "max_retries"}},
		"HTML from an edge":  {sandbox.Fault{Status: 503, Header: atOnce, ContentType: "text/html", Body: "<html>\n<h1>Service\tUnavailable</h1></html>"}, []string{"HTTP status 503", "<h1>Service Unavailable</h1>", "https://status.twilio.com"}},
		"empty":              {sandbox.Fault{Status: 500}, []string{"HTTP status 500", "https://status.twilio.com"}},
		"not JSON":           {sandbox.Fault{Status: 200, ContentType: "text/html", Body: "<html>Welcome</html>"}, []string{"not the JSON that Twilio sends", "Welcome", "twilio.base_url"}},
		"other JSON":         {sandbox.Fault{Status: 200, Body: `{"status":"ok"}`}, []string{"not Twilio Video settings", "twilio.base_url"}},
		"a page not found":   {sandbox.Fault{Status: 404, ContentType: "text/html", Body: "<html>Not found</html>"}, []string{"HTTP status 404", "twilio.base_url"}},
		"redirect":           {sandbox.Fault{Status: 302, Header: http.Header{"Location": {"https://elsewhere.example/login"}}}, []string{"HTTP status 302", "redirects to https://elsewhere.example", "never followed"}},
		"no answer":          {sandbox.Fault{Drop: true}, []string{"EOF", "Check that Twilio can be reached"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, twiliosandbox.Behaviour{})
			with(s.Account, "max_retries = 1")
			w.Config(recording.resource(storing))
			w.Apply()
			test.fault.Every = 1
			s.Faults().Add(test.fault)
			got := w.Fail("plan", "-no-color")
			expectOneError(t, got, append(test.want, "Could not read the recording settings", s.SID)...)
			got.Lacks(t, s.Running.Account.AuthToken)
			expectState(t, w, recording, map[string]any{"aws_storage_enabled": true})

			s.Faults().Clear()
			w.Config(recording.resource(named))
			test.fault.Method = "POST"
			s.Faults().Add(test.fault)
			got = w.Fail("apply", "-auto-approve", "-no-color")
			expectOneError(t, got, "Could not write the recording settings", s.SID)
			const unclear = "Whether Twilio carried the request out is not known"
			if answered := test.fault.Status >= 400 && test.fault.Status < 500 && test.fault.ContentType == ""; answered {
				got.Lacks(t, unclear)
			} else {
				got.Contains(t, unclear)
			}
			s.Faults().Clear()
			w.Apply()
			w.PlansEmpty()
		})
	}
}

// A redirect's target gets neither the request nor the credentials.
func TestRedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("%s was followed to another origin, with Authorization %t", r.Method, r.Header.Get("Authorization") != "")
		w.WriteHeader(http.StatusTeapot)
	}))
	t.Cleanup(elsewhere.Close)
	for _, status := range []int{301, 302, 303, 307, 308} {
		s, w := start(t, twiliosandbox.Behaviour{})
		s.Faults().Add(sandbox.Fault{Every: 1, Status: status, Header: http.Header{"Location": {elsewhere.URL + "/v1/RecordingSettings/Default"}}})
		w.Config(recording.dataSource())
		expectOneError(t, w.Fail("plan", "-no-color"), "never followed")
	}
}

func TestServerThatIsNotThere(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	s.Setenv("VIDEOSTORAGE_TWILIO_BASE_URL", gone.URL)
	with(s.Account, "max_retries = 0")
	w := acctest.NewWorkspace(t, s.Account, nil)
	w.Config(recording.resource(named))
	expectOneError(t, w.Fail("plan", "-no-color"), "Could not read the recording settings", "connection refused",
		"Check that Twilio can be reached from here", "twilio.base_url")
}

// Each operation has its own limit, which ends it also in the middle of a wait.
func TestTimeouts(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"create": {"plan", "-no-color"},
		"read":   {"plan", "-no-color"},
		"update": {"apply", "-auto-approve", "-refresh=false", "-no-color"},
		"delete": {"destroy", "-auto-approve", "-refresh=false", "-no-color"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, twiliosandbox.Behaviour{})
			limited := "\ntimeouts = { " + name + " = \"50ms\" }"
			if name != "create" {
				// The state has the limits that a refresh or a destroy goes by.
				w.Config(recording.resource(named))
				w.Apply()
				w.Config(recording.resource(named + limited))
				w.Succeed("apply", "-auto-approve", "-refresh=false")
			}
			s.Faults().Add(sandbox.Fault{Every: 1, Status: 500})
			w.Config(recording.resource(`friendly_name = "Renamed"` + limited))
			expectOneError(t, w.Fail(args...), "Could not read the recording settings", "context deadline exceeded", "timeouts")
		})
	}
}

// A server that repeats what it was sent, where net/http quotes it, does not bring
// the credentials into an error.
func TestEchoedCredentialsAreMasked(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]string{
		"broken header": "HTTP/1.1 200 OK\r\n%s\r\n\r\n",
		"redirect":      "HTTP/1.1 302 Found\r\nLocation: https://%s.example/\r\nContent-Length: 0\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
			token := s.Running.Account.AuthToken
			echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				conn, _, err := http.NewResponseController(w).Hijack()
				if err != nil {
					t.Errorf("hijacking: %v", err)
					return
				}
				if _, err := fmt.Fprintf(conn, answer, token); err != nil {
					t.Errorf("answering: %v", err)
				}
				if err := conn.Close(); err != nil {
					t.Errorf("hanging up: %v", err)
				}
			}))
			t.Cleanup(echo.Close)
			s.Setenv("VIDEOSTORAGE_TWILIO_BASE_URL", echo.URL)
			with(s.Account, "max_retries = 0")
			w := acctest.NewWorkspace(t, s.Account, nil)
			w.Config(recording.dataSource())
			got := w.Fail("plan", "-no-color")
			expectOneError(t, got, "Could not read the recording settings", "***")
			got.Lacks(t, token)
		})
	}
}
