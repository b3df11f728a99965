package provider_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/tlstest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

const (
	proxyPassword    = "passwordOfTheProxy"
	proxyCredentials = "proxy-user:" + proxyPassword
)

var encodedCredentials = base64.StdEncoding.EncodeToString([]byte(proxyCredentials))

// startTLS starts a stand-in that speaks TLS, and returns its port.
func startTLS(t *testing.T, config *tls.Config) (*acctest.Sandbox, string) {
	t.Helper()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	s.ProviderConfig = providerBlock("max_retries = 0")
	server := httptest.NewUnstartedServer(s.Server)
	server.EnableHTTP2 = true
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = config
	server.StartTLS()
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	s.Setenv("VIDEOSTORAGE_TWILIO_BASE_URL", server.URL)
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return s, port
}

// newProxy returns a proxy and the requests to it. It tunnels connections to a port of this machine, except to the hosts login.test and
// broken.test, for which it echoes the credentials.
func newProxy(t *testing.T, port string) (proxy *httptest.Server, requests chan string) {
	t.Helper()
	requests = make(chan string, 100)
	proxy = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		credentials := r.Header.Get("Proxy-Authorization")
		requests <- r.Method + " " + r.Host + " as " + credentials
		client, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		defer func() { _ = client.Close() }()
		switch r.Host {
		case "login.test:443":
			_, _ = io.WriteString(client, "HTTP/1.1 407 \x1b[2J"+credentials+"\r\nProxy-Authenticate: "+credentials+"\r\nContent-Length: 0\r\n\r\n")
			return
		case "broken.test:443":
			_, _ = io.WriteString(client, "HTTP/1.1 200 OK\r\n\x1b[2J"+credentials+" "+proxyCredentials+"\r\n\r\n")
			return
		}
		server, err := (&net.Dialer{}).DialContext(r.Context(), "tcp", net.JoinHostPort("127.0.0.1", port))
		if err != nil {
			panic(err)
		}
		defer func() { _ = server.Close() }()
		_, _ = io.WriteString(client, "HTTP/1.1 200 OK\r\n\r\n")
		go func() {
			_, _ = io.Copy(server, client)
			_ = server.Close()
		}()
		_, _ = io.Copy(client, server)
	}))
	t.Cleanup(proxy.Close)
	return proxy, requests
}

// The provider runs as a program behind a proxy with a password, and everything logs as much as it can. The scan at the end of each test looks
// for the secrets.
func TestProxyOfTheEnvironment(t *testing.T) {
	t.Parallel()
	tlstest.NeedFile(t)
	authority, err := tlstest.NewAuthority()
	if err != nil {
		t.Fatal(err)
	}
	authorityFile := filepath.Join(t.TempDir(), "authority.pem")
	if err := authority.WriteFile(authorityFile); err != nil {
		t.Fatal(err)
	}
	// No resolver knows video.test (RFC 6761). net/http uses no proxy for a loopback address, except 0.0.0.0.
	certificate := authority.Issue(t, func(c *x509.Certificate) {
		c.DNSNames, c.IPAddresses = []string{"video.test"}, []net.IP{net.IPv4zero}
	})
	authorization := regexp.MustCompile(`(?i)authorization[":=]|` + encodedCredentials)
	for name, tt := range map[string]struct{ host, noProxy, proxied, failure, advice string }{
		"host that only the proxy knows": {host: "video.test", noProxy: "other.test", proxied: "video.test:443"},
		"host in NO_PROXY":               {host: "0.0.0.0:PORT", noProxy: "0.0.0.0"},
		"refusal": {
			host: "login.test", proxied: "login.test:443", failure: "refuses the connection with HTTP status 407",
			advice: "Set user and password in the URL of the environment variable HTTPS_PROXY.",
		},
		"malformed answer": {host: "broken.test", proxied: "broken.test:443", failure: "malformed MIME header", advice: "Check that this machine can reach Twilio."},
		"no proxy":         {host: "gone.test", failure: "proxyconnect tcp", advice: "Check the proxy in the environment variables HTTPS_PROXY and HTTP_PROXY."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, port := startTLS(t, &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12})
			s.Secret(proxyPassword)
			s.Setenv("VIDEOSTORAGE_TWILIO_BASE_URL", "https://"+strings.Replace(tt.host, "PORT", port, 1))
			proxy, requests := newProxy(t, port)
			if tt.host == "gone.test" {
				proxy.Close()
			}
			proxyURL := strings.Replace(proxy.URL, "://", "://"+proxyCredentials+"@", 1)
			w := acctest.NewInstalledWorkspace(t, s.Account, "SSL_CERT_FILE="+authorityFile, "HTTPS_PROXY="+proxyURL, "HTTP_PROXY="+proxyURL, "NO_PROXY="+tt.noProxy,
				"GODEBUG=http2debug=2", "TF_LOG_PROVIDER=TRACE", "TF_LOG_PROVIDER_VIDEOSTORAGE=TRACE", "TF_LOG_SDK=TRACE", "TF_LOG_SDK_FRAMEWORK=TRACE", "TF_LOG_SDK_PROTO=TRACE")
			w.Config("resource \"videostorage_twilio_composition_settings\" \"this\" {\n  friendly_name = \"Consultations\"\n}\n")
			if tt.failure == "" {
				w.Apply()
			} else {
				got := w.Fail("plan", "-no-color")
				got.Contains(t, "Could not read the composition settings", tt.failure, tt.advice)
				got.Lacks(t, "\x1b[2J")
			}
			if reached := len(s.Log().All()) > 0; reached != (tt.failure == "") {
				t.Errorf("the server was reached: %t", reached)
			}
			var first string
			if len(requests) > 0 {
				first = <-requests
			}
			if want := "CONNECT " + tt.proxied + " as Basic " + encodedCredentials; first != want && (first != "" || tt.proxied != "") {
				t.Errorf("the proxy got %q, want %q", first, want)
			}
			all := w.Log() + string(w.Printed())
			if !strings.Contains(all, "http_method") {
				t.Error("the log has no request")
			}
			if at := authorization.FindStringIndex(all); at != nil {
				t.Errorf("a credential was logged or printed: …%s…", all[max(0, at[0]-200):min(len(all), at[1]+200)])
			}
		})
	}
}

func TestNothingSwitchesCertificateChecksOff(t *testing.T) {
	t.Parallel()
	untrusted, err := tlstest.NewAuthority()
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		maxVersion uint16
		want       []string
	}{
		"untrusted certificate": {
			tls.VersionTLS13, []string{"certificate signed by unknown authority", "SSL_CERT_FILE", "Certificates are always checked."},
		},
		"TLS 1.1": {tls.VersionTLS11, []string{"protocol version not supported", "The server must offer TLS 1.2 or newer."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _ := startTLS(t, &tls.Config{
				Certificates: []tls.Certificate{untrusted.Issue(t, nil)}, MinVersion: tls.VersionTLS10, MaxVersion: tt.maxVersion,
			})
			// Other programs take these variables for permission to skip the checks or to speak old TLS.
			w := acctest.NewInstalledWorkspace(t, s.Account, "NODE_TLS_REJECT_UNAUTHORIZED=0", "PYTHONHTTPSVERIFY=0", "GIT_SSL_NO_VERIFY=1", "SSL_VERIFY=false",
				"TLS_SKIP_VERIFY=1", "INSECURE=1", "TF_INSECURE=1", "VAULT_SKIP_VERIFY=1", "TWILIO_SKIP_VERIFY=1", "VIDEOSTORAGE_INSECURE=1",
				"GODEBUG=tls10server=1,tlsrsakex=1,tls3des=1,x509sha1=1,x509negativeserial=1,x509usefallbackroots=1")
			w.Config(dataSource)
			w.Fail("plan", "-no-color").Contains(t, append(tt.want, "Could not read the recording settings")...)
			if n := len(s.Log().All()); n > 0 {
				t.Errorf("%d requests reached the server", n)
			}
		})
	}
}
