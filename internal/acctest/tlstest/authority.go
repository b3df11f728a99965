// Package tlstest makes certificates for tests of what is trusted. It is apart from
// acctest so that the tests of packages below the provider can use it.
package tlstest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"runtime"
	"testing"
	"time"
)

// lifetime of what is issued: longer than any run of tests.
const lifetime = 24 * time.Hour

// Authority issues certificates.
type Authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// NewAuthority returns an authority that nobody trusts yet. The error is one of the
// system's source of randomness.
func NewAuthority() (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "An authority"}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(lifetime),
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(raw)
	return &Authority{certificate, key}, err
}

// WriteFile writes the authority's own certificate as SSL_CERT_FILE takes it.
func (a *Authority) WriteFile(path string) error {
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.certificate.Raw}), 0o600)
}

// Issue is [Authority.Certificate] for a test.
func (a *Authority) Issue(t testing.TB, change func(*x509.Certificate)) tls.Certificate {
	t.Helper()
	certificate, err := a.Certificate(change)
	if err != nil {
		t.Fatal(err)
	}
	return certificate
}

// Certificate returns one for the loopback address, unless change, which may be nil, says
// otherwise. The error is of what change asks for.
func (a *Authority) Certificate(change func(*x509.Certificate)) (tls.Certificate, error) {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(lifetime),
	}
	if change != nil {
		change(template)
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, a.certificate, a.key.Public(), a.key)
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: a.key}, err
}

// NeedFile skips the test where Go takes no authorities from SSL_CERT_FILE.
// Source: https://pkg.go.dev/crypto/x509#SystemCertPool
func NeedFile(t testing.TB) {
	t.Helper()
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		t.Skip("an authority cannot be added to those of the system for a test")
	}
}
