package acctest

import (
	"context"
	"maps"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/leak"
	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// Account is the account that a test manages.
type Account struct {
	// SID of the Twilio account.
	SID string
	// API reaches the Twilio account without Terraform, as another administrator does.
	API *twilio.Client
	// ProviderConfig is the provider block. At first it is empty, and the environment has the credentials, because Terraform copies the
	// configuration into saved plans.
	ProviderConfig string
	// Getenv is the environment of the provider. A replacement is for later workspaces.
	Getenv func(string) string

	t   testing.TB
	env *environment
}

// environment stands in for the environment of the process, which parallel tests share.
type environment struct {
	mu     sync.Mutex
	values map[string]string
	// secrets are those of the test, which it must not leak.
	secrets []leak.Secret
}

func (e *environment) getenv(name string) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.values[name]
}

func (e *environment) names() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Sorted(maps.Keys(e.values))
}

// Setenv changes a variable of the provider's environment for later commands.
func (a *Account) Setenv(name, value string) {
	a.env.mu.Lock()
	defer a.env.mu.Unlock()
	a.env.values[name] = value
}

// Sandbox is an account of a Twilio stand-in of the test's own.
type Sandbox struct {
	*Account
	*sandboxtest.Running
}

// NewSandbox starts a Twilio stand-in. Against a real account, the test is skipped.
func NewSandbox(t testing.TB, b twiliosandbox.Behaviour, accounts ...twiliosandbox.Account) *Sandbox {
	t.Helper()
	if Live() {
		t.Skip("needs the stand-in, and TF_ACC selects a real account")
	}
	running := sandboxtest.Start(t, b, accounts...)
	a := running.Account
	s := &Sandbox{Running: running, Account: newAccount(t, a.Environment(running.BaseURL), a)}
	s.declareCredentials(accounts...)
	return s
}

// AddAccount adds another account to the stand-in.
func (s *Sandbox) AddAccount(a twiliosandbox.Account) {
	s.t.Helper()
	s.declareCredentials(a)
	s.Server.AddAccount(a)
}

// NewAccount returns an account of a stand-in, or, with TF_ACC, the real account. The settings of a real account are restored when the
// test ends.
func NewAccount(t *testing.T) *Account {
	t.Helper()
	if !Live() {
		return NewSandbox(t, twiliosandbox.Behaviour{}).Account
	}
	values := map[string]string{}
	for _, name := range []string{
		"TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_API_KEY", "TWILIO_API_SECRET", "TWILIO_REGION", "TWILIO_EDGE", "VIDEOSTORAGE_TWILIO_BASE_URL",
	} {
		values[name] = os.Getenv(name)
	}
	account := twiliosandbox.Account{SID: values["TWILIO_ACCOUNT_SID"], AuthToken: values["TWILIO_AUTH_TOKEN"]}
	if key := values["TWILIO_API_KEY"]; key != "" {
		account.AuthToken, account.APIKeys = "", map[string]string{key: values["TWILIO_API_SECRET"]}
	}
	if account.SID == "" || account.AuthToken == "" && len(account.APIKeys) == 0 {
		t.Fatal("TF_ACC selects a real account: set TWILIO_ACCOUNT_SID, and TWILIO_AUTH_TOKEN or TWILIO_API_KEY and TWILIO_API_SECRET")
	}
	live := newAccount(t, values, account)
	restore(t, live.API, "recording settings", twilio.RecordingSettings)
	restore(t, live.API, "composition settings", twilio.CompositionSettings)
	return live
}

func newAccount(t testing.TB, values map[string]string, a twiliosandbox.Account) *Account {
	t.Helper()
	config := twilio.ClientConfig{AccountSID: a.SID, Username: a.SID, Password: a.AuthToken}
	if a.AuthToken == "" {
		for key, secret := range a.APIKeys {
			config.Username, config.Password = key, secret
		}
	}
	if base := values["VIDEOSTORAGE_TWILIO_BASE_URL"]; base != "" {
		u, err := url.Parse(base)
		if err != nil {
			t.Fatal(err)
		}
		config.BaseURL = u
	}
	client, err := twilio.NewClient(config, api.Options{UserAgent: "videostorage-acctest", MaxRetries: 5, AttemptTimeout: 30 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	env := &environment{values: values}
	account := &Account{SID: a.SID, API: client, ProviderConfig: `provider "videostorage" {}`, Getenv: env.getenv, t: t, env: env}
	account.declareCredentials(a)
	return account
}

// restore writes the current settings of a real account again when the test ends, even if it fails.
func restore(t testing.TB, client *twilio.Client, name string, settings twilio.SettingsAPI) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	before, _, err := settings.Fetch(ctx, client)
	if err != nil {
		t.Fatalf("reading the account's %s: %s", name, err)
	}
	if before.FriendlyName == "" {
		before.FriendlyName = "Default" // A write needs a name.
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		after, err := settings.Write(ctx, client, before.SettingsParams)
		if err != nil || after.SettingsParams != before.SettingsParams {
			t.Errorf("THE ACCOUNT'S %s WERE NOT RESTORED. They were %+v and are %+v (%v)", name, before.SettingsParams, after.SettingsParams, err)
		}
	})
}

// NewVendorAccount serves a stand-in until the test ends, and returns an account for which the provider is configured for that
// vendor only. Against a real account the test is skipped.
func NewVendorAccount(t testing.TB, s sandbox.StandIn) *Account {
	t.Helper()
	if Live() {
		t.Skip("needs a stand-in, and TF_ACC selects a real account")
	}
	a := NewEmptyAccount(t)
	a.AddVendor(s)
	return a
}

// NewEmptyAccount returns an account of no vendor.
func NewEmptyAccount(t testing.TB) *Account {
	env := &environment{values: map[string]string{}}
	return &Account{ProviderConfig: `provider "videostorage" {}`, Getenv: env.getenv, t: t, env: env}
}

// AddVendor serves the stand-in for another vendor until the test ends, and configures the provider for it too.
func (a *Account) AddVendor(s sandbox.StandIn) {
	a.t.Helper()
	server := httptest.NewServer(s)
	a.t.Cleanup(func() {
		// Close waits for open requests, such as those that a fault delays.
		server.CloseClientConnections()
		server.Close()
	})
	for name, value := range s.Environment(server.URL) {
		a.Setenv(name, value)
	}
	for _, secret := range s.Secrets() {
		a.declare(leak.Secret{Name: "a credential of the stand-in", Value: secret})
	}
}
