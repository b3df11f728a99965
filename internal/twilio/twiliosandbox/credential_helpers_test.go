package twiliosandbox_test

import (
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"math/big"
	"net/http"
	"net/url"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

const (
	awsPath = "/v1/Credentials/AWS"
	keyPath = "/v1/Credentials/PublicKeys"

	accessKeyID = "AKIA0123456789ABCDEF"
	awsSecret   = "sEcReT/sEcReT+sEcReT=sEcReT/sEcReT+sEcRe"
)

// kindPaths are the paths of the credentials, spelt out by the tests.
var kindPaths = map[twiliosandbox.CredentialKind]string{
	twiliosandbox.AWSCredentials: awsPath,
	twiliosandbox.PublicKeys:     keyPath,
}

// der returns an RSA public key as DER. Nothing is encrypted with it, so any
// modulus of the right size will do.
func der(t *testing.T, bits, exponent int) []byte {
	t.Helper()
	n := new(big.Int).Lsh(big.NewInt(1), uint(bits-1))
	key, err := x509.MarshalPKIXPublicKey(&rsa.PublicKey{N: n.Add(n, big.NewInt(1)), E: exponent})
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func asPEM(block string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: block, Bytes: der}))
}

// publicKey is one that Twilio takes.
func publicKey(t *testing.T) string {
	t.Helper()
	return asPEM("PUBLIC KEY", der(t, 2048, 65537))
}

func fingerprint(der []byte) string {
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:])
}

// creation is a form that creates a credential of a kind.
func creation(t *testing.T, k twiliosandbox.CredentialKind, pairs ...string) url.Values {
	t.Helper()
	if k == twiliosandbox.PublicKeys {
		return form(append(pairs, "PublicKey", publicKey(t))...)
	}
	return form(append(pairs, "Credentials", accessKeyID+":"+awsSecret)...)
}

// create creates a credential and returns the answer.
func create(t *testing.T, s *sandboxtest.Running, k twiliosandbox.CredentialKind, pairs ...string) object {
	t.Helper()
	status, body := exchange(t, request(t, s, http.MethodPost, kindPaths[k], creation(t, k, pairs...)))
	if status != http.StatusCreated {
		t.Fatalf("creating: %d %v", status, body)
	}
	return body
}

// createSID creates a credential and returns its SID.
func createSID(t *testing.T, s *sandboxtest.Running, k twiliosandbox.CredentialKind, pairs ...string) string {
	t.Helper()
	sid, ok := create(t, s, k, pairs...)["sid"].(string)
	if !ok {
		t.Fatal("a credential was created without a SID")
	}
	return sid
}

// remove deletes a credential and returns the status.
func remove(t *testing.T, s *sandboxtest.Running, path string) int {
	t.Helper()
	status, _, _ := send(t, request(t, s, http.MethodDelete, path, nil))
	return status
}

// as is the same sandbox to another account.
func as(s *sandboxtest.Running, a twiliosandbox.Account) *sandboxtest.Running {
	return &sandboxtest.Running{Server: s.Server, BaseURL: s.BaseURL, Account: a}
}

// family starts a sandbox with an account, a subaccount of it and a stranger.
func family(t *testing.T, b twiliosandbox.Behaviour) (parent, sub, stranger *sandboxtest.Running) {
	t.Helper()
	one, two, three := twiliosandbox.NewAccount(), twiliosandbox.NewAccount(), twiliosandbox.NewAccount()
	two.ParentSID = one.SID
	parent = sandboxtest.Start(t, b, one, two, three)
	return parent, as(parent, two), as(parent, three)
}
