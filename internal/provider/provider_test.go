package provider_test

import (
	"maps"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

func TestMain(m *testing.M) { acctest.Main(m) }

const (
	accountSID      = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	authToken       = "tokenOfTheAccount"
	apiKey          = "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
	apiKeySecret    = "secretOfTheKey"
	malformedSecret = "a broken secret"
)

// environment is the environment of the provider.
type environment map[string]string

var tokenInEnv = environment{"TWILIO_ACCOUNT_SID": accountSID, "TWILIO_AUTH_TOKEN": authToken}

// dataSource needs Twilio. Secrets are in variables, because Terraform prints the lines of a configuration that an error is about.
const dataSource = `
data "videostorage_twilio_recording_settings" "this" {}

variable "account_sid" { default = "` + accountSID + `" }
variable "auth_token" { default = "` + authToken + `" }
variable "api_key" { default = "` + apiKey + `" }
variable "api_key_secret" { default = "` + apiKeySecret + `" }
variable "malformed_secret" { default = "` + malformedSecret + `" }
variable "none" {
  type    = string
  default = null
}
`

// providerBlock returns the provider block with these lines.
func providerBlock(lines ...string) string {
	return "provider \"videostorage\" {\n" + strings.Join(lines, "\n") + "\n}\n"
}

// twilioBlock returns the provider block with these lines in its twilio block.
func twilioBlock(lines ...string) string {
	return providerBlock("twilio {\n" + strings.Join(lines, "\n") + "\n}")
}

// newSandbox starts a stand-in with an account that has a token and a key. Configurations have provider blocks of their own. The returned
// function replaces the environment of the provider, to which it adds the stand-in's base URL.
func newSandbox(t *testing.T) (*acctest.Sandbox, func(environment)) {
	t.Helper()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{}, twiliosandbox.Account{
		SID: accountSID, AuthToken: authToken, APIKeys: map[string]string{apiKey: apiKeySecret},
	})
	s.Secret(malformedSecret)
	s.ProviderConfig = ""
	var current atomic.Pointer[environment] // The provider of a workspace outlives a command.
	s.Getenv = func(name string) string { return (*current.Load())[name] }
	return s, func(replacement environment) {
		env := environment{"VIDEOSTORAGE_TWILIO_BASE_URL": s.BaseURL}
		maps.Copy(env, replacement)
		current.Store(&env)
	}
}

func expectRequests(t *testing.T, s *acctest.Sandbox, want int) {
	t.Helper()
	if got := len(s.Log().All()); got != want {
		t.Errorf("%d requests were sent, want %d", got, want)
	}
}

// expectRefusal plans to read the data source, and fails the test unless that fails with these parts of errors, sorted by their lines.
func expectRefusal(t *testing.T, w *acctest.Workspace, config string, want ...string) {
	t.Helper()
	w.Config(config + dataSource)
	if got := w.Fail("plan", "-no-color"); !acctest.ErrorWith(want...).MatchString(got.Text) {
		t.Errorf("the output lacks %q:\n%s", want, got.Text)
	}
}

// A module may have variables for both kinds of credentials, which are unknown during validation.
func TestOtherCredentialsMayBeNull(t *testing.T) {
	t.Parallel()
	s, setEnvironment := newSandbox(t)
	setEnvironment(nil)
	w := acctest.NewWorkspace(t, s.Account, nil)
	w.Config(twilioBlock(`account_sid = var.account_sid`, `auth_token = var.auth_token`, `api_key = var.none`, `api_key_secret = var.none`) + dataSource)
	w.PlansEmpty()
}

// Only the token would work, but the choice does not depend on the outcome.
func TestCredentialsThatTwilioRefusesAreNotReplacedByOthers(t *testing.T) {
	t.Parallel()
	s, setEnvironment := newSandbox(t)
	setEnvironment(environment{"TWILIO_ACCOUNT_SID": accountSID, "TWILIO_AUTH_TOKEN": authToken, "TWILIO_API_KEY": apiKey, "TWILIO_API_SECRET": "another"})
	expectRefusal(t, acctest.NewWorkspace(t, s.Account, nil), "", "Could not read the recording settings", "Account "+accountSID, "HTTP status 401",
		"Twilio does not accept the credentials. Check the provider's")
	expectRequests(t, s, 1)
}

func TestObjectNeedsCredentialsOfItsVendor(t *testing.T) {
	t.Parallel()
	s, setEnvironment := newSandbox(t)
	w := acctest.NewWorkspace(t, s.Account, nil)
	for _, without := range []struct {
		block string
		env   environment
	}{
		{"", nil},
		{twilioBlock(`edge = "dublin"`), nil},
		{providerBlock(), environment{"TWILIO_ACCOUNT_SID": "me", "TWILIO_REGION": "Europe", "TWILIO_AUTH_TOKEN": ""}},
		{providerBlock(), environment{"SENDBIRD_APPLICATION_ID": "any", "SENDBIRD_API_TOKEN": "any"}},
	} {
		setEnvironment(without.env)
		expectRefusal(t, w, without.block, "Twilio is not configured", "with data.videostorage_twilio_recording_settings.this",
			"Set account_sid, and either auth_token or api_key and api_key_secret, in the provider's twilio block.",
			"TWILIO_ACCOUNT_SID, and either TWILIO_AUTH_TOKEN or TWILIO_API_KEY and TWILIO_API_SECRET")
	}
	expectRequests(t, s, 0)
}

func TestMaxRetriesLimitsTheAttempts(t *testing.T) {
	t.Parallel()
	s, setEnvironment := newSandbox(t)
	setEnvironment(tokenInEnv)
	s.Faults().Add(sandbox.Fault{Every: 1, Status: http.StatusServiceUnavailable, Header: http.Header{"Retry-After": {"0"}}})
	w := acctest.NewWorkspace(t, s.Account, nil)
	expectRefusal(t, w, "", "HTTP status 503", "6 attempts")
	expectRefusal(t, w, providerBlock("max_retries = null"), "HTTP status 503", "6 attempts")
	expectRefusal(t, w, providerBlock("max_retries = 2"), "HTTP status 503", "3 attempts")
	expectRefusal(t, w, providerBlock("max_retries = 0"), "HTTP status 503")
	expectRequests(t, s, 6+6+3+1)
}

func TestRetriesSucceed(t *testing.T) {
	t.Parallel()
	s, setEnvironment := newSandbox(t)
	setEnvironment(tokenInEnv)
	s.Faults().Add(sandbox.Fault{Times: 5, Status: http.StatusServiceUnavailable, Header: http.Header{"Retry-After": {"0"}}})
	w := acctest.NewWorkspace(t, s.Account, nil)
	w.Config(dataSource)
	w.PlansEmpty()
	expectRequests(t, s, 5+1)
}

func TestRequestTimeoutEndsAnAttempt(t *testing.T) {
	t.Parallel()
	s, setEnvironment := newSandbox(t)
	setEnvironment(tokenInEnv)
	// The default of 30 s would be enough.
	s.Faults().Add(sandbox.Fault{Delay: 5 * time.Second})
	expectRefusal(t, acctest.NewWorkspace(t, s.Account, nil), providerBlock("max_retries = 0", `request_timeout = "200ms"`),
		"Could not read the recording settings", "Twilio did not answer in time. Try again. If the error persists, raise the provider's request_timeout")
	expectRequests(t, s, 1)
}
