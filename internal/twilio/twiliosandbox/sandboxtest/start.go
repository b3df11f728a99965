// Package sandboxtest starts the Twilio sandbox for a test. It is apart from
// twiliosandbox so that the sandbox's command does not link package testing.
package sandboxtest

import (
	"net/http/httptest"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/contract"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Running is a sandbox that serves until its test ends.
type Running struct {
	*twiliosandbox.Server
	// BaseURL takes the place of https://video.twilio.com and of
	// https://accounts.twilio.com; it has no trailing slash.
	BaseURL string
	// Account is the first account of the server.
	Account twiliosandbox.Account
}

// Start serves a sandbox of the test's own on this machine's loopback address
// and closes it, with any request that is still waiting, when the test ends.
// Without accounts it makes one with [twiliosandbox.NewAccount]. What crosses the
// sandbox is held to Twilio's descriptions, as [contract.Watch] says.
func Start(tb testing.TB, b twiliosandbox.Behaviour, accounts ...twiliosandbox.Account) *Running {
	tb.Helper()
	if len(accounts) == 0 {
		accounts = []twiliosandbox.Account{twiliosandbox.NewAccount()}
	}
	server := twiliosandbox.New(b, accounts...)
	contract.Watch(tb, server)
	listening := httptest.NewServer(server)
	tb.Cleanup(func() {
		// Close waits for requests that are being answered, among them those
		// that a fault delays.
		listening.CloseClientConnections()
		listening.Close()
	})
	return &Running{Server: server, BaseURL: listening.URL, Account: accounts[0]}
}
