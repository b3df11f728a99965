package provider_test

import (
	"maps"
	"regexp"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

func TestMain(m *testing.M) { acctest.Main(m) }

const (
	accountSID = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	authToken  = "tokenOfTheAccount"
	apiKey     = "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
	keySecret  = "secretOfTheKey"
	otherKey   = "SKcccccccccccccccccccccccccccccccc"
	// notASecret stands for a secret that is malformed.
	notASecret = "a broken secret"
)

var (
	// withToken is entered with the auth token only, withKey with the key only.
	withToken = twiliosandbox.Account{SID: accountSID, AuthToken: authToken}
	withKey   = twiliosandbox.Account{SID: accountSID, APIKeys: map[string]string{apiKey: keySecret}}
)

// The object that needs Twilio. Secrets come from variables, as they do in
// practice: Terraform itself prints the lines that an error is about.
const object = `
data "videostorage_twilio_recording_settings" "this" {}

variable "account_sid" { default = "` + accountSID + `" }
variable "auth_token" { default = "` + authToken + `" }
variable "api_key" { default = "` + apiKey + `" }
variable "api_key_secret" { default = "` + keySecret + `" }
variable "not_a_secret" { default = "` + notASecret + `" }
variable "empty" { default = "" }
variable "none" {
  type    = string
  default = null
}
`

// providerBlock is the provider block with these lines.
func providerBlock(lines ...string) string {
	return "provider \"videostorage\" {\n" + strings.Join(lines, "\n") + "\n}\n"
}

// twilioBlock is the provider block whose twilio attribute has these lines.
func twilioBlock(lines ...string) string {
	return providerBlock("twilio = {\n" + strings.Join(lines, "\n") + "\n}")
}

// env is the environment that the provider sees.
type env map[string]string

var (
	tokenInEnv = env{"TWILIO_ACCOUNT_SID": accountSID, "TWILIO_AUTH_TOKEN": authToken}
	keyInEnv   = env{"TWILIO_ACCOUNT_SID": accountSID, "TWILIO_API_KEY": apiKey, "TWILIO_API_SECRET": keySecret}
)

// start is a sandbox that knows the account, and a workspace with this provider
// block and, in it, object. The environment names the sandbox unless e does.
func start(t *testing.T, account twiliosandbox.Account, block string, e env) (*acctest.Sandbox, *acctest.Workspace) {
	t.Helper()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{}, account)
	s.Secret(authToken, keySecret, notASecret)
	seen := env{"VIDEOSTORAGE_TWILIO_BASE_URL": s.BaseURL}
	maps.Copy(seen, e)
	s.Getenv = func(name string) string { return seen[name] }
	s.ProviderConfig = block
	w := acctest.NewWorkspace(t, s.Account, nil)
	w.Config(object)
	return s, w
}

// expectOneError fails the test unless the output has one error, with these
// parts, and no secret.
func expectOneError(t *testing.T, got acctest.Result, parts ...string) {
	t.Helper()
	if n := strings.Count(got.Text, "Error: "); n != 1 {
		t.Errorf("%d errors, want one:\n%s", n, got.Text)
	}
	got.Contains(t, parts...)
	got.Lacks(t, authToken, keySecret, notASecret)
}

func expectRequests(t *testing.T, s *acctest.Sandbox, want int) {
	t.Helper()
	if got := len(s.Log().All()); got != want {
		t.Errorf("%d requests were sent, want %d", got, want)
	}
}

// Each way to say who is asking. The account knows one kind of credentials, so a
// run succeeds only with those.
func TestCredentials(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		account twiliosandbox.Account
		block   string
		env     env
	}{
		"token in the configuration": {
			withToken, twilioBlock(`account_sid = var.account_sid`, `auth_token = var.auth_token`), nil,
		},
		"key in the configuration": {
			withKey, twilioBlock(`account_sid = var.account_sid`, `api_key = var.api_key`, `api_key_secret = var.api_key_secret`), nil,
		},
		"token in the environment": {
			withToken, "", tokenInEnv,
		},
		"key in the environment": {
			withKey, providerBlock(), keyInEnv,
		},
		"key in the configuration, its secret in the environment": {
			withKey, twilioBlock(`account_sid = var.account_sid`, `api_key = var.api_key`),
			env{"TWILIO_API_SECRET": keySecret},
		},
		"both in the environment: the key wins": {
			withKey, providerBlock(),
			env{"TWILIO_ACCOUNT_SID": accountSID, "TWILIO_AUTH_TOKEN": "another", "TWILIO_API_KEY": apiKey, "TWILIO_API_SECRET": keySecret},
		},
		"a configured token wins over a key in the environment": {
			withToken, twilioBlock(`auth_token = var.auth_token`),
			env{"TWILIO_ACCOUNT_SID": accountSID, "TWILIO_API_KEY": otherKey, "TWILIO_API_SECRET": "another"},
		},
		"a configured key wins over a token in the environment": {
			withKey, twilioBlock(`api_key = var.api_key`, `api_key_secret = var.api_key_secret`),
			env{"TWILIO_ACCOUNT_SID": accountSID, "TWILIO_AUTH_TOKEN": "another"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, tt.account, tt.block, tt.env)
			w.PlansEmpty()
			expectRequests(t, s, 1)
			if got := s.Log().All()[0].Account; got != accountSID {
				t.Errorf("the request came as account %q", got)
			}
		})
	}
}

// A module may offer both kinds as variables, of which one is null. While it is
// only validated, they are unknown.
func TestEitherKindByVariables(t *testing.T) {
	t.Parallel()
	s, w := start(t, withToken, twilioBlock(`account_sid = var.account_sid`, `auth_token = var.auth_token`,
		`api_key = var.none`, `api_key_secret = var.none`), nil)
	w.Succeed("validate", "-no-color")
	expectRequests(t, s, 0)
	w.PlansEmpty()
	expectRequests(t, s, 1)
}

// The key in the environment is used although only the token would work: the
// choice does not depend on the outcome.
func TestRefusedCredentials(t *testing.T) {
	t.Parallel()
	s, w := start(t, withToken, providerBlock(),
		env{"TWILIO_ACCOUNT_SID": accountSID, "TWILIO_AUTH_TOKEN": authToken, "TWILIO_API_KEY": apiKey, "TWILIO_API_SECRET": keySecret})
	expectOneError(t, w.Fail("plan", "-no-color"), "Could not read the recording settings", accountSID, "HTTP status 401",
		"Twilio does not accept the credentials. Check the provider's")
	expectRequests(t, s, 1)
}

// Without credentials, the provider is in nobody's way until an object needs
// them.
func TestNotConfigured(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		block string
		env   env
	}{
		"no block":                             {"", nil},
		"nothing in the block":                 {providerBlock(), nil},
		"nothing in the attribute":             {twilioBlock(), nil},
		"an edge only":                         {twilioBlock(`edge = "dublin"`), nil},
		"an account's SID in the environment":  {providerBlock(), env{"TWILIO_ACCOUNT_SID": accountSID}},
		"anything else in the environment":     {providerBlock(), env{"TWILIO_ACCOUNT_SID": "me", "TWILIO_REGION": "Europe", "TWILIO_EDGE": "?"}},
		"a variable that is set to be nothing": {providerBlock(), env{"TWILIO_ACCOUNT_SID": accountSID, "TWILIO_AUTH_TOKEN": "", "TWILIO_API_KEY": ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, withToken, tt.block, tt.env)
			expectOneError(t, w.Fail("plan", "-no-color"), "Twilio is not configured", "with data.videostorage_twilio_recording_settings.this",
				"account_sid", "auth_token", "api_key", "api_key_secret",
				"TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_API_KEY", "TWILIO_API_SECRET")
			expectRequests(t, s, 0)
		})
	}
}

// Reads and writes alike say who sent them.
func TestUserAgent(t *testing.T) {
	t.Parallel()
	s, w := start(t, withToken, twilioBlock(`account_sid = var.account_sid`, `auth_token = var.auth_token`), nil)
	w.Config(object + `
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
