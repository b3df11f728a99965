package acctest

import (
	"fmt"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// Account is the Twilio account that a test manages.
type Account struct {
	// SID names it.
	SID string
	// API reaches it past Terraform: what somebody does in the console.
	API *twilio.Client
	// ProviderConfig is the provider block for it, at first an empty one: the
	// credentials are in the environment, since Terraform copies the configuration
	// into saved plans.
	ProviderConfig string
	// Getenv is the environment that the provider is to see. What is put in its
	// place is for the workspaces that are made afterwards.
	Getenv func(string) string

	t   testing.TB
	env *environment
}

// Sandbox is an account of a sandbox of the test's own.
type Sandbox struct {
	*Account
	*sandboxtest.Running
}

// NewSandbox starts a sandbox that behaves as b says. Against a real account the
// test is skipped.
func NewSandbox(t testing.TB, b twiliosandbox.Behaviour, accounts ...twiliosandbox.Account) *Sandbox {
	t.Helper()
	if Live() {
		t.Skip("needs the switches of the sandbox, and TF_ACC selects a real account")
	}
	running := sandboxtest.Start(t, b, accounts...)
	useCredentials(t, accounts...)
	return &Sandbox{Running: running, Account: newAccount(t, environmentFor(running.BaseURL, running.Account), running.Account)}
}

// AddAccount adds another account to the sandbox.
func (s *Sandbox) AddAccount(a twiliosandbox.Account) {
	s.t.Helper()
	useCredentials(s.t, a)
	s.Server.AddAccount(a)
}

// ProviderConfigFor is a provider block with the credentials of one of the sandbox's
// accounts. A saved plan would have them too: Terraform copies the configuration.
func (s *Sandbox) ProviderConfigFor(a twiliosandbox.Account) string {
	return fmt.Sprintf(`
provider "videostorage" {
  twilio {
    account_sid = %q
    auth_token  = %q
    base_url    = %q
  }
}
`, a.SID, a.AuthToken, s.BaseURL)
}

// NewAccount gives the test an account: one of a sandbox, or the real one. Of a
// real one, the settings are put back as they were when the test ends, also when
// it fails.
func NewAccount(t *testing.T) *Account {
	t.Helper()
	if !Live() {
		return NewSandbox(t, twiliosandbox.Behaviour{}).Account
	}
	account := twiliosandbox.Account{SID: mustEnv(t, "TWILIO_ACCOUNT_SID"), AuthToken: os.Getenv("TWILIO_AUTH_TOKEN")}
	if key := os.Getenv("TWILIO_API_KEY"); key != "" {
		account.AuthToken, account.APIKeys = "", map[string]string{key: mustEnv(t, "TWILIO_API_SECRET")}
	}
	live := newAccount(t, processEnvironment(), account)
	restore(t, live.API, "recording settings", twilio.RecordingSettings)
	restore(t, live.API, "composition settings", twilio.CompositionSettings)
	return live
}

// newAccount registers the account's credentials as secrets of the test.
func newAccount(t testing.TB, env *environment, a twiliosandbox.Account) *Account {
	t.Helper()
	useCredentials(t, a)
	config := twilio.ClientConfig{AccountSID: a.SID, Username: a.SID, Password: a.AuthToken}
	if a.AuthToken == "" {
		for key, secret := range a.APIKeys {
			config.Username, config.Password = key, secret
		}
	}
	if base := env.getenv("VIDEOSTORAGE_TWILIO_BASE_URL"); base != "" {
		u, err := url.Parse(base)
		if err != nil {
			t.Fatalf("base URL of the account: %s", err)
		}
		config.BaseURL = u
	}
	client, err := twilio.NewClient(config, api.Options{UserAgent: "videostorage-acctest", MaxRetries: 5, AttemptTimeout: 30 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return &Account{
		SID: a.SID, API: client, ProviderConfig: `provider "videostorage" {}`, Getenv: env.getenv,
		t: t, env: env,
	}
}

func mustEnv(t *testing.T, name string) string {
	t.Helper()
	value := os.Getenv(name)
	if value == "" {
		t.Fatalf("TF_ACC selects a real account, and %s does not name it", name)
	}
	return value
}
