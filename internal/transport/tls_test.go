package transport_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/tlstest"
	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// trusted is the authority that this process trusts, by the one way that there is: the
// system's, whose place SSL_CERT_FILE can take.
var trusted *tlstest.Authority

func TestMain(m *testing.M) {
	code, err := withAuthority(m.Run)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(code)
}

func withAuthority(run func() int) (code int, err error) {
	if trusted, err = tlstest.NewAuthority(); err != nil {
		return 0, err
	}
	dir, err := os.MkdirTemp("", "transport")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	file := filepath.Join(dir, "authorities.pem")
	if err := trusted.WriteFile(file); err != nil {
		return 0, err
	}
	if err := os.Setenv("SSL_CERT_FILE", file); err != nil {
		return 0, err
	}
	return run(), nil
}

// serveTLS is [serve] over TLS as config says.
func serveTLS(t *testing.T, config *tls.Config, steps ...http.HandlerFunc) *server {
	t.Helper()
	s := serve(t, steps...)
	secure := httptest.NewUnstartedServer(s.Config.Handler)
	secure.TLS, secure.EnableHTTP2 = config, true
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(func() {
		secure.CloseClientConnections()
		secure.Close()
	})
	s.URL = secure.URL
	return s
}

func TestTLSIsSpokenAndHTTP2(t *testing.T) {
	t.Parallel()
	tlstest.NeedFile(t)
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		t.Run(tls.VersionName(version), func(t *testing.T) {
			t.Parallel()
			s := serveTLS(t, &tls.Config{
				Certificates: []tls.Certificate{trusted.Issue(t, nil)}, MinVersion: version, MaxVersion: version,
			}, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Spoken", r.Proto+", "+tls.VersionName(r.TLS.Version))
				ok(w, r)
			})
			got, err := get(t.Context(), t, s.client(), s.URL)
			wantStatus(t, got, err, 200)
			if want, spoken := "HTTP/2.0, "+tls.VersionName(version), got.header.Get("Spoken"); spoken != want {
				t.Errorf("spoke %s, want %s", spoken, want)
			}
		})
	}
}

// wantNoConnection wants an error for a request that never reached the server, with
// advice for whoever reads it.
func wantNoConnection(t *testing.T, s *server, err error, says, advice string) {
	t.Helper()
	if err == nil {
		t.Fatal("the request was sent")
	}
	if !strings.Contains(err.Error(), says) {
		t.Errorf("error %q, want one that says %q", err, says)
	}
	if got := transport.ConnectionAdvice(err); !strings.Contains(got, advice) {
		t.Errorf("advice %q for %q, want %q", got, err, advice)
	}
	if !transport.NeverSent(err) {
		t.Errorf("%v: whether it was sent is in doubt", err)
	}
	s.wantRequests(t, 0)
}

func TestTLSOlderThan12IsRefused(t *testing.T) {
	t.Parallel()
	for _, version := range []uint16{tls.VersionTLS10, tls.VersionTLS11} {
		t.Run(tls.VersionName(version), func(t *testing.T) {
			t.Parallel()
			s := serveTLS(t, &tls.Config{
				Certificates: []tls.Certificate{trusted.Issue(t, nil)}, MinVersion: version, MaxVersion: version,
			}, ok)
			_, err := get(t.Context(), t, s.client(retries(0)), s.URL)
			wantNoConnection(t, s, err, "protocol version not supported", "TLS 1.2 or newer")
		})
	}
}

// Nobody but whom the certificate is for gets the request, with the credentials in it.
func TestBadCertificatesAreRefused(t *testing.T) {
	t.Parallel()
	stranger, err := tlstest.NewAuthority()
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		issuer       *tlstest.Authority
		change       func(*x509.Certificate)
		says, advice string
	}{
		"unknown authority": {stranger, nil, "certificate signed by unknown authority", "SSL_CERT_FILE"},
		"expired":           {trusted, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) }, "has expired or is not yet valid", "clock"},
		"not yet valid":     {trusted, func(c *x509.Certificate) { c.NotBefore = time.Now().Add(time.Minute) }, "has expired or is not yet valid", "clock"},
		"wrong address":     {trusted, func(c *x509.Certificate) { c.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 2)} }, "not 127.0.0.1", "for another host"},
		"only a name":       {trusted, func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"video.twilio.com"} }, "127.0.0.1", "for another host"},
		"for no server": {
			trusted, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} },
			"incompatible key usage", "does not trust",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if tt.issuer == trusted {
				tlstest.NeedFile(t)
			}
			s := serveTLS(t, &tls.Config{Certificates: []tls.Certificate{tt.issuer.Issue(t, tt.change)}}, ok)
			_, err := post(t.Context(), t, s.client(), s.URL, form)
			wantNoConnection(t, s, err, tt.says, tt.advice)
			if advice := transport.ConnectionAdvice(err); !strings.HasSuffix(advice, "Certificates are always checked.") {
				t.Errorf("advice %q", advice)
			}
		})
	}
}

func TestServerWithoutTLSIsRefused(t *testing.T) {
	t.Parallel()
	s := serve(t, ok)
	s.URL = strings.Replace(s.URL, "http://", "https://", 1)
	_, err := get(t.Context(), t, s.client(), s.URL)
	wantNoConnection(t, s, err, "server gave HTTP response to HTTPS client", "does not speak TLS")
}
