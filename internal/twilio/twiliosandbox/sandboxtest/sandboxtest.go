// Package sandboxtest starts Twilio's stand-in for a test. The sandbox command must not depend on it, because it depends on package
// testing.
package sandboxtest

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
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

// NewKeyPair returns a new RSA key pair of 2048 bits in PEM. The public key is in X.509, which Twilio accepts.
func NewKeyPair(tb testing.TB) (public, private string) {
	tb.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		tb.Fatal(err)
	}
	publicDER, publicErr := x509.MarshalPKIXPublicKey(&key.PublicKey)
	privateDER, privateErr := x509.MarshalPKCS8PrivateKey(key)
	if err := errors.Join(publicErr, privateErr); err != nil {
		tb.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: publicDER})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: privateDER}))
}
