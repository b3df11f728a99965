package acctest

import (
	"net/http/httptest"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/leak"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// NewVendorAccount serves a stand-in until the test ends, and returns an account for which the provider is configured for that
// vendor only. Against a real account the test is skipped.
func NewVendorAccount(t testing.TB, s sandbox.StandIn) *Account {
	t.Helper()
	if Live() {
		t.Skip("needs a stand-in, and TF_ACC selects a real account")
	}
	env := &environment{values: map[string]string{}}
	a := &Account{ProviderConfig: `provider "videostorage" {}`, Getenv: env.getenv, t: t, env: env}
	a.AddVendor(s)
	return a
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
		use(a.t, leak.Secret{Name: "a credential of the stand-in", Value: secret})
	}
}
