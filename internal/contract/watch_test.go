package contract

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// watchedTest is a test that is watched, and what it is told.
type watchedTest struct {
	testing.TB
	mu       sync.Mutex
	errors   []string
	cleanups []func()
}

func (w *watchedTest) Helper() {}

func (w *watchedTest) Cleanup(f func()) { w.cleanups = append(w.cleanups, f) }

func (w *watchedTest) Error(args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, arg := range args {
		if text, ok := arg.(string); ok {
			w.errors = append(w.errors, text)
		}
	}
}

// watched has a test exchange something with a sandbox, and returns what it is told when
// it ends.
func watched(t *testing.T, b twiliosandbox.Behaviour, exchange func(s *twiliosandbox.Server, account string, send func(agent, method, target, form string))) []string {
	t.Helper()
	Require(t)
	account := twiliosandbox.NewAccount()
	s := twiliosandbox.New(b, account)
	w := &watchedTest{TB: t}
	Watch(w, s)
	exchange(s, account.SID, func(agent, method, target, form string) {
		r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(form))
		r.Header.Set("User-Agent", agent)
		if form != "" {
			r.Header.Set("Content-Type", sandbox.FormType)
		}
		r.SetBasicAuth(account.SID, account.AuthToken)
		s.ServeHTTP(httptest.NewRecorder(), r)
	})
	slices.Reverse(w.cleanups)
	for _, f := range w.cleanups {
		f()
	}
	return w.errors
}

// The user agents of a client, and of a test that speaks for itself.
const (
	client = "terraform-provider-videostorage/1"
	plain  = "Go-http-client/1.1"
)

const (
	settingsAddress = "/v1/RecordingSettings/Default"
	awsAddress      = "/v1/Credentials/AWS"
)

func TestViolationsFailTheTestInWhoseSandboxTheyHappen(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		behaviour                   twiliosandbox.Behaviour
		agent, method, target, form string
		fault                       *sandbox.Fault
		want                        string
	}{
		"as described":                          {agent: client, method: "GET", target: settingsAddress},
		"a client sends what is not described":  {agent: client, method: "POST", target: settingsAddress, form: "FriendlyNam=n", want: "FriendlyNam"},
		"a fault answers it":                    {agent: client, method: "POST", target: settingsAddress, form: "FriendlyNam=n&FriendlyName=n", fault: &sandbox.Fault{Status: 500}, want: "FriendlyNam"},
		"nothing answers it":                    {agent: client, method: "GET", target: settingsAddress + "?a=b", fault: &sandbox.Fault{Drop: true}, want: "parameter: a"},
		"a test does, and it is refused":        {agent: plain, method: "POST", target: settingsAddress, form: "FriendlyNam=n"},
		"a test does, and it is taken":          {agent: plain, method: "GET", target: settingsAddress, form: "a=b", want: "a body of 3 bytes"},
		"a client uses another operation":       {agent: client, method: "GET", target: "/v1/Recordings/RTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", want: "contract.Used lacks it"},
		"a client leaves a reference empty":     {agent: client, method: "POST", target: settingsAddress, form: "FriendlyName=n&AwsS3Url=", want: "AwsS3Url"},
		"a test does that":                      {agent: plain, method: "POST", target: settingsAddress, form: "FriendlyName=n&AwsS3Url="},
		"a fault answers what is not described": {agent: client, method: "GET", target: settingsAddress, fault: &sandbox.Fault{Status: 200, Body: "[]"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := watched(t, tt.behaviour, func(s *twiliosandbox.Server, _ string, send func(agent, method, target, form string)) {
				if tt.fault != nil {
					s.Faults().Add(*tt.fault)
					defer func() {
						if got := recover(); (got != nil) != tt.fault.Drop {
							t.Errorf("recovered %v", got)
						}
					}()
				}
				send(tt.agent, tt.method, tt.target, tt.form)
			})
			if tt.want == "" && len(got) > 0 || tt.want != "" && !slices.ContainsFunc(got, func(text string) bool { return strings.Contains(text, tt.want) }) {
				t.Errorf("the test is told %q, want %q", got, tt.want)
			}
		})
	}
}

func TestTheSameViolationIsToldOnce(t *testing.T) {
	t.Parallel()
	got := watched(t, twiliosandbox.Behaviour{}, func(_ *twiliosandbox.Server, _ string, send func(agent, method, target, form string)) {
		for range 5 {
			send(client, http.MethodGet, settingsAddress+"?a=b", "")
		}
	})
	if len(got) != 1 {
		t.Errorf("told %q", got)
	}
}

func TestABenchmarkIsNotWatched(t *testing.T) {
	t.Parallel()
	s := twiliosandbox.New(twiliosandbox.Behaviour{})
	Watch(&testing.B{}, s)
	if s.Log().Witness != nil {
		t.Error("it is watched")
	}
}
