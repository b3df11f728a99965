package api

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
)

const proxyPassword = "password/of+the.proxy"

// authority is trusted by this process like an authority of the system.
var authority *tlstest.Authority

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(code)
}

// run sets the environment, which crypto/x509 and net/http read once. Requests to a loopback address use no proxy.
func run(m *testing.M) (code int, err error) {
	if authority, err = tlstest.NewAuthority(); err != nil {
		return 0, err
	}
	dir, err := os.MkdirTemp("", "api")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	file := filepath.Join(dir, "authorities.pem")
	proxy := httptest.NewServer(http.HandlerFunc(serveProxy))
	defer proxy.Close()
	err = errors.Join(authority.WriteFile(file), os.Setenv("SSL_CERT_FILE", file), os.Setenv("NO_PROXY", ""),
		os.Setenv("HTTPS_PROXY", strings.Replace(proxy.URL, "://", "://user:"+strings.ReplaceAll(proxyPassword, "/", "%2F")+"@", 1)))
	if err != nil {
		return 0, err
	}
	return m.Run(), nil
}

// serveProxy refuses every connection. The name of the host decides how.
func serveProxy(w http.ResponseWriter, r *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	credentials := r.Header.Get("Proxy-Authorization")
	_, _ = io.WriteString(conn, map[string]string{
		"login.example.com:443":     "HTTP/1.1 407 " + credentials + "\r\n\r\n",
		"forbidden.example.com:443": "HTTP/1.1 403 " + proxyPassword + "\r\n\r\n",
		"echo.example.com:443":      "HTTP/1.1 200 OK\r\n" + credentials + " " + proxyPassword + "\r\n\r\n",
	}[r.Host]) // The client may have gone.
	_ = conn.Close()
}

func TestProxyIsUsedAndItsCredentialsAreNotShown(t *testing.T) {
	t.Parallel()
	for host, tt := range map[string]struct{ says, advice string }{
		"login.example.com":     {"refuses the connection with HTTP status 407", "The proxy requires other credentials."},
		"forbidden.example.com": {"refuses the connection with HTTP status 403", "Ask the administrator of the proxy to allow this host."},
		"echo.example.com":      {"malformed MIME header", "Check that this machine can reach Example."},
	} {
		t.Run(host, func(t *testing.T) {
			t.Parallel()
			ctx, log := withLog(t)
			_, err := newTestClient(0).Do(ctx, requests["POST"].to("https://"+host))
			failed := failure(t, err)
			if !strings.Contains(err.Error(), tt.says) || !strings.HasPrefix(failed.Advice(), tt.advice) || failed.MaybeProcessed {
				t.Errorf("error %+v with advice %q, want %q and %q", failed, failed.Advice(), tt.says, tt.advice)
			}
			expectNoSecret(t, err.Error()+log(), proxyPassword, "user:"+proxyPassword)
		})
	}
}

// newTLSServer is [newServer] over TLS.
func newTLSServer(t *testing.T, config *tls.Config, step http.HandlerFunc) *server {
	t.Helper()
	s := newServer(t, step)
	secure := httptest.NewUnstartedServer(s.Config.Handler)
	secure.TLS, secure.EnableHTTP2 = config, true
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(secure.Close)
	s.URL = secure.URL
	return s
}

func TestTLS12OrNewerIsUsedWithHTTP2(t *testing.T) {
	t.Parallel()
	tlstest.NeedFile(t)
	for version, accepted := range map[uint16]bool{tls.VersionTLS10: false, tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true} {
		t.Run(tls.VersionName(version), func(t *testing.T) {
			t.Parallel()
			s := newTLSServer(t, &tls.Config{
				Certificates: []tls.Certificate{authority.Issue(t, nil)}, MinVersion: version, MaxVersion: version,
			}, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.Proto) })
			resp, err := newTestClient(1).Do(t.Context(), requests["POST"].to(s.URL))
			if accepted {
				if err != nil || string(resp.Body) != "HTTP/2.0" {
					t.Errorf("%v, error %v", resp, err)
				}
				return
			}
			// Without TLS nothing was sent, so even a POST is repeated.
			if failed := failure(t, err); failed.MaybeProcessed || failed.Attempts != 2 || !strings.Contains(failed.Advice(), "The server must offer TLS 1.2 or newer.") {
				t.Errorf("error %+v with advice %q", failed, failed.Advice())
			}
			s.expectRequests(t, 0)
		})
	}
}

// The request holds the credentials. Another attempt would fail in the same way.
func TestServerIsVerifiedBeforeAnythingIsSent(t *testing.T) {
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
		"expired":           {authority, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) }, "has expired or is not yet valid", "Check the clock"},
		"not yet valid":     {authority, func(c *x509.Certificate) { c.NotBefore = time.Now().Add(time.Minute) }, "has expired or is not yet valid", "Check the clock"},
		"another address":   {authority, func(c *x509.Certificate) { c.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 2)} }, "not 127.0.0.1", "for another host"},
		"a name":            {authority, func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"api.example.com"} }, "127.0.0.1", "for another host"},
		"not for a server": {
			authority, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} },
			"incompatible key usage", "does not trust the issuer",
		},
		"without TLS": {nil, nil, "server gave HTTP response to HTTPS client", "does not speak TLS"},
	} {
		for kind, request := range requests {
			t.Run(name+"/"+kind, func(t *testing.T) {
				t.Parallel()
				var s *server
				switch tt.issuer {
				case nil:
					s = newServer(t, succeed)
					s.URL = strings.Replace(s.URL, "http:", "https:", 1)
				case authority:
					tlstest.NeedFile(t)
					fallthrough
				default:
					s = newTLSServer(t, &tls.Config{Certificates: []tls.Certificate{tt.issuer.Issue(t, tt.change)}}, succeed)
				}
				_, err := newTestClient(1).Do(t.Context(), request.to(s.URL))
				failed := failure(t, err)
				if failed.MaybeProcessed || failed.Attempts != 1 || !strings.Contains(err.Error(), tt.says) || !strings.Contains(failed.Advice(), tt.advice) {
					t.Errorf("error %+v with advice %q, want one attempt, %q and %q", failed, failed.Advice(), tt.says, tt.advice)
				}
				s.expectRequests(t, 0)
			})
		}
	}
}
