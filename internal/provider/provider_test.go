package provider_test

import (
	"maps"
	"net/http"
	"regexp"
	"strings"
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

var (
	// The account accepts either its token or its key.
	withToken = twiliosandbox.Account{SID: accountSID, AuthToken: authToken}
	withKey   = twiliosandbox.Account{SID: accountSID, APIKeys: map[string]string{apiKey: apiKeySecret}}

	tokenInEnv = map[string]string{"TWILIO_ACCOUNT_SID": accountSID, "TWILIO_AUTH_TOKEN": authToken}
	keyInEnv   = map[string]string{"TWILIO_ACCOUNT_SID": accountSID, "TWILIO_API_KEY": apiKey, "TWILIO_API_SECRET": apiKeySecret}
)

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

// start starts a stand-in with the account, and returns a workspace with the provider block and dataSource. The environment of the
// provider is env and the stand-in's base URL.
func start(t *testing.T, account twiliosandbox.Account, block string, env map[string]string) (*acctest.Sandbox, *acctest.Workspace) {
	t.Helper()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{}, account)
	s.Secret(authToken, apiKeySecret, malformedSecret)
	all := map[string]string{"VIDEOSTORAGE_TWILIO_BASE_URL": s.BaseURL}
	maps.Copy(all, env)
	s.Getenv = func(name string) string { return all[name] }
	s.ProviderConfig = block
	w := acctest.NewWorkspace(t, s.Account, nil)
	w.Config(dataSource)
	return s, w
}

// expectOneError fails the test unless the output has one error, with these parts.
func expectOneError(t *testing.T, got acctest.Result, parts ...string) {
	t.Helper()
	if n := strings.Count(got.Text, "Error: "); n != 1 {
		t.Errorf("%d errors, want one:\n%s", n, got.Text)
	}
	got.Contains(t, parts...)
}

func expectRequests(t *testing.T, s *acctest.Sandbox, want int) {
	t.Helper()
	if got := len(s.Log().All()); got != want {
		t.Errorf("%d requests were sent, want %d", got, want)
	}
}

func TestCredentialsOfConfigurationAndEnvironment(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		account twiliosandbox.Account
		block   string
		env     map[string]string
	}{
		"token in the configuration": {withToken, twilioBlock(`account_sid = var.account_sid`, `auth_token = var.auth_token`), nil},
		"key in the configuration": {
			withKey, twilioBlock(`account_sid = var.account_sid`, `api_key = var.api_key`, `api_key_secret = var.api_key_secret`), nil,
		},
		"token in the environment": {withToken, "", tokenInEnv},
		"key in the environment":   {withKey, providerBlock(), keyInEnv},
		"key in both": {
			withKey, twilioBlock(`account_sid = var.account_sid`, `api_key = var.api_key`), map[string]string{"TWILIO_API_SECRET": apiKeySecret},
		},
		// A module may have variables for both kinds, which are unknown during validation.
		"token, and a key that is null": {
			withToken,
			twilioBlock(`account_sid = var.account_sid`, `auth_token = var.auth_token`, `api_key = var.none`, `api_key_secret = var.none`), nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, tt.account, tt.block, tt.env)
			w.Succeed("validate", "-no-color")
			expectRequests(t, s, 0)
			w.PlansEmpty()
			expectRequests(t, s, 1)
			if got := s.Log().All()[0].Account; got != accountSID {
				t.Errorf("the request came as account %q", got)
			}
		})
	}
}

// Only the token would work, but the choice does not depend on the outcome.
func TestCredentialsThatTwilioRefusesAreNotReplacedByOthers(t *testing.T) {
	t.Parallel()
	s, w := start(t, withToken, providerBlock(), map[string]string{
		"TWILIO_ACCOUNT_SID": accountSID, "TWILIO_AUTH_TOKEN": authToken, "TWILIO_API_KEY": apiKey, "TWILIO_API_SECRET": apiKeySecret,
	})
	expectOneError(t, w.Fail("plan", "-no-color"), "Could not read the recording settings", "Account "+accountSID, "HTTP status 401",
		"Twilio does not accept the credentials. Check the provider's")
	expectRequests(t, s, 1)
}

func TestObjectNeedsCredentialsOfItsVendor(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		block string
		env   map[string]string
	}{
		"no provider block":             {"", nil},
		"empty provider block":          {providerBlock(), nil},
		"empty twilio block":            {twilioBlock(), nil},
		"edge only":                     {twilioBlock(`edge = "dublin"`), nil},
		"account in the environment":    {providerBlock(), map[string]string{"TWILIO_ACCOUNT_SID": accountSID}},
		"malformed environment":         {providerBlock(), map[string]string{"TWILIO_ACCOUNT_SID": "me", "TWILIO_REGION": "Europe", "TWILIO_EDGE": "?"}},
		"empty environment":             {providerBlock(), map[string]string{"TWILIO_ACCOUNT_SID": accountSID, "TWILIO_AUTH_TOKEN": "", "TWILIO_API_KEY": ""}},
		"credentials of another vendor": {providerBlock(), map[string]string{"SENDBIRD_APPLICATION_ID": "any", "SENDBIRD_API_TOKEN": "any"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, withToken, tt.block, tt.env)
			expectOneError(t, w.Fail("plan", "-no-color"), "Twilio is not configured", "with data.videostorage_twilio_recording_settings.this",
				"Set account_sid, and either auth_token or api_key and api_key_secret, in the provider's twilio block.",
				"TWILIO_ACCOUNT_SID, and either TWILIO_AUTH_TOKEN or TWILIO_API_KEY and TWILIO_API_SECRET")
			expectRequests(t, s, 0)
		})
	}
}

func TestUserAgentNamesTerraformAndTheProvider(t *testing.T) {
	t.Parallel()
	s, w := start(t, withToken, "", tokenInEnv)
	w.Config(dataSource + `
resource "videostorage_twilio_recording_settings" "this" {
  friendly_name = "Consultations"
}
`)
	w.Apply()
	want := regexp.MustCompile(`^Terraform/\d+\.\d+\.\d+\S* \(\+https://www\.terraform\.io\) terraform-provider-videostorage/test$`)
	methods := map[string]bool{}
	for _, r := range s.Log().All() {
		methods[r.Method] = true
		if got := r.Header.Values("User-Agent"); len(got) != 1 || !want.MatchString(got[0]) {
			t.Errorf("%s %s has the user agent %q", r.Method, r.Path, got)
		}
	}
	if !methods["GET"] || !methods["POST"] {
		t.Errorf("the requests were %v, want GET and POST among them", methods)
	}
}

// unavailable is a fault that is retried at once.
var unavailable = sandbox.Fault{Status: http.StatusServiceUnavailable, Header: http.Header{"Retry-After": {"0"}}, Times: 5}

func TestMaxRetriesLimitsTheAttempts(t *testing.T) {
	t.Parallel()
	for line, attempts := range map[string]int{"": 6, "max_retries = null": 6, "max_retries = 0": 1, "max_retries = 2": 3} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, withToken, providerBlock(line), tokenInEnv)
			s.Faults().Add(unavailable)
			s.Faults().Add(unavailable)
			expectOneError(t, w.Fail("plan", "-no-color"), "Could not read the recording settings", "HTTP status 503")
			expectRequests(t, s, attempts)
		})
	}
}

func TestRetriesSucceed(t *testing.T) {
	t.Parallel()
	s, w := start(t, withToken, providerBlock(), tokenInEnv)
	s.Faults().Add(unavailable)
	w.PlansEmpty()
	expectRequests(t, s, 6)
}

func TestRequestTimeoutEndsAnAttempt(t *testing.T) {
	t.Parallel()
	s, w := start(t, withToken, providerBlock("max_retries = 0", `request_timeout = "200ms"`), tokenInEnv)
	// The default of 30 s would be enough.
	s.Faults().Add(sandbox.Fault{Delay: 5 * time.Second})
	expectOneError(t, w.Fail("plan", "-no-color"), "Could not read the recording settings",
		"Twilio did not answer in time. Try again. If the error persists, raise the provider's request_timeout")
	expectRequests(t, s, 1)
	w.PlansEmpty()
}
