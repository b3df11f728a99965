package faults_test

import (
	"crypto/tls"
	"crypto/x509"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/tlstest"
)

// domain is that of all names here. RFC 6761 reserves it for tests.
const domain = ".test"

// The certificates for the names in domain. The provider trusts whoever issued the first.
var trusted, untrusted tls.Certificate

// makeCertificates writes the trusted authority's own to a file.
func makeCertificates(file string) error {
	authority, err := issue(&trusted)
	if err != nil {
		return err
	}
	if _, err := issue(&untrusted); err != nil {
		return err
	}
	return authority.WriteFile(file)
}

// issue has a new authority make a certificate.
func issue(certificate *tls.Certificate) (*tlstest.Authority, error) {
	authority, err := tlstest.NewAuthority()
	if err == nil {
		*certificate, err = authority.Certificate(func(c *x509.Certificate) { c.DNSNames = []string{"*" + domain} })
	}
	return authority, err
}
