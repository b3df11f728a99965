// Package sandboxtest starts Twilio's stand-in for a test. The sandbox command must not depend on it, because it depends on package
// testing.
package sandboxtest

import (
	"net/http/httptest"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/contract"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Running is a stand-in that serves until its test ends.
type Running struct {
	*twiliosandbox.Server
	// BaseURL replaces https://video.twilio.com and https://accounts.twilio.com. It has no trailing slash.
	BaseURL string
	// Account is the first account.
	Account twiliosandbox.Account
}

// Start serves a stand-in until the test ends. Without accounts it makes one. [contract.Watch] holds its traffic to Twilio's descriptions.
func Start(tb testing.TB, b twiliosandbox.Behaviour, accounts ...twiliosandbox.Account) *Running {
	tb.Helper()
	if len(accounts) == 0 {
		accounts = []twiliosandbox.Account{twiliosandbox.NewAccount()}
	}
	server := twiliosandbox.New(b, accounts...)
	contract.Watch(tb, server)
	listening := httptest.NewServer(server)
	tb.Cleanup(func() {
		// Close waits for open requests, such as those that a fault delays.
		listening.CloseClientConnections()
		listening.Close()
	})
	return &Running{Server: server, BaseURL: listening.URL, Account: accounts[0]}
}
