package provider_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/tlstest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

const (
	// onlyTheProxyKnows is a host that no resolver does (RFC 6761).
	onlyTheProxyKnows = "video.test"
	proxyUser         = "proxy-user"
	proxyPassword     = "passwordOfTheProxy"
)

// secured is a sandbox that is served over TLS, and the file of the authority that its
// certificate is of. net/http takes no proxy to a loopback address, but it does to
// 0.0.0.0, which is one as well.
type secured struct {
	*acctest.Sandbox
	authority string
	port      string
}

func secure(t *testing.T) secured {
	t.Helper()
	tlstest.NeedFile(t)
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	authority, err := tlstest.NewAuthority()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "authority.pem")
	if err := authority.WriteFile(file); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(s.Server)
	server.EnableHTTP2 = true
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = &tls.Config{Certificates: []tls.Certificate{authority.Issue(t, func(c *x509.Certificate) {
		c.DNSNames, c.IPAddresses = []string{onlyTheProxyKnows}, []net.IP{net.IPv4zero}
	})}}
	server.StartTLS()
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	s.ProviderConfig = "provider \"videostorage\" {\n  max_retries = 0\n}\n"
	s.Secret(proxyPassword)
	return secured{s, file, port}
}

// proxy is a proxy that lets everything through to one server, until it is told to answer
// something else.
type proxy struct {
	*httptest.Server
	mu     sync.Mutex
	asked  []string
	answer func(credentials string) string
}

func newProxy(t *testing.T, port string) *proxy {
	t.Helper()
	p := &proxy{}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		answer := p.answer
		p.asked = append(p.asked, r.Method+" "+r.Host+" as "+r.Header.Get("Proxy-Authorization"))
		p.mu.Unlock()
		client, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		defer func() { _ = client.Close() }() // either side may have hung up
		if answer != nil {
			_, _ = io.WriteString(client, answer(r.Header.Get("Proxy-Authorization")))
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
	t.Cleanup(p.Close)
	return p
}

// address is the proxy's, as an environment variable has it.
func (p *proxy) address() string {
	return strings.Replace(p.URL, "://", "://"+proxyUser+":"+proxyPassword+"@", 1)
}

func (p *proxy) answers(answer func(credentials string) string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answer = answer
}

// connections are what the proxy was asked for since the last call.
func (p *proxy) connections() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	asked := p.asked
	p.asked = nil
	return asked
}

// loud is an environment in which everything logs as much as it can.
func loud(authority string, env ...string) []string {
	return append([]string{
		"SSL_CERT_FILE=" + authority, "GODEBUG=http2debug=2", "TF_LOG_PROVIDER=TRACE", "TF_LOG_PROVIDER_VIDEOSTORAGE=TRACE",
		"TF_LOG_SDK=TRACE", "TF_LOG_SDK_FRAMEWORK=TRACE", "TF_LOG_SDK_PROTO=TRACE",
	}, env...)
}

// noAuthorization fails the test if the log holds an Authorization of any kind. That no
// password is in it, nor in what was printed, the scan at the end of the test says.
func noAuthorization(t *testing.T, w *acctest.Workspace) {
	t.Helper()
	all := strings.ToLower(w.Log() + string(w.Printed()))
	if !strings.Contains(all, "sending http") && !strings.Contains(all, "sending a request") {
		t.Error("the log has no request in it")
	}
	for _, part := range []string{"authorization\"", "authorization:", "authorization=", strings.ToLower(base64.StdEncoding.EncodeToString([]byte(proxyUser + ":" + proxyPassword)))} {
		if at := strings.Index(all, part); at >= 0 {
			t.Errorf("the log holds %q: …%s…", part, all[max(0, at-200):min(len(all), at+200)])
		}
	}
}

// The provider runs as a user's does, behind a proxy that wants a password, with all logs
// at their fullest.
func TestProxyOfTheEnvironment(t *testing.T) {
	t.Parallel()
	program := acctest.Build(t)
	credentials := "Basic " + base64.StdEncoding.EncodeToString([]byte(proxyUser+":"+proxyPassword))

	t.Run("is used, and tells nobody how", func(t *testing.T) {
		t.Parallel()
		s := secure(t)
		p := newProxy(t, s.port)
		s.Setenv("VIDEOSTORAGE_TWILIO_BASE_URL", "https://"+onlyTheProxyKnows)
		w := program.NewWorkspace(t, s.Account, loud(s.authority, "HTTPS_PROXY="+p.address(), "HTTP_PROXY="+p.address())...)
		w.Config(object + "resource \"videostorage_twilio_composition_settings\" \"this\" {\n  friendly_name = \"Consultations\"\n}\n")
		w.Succeed("init")
		w.Apply()
		w.PlansEmpty()
		if asked := p.connections(); len(asked) == 0 || asked[0] != "CONNECT "+onlyTheProxyKnows+":443 as "+credentials {
			t.Errorf("the proxy was asked for %q", asked)
		}
		if len(s.Log().All()) == 0 {
			t.Error("no request came through")
		}
		noAuthorization(t, w)

		s.Log().Reset()
		before := len(w.Printed())
		for name, tt := range map[string]struct {
			answer func(string) string
			want   []string
		}{
			"wants other credentials": {
				func(sent string) string {
					return "HTTP/1.1 407 " + sent + "\r\nProxy-Authenticate: " + sent + "\r\nContent-Length: 0\r\n\r\n"
				},
				[]string{"refuses the connection with HTTP status 407", "give them as user and password", "HTTPS_PROXY"},
			},
			"does not reach the server": {
				func(sent string) string {
					return "HTTP/1.1 502 \x1b[2J" + sent + "\r\nContent-Length: 0\r\n\r\n" + sent
				},
				[]string{"refuses the connection with HTTP status 502", "Ask whoever runs the proxy"},
			},
			"answers what it was sent": {
				func(sent string) string { return strings.ReplaceAll(sent, " ", "-") + "\r\n\r\n" },
				[]string{"malformed HTTP response", "Basic-***"},
			},
			"answers with a header that is none": {
				func(sent string) string {
					return "HTTP/1.1 200 OK\r\n\x1b[2J" + sent + " " + proxyUser + ":" + proxyPassword + "\r\n\r\n"
				},
				[]string{"malformed MIME header", "***"},
			},
			"hangs up": {func(string) string { return "" }, []string{"EOF"}},
		} {
			p.answers(tt.answer)
			got := w.Fail("plan", "-no-color")
			got.Contains(t, append(tt.want, "Could not read the recording settings", "no connection came about")...)
			if len(p.connections()) == 0 || len(s.Log().All()) > 0 {
				t.Errorf("%s: the proxy was not asked, or gone round", name)
			}
		}
		noAuthorization(t, w)
		if strings.Contains(string(w.Printed()[before:]), "\x1b") {
			t.Error("an escape was printed")
		}
	})

	t.Run("is not there", func(t *testing.T) {
		t.Parallel()
		s := secure(t)
		gone := newProxy(t, s.port)
		gone.Close()
		s.Setenv("VIDEOSTORAGE_TWILIO_BASE_URL", "https://"+onlyTheProxyKnows)
		w := program.NewWorkspace(t, s.Account, loud(s.authority, "HTTPS_PROXY="+gone.address())...)
		w.Config(object)
		w.Succeed("init")
		w.Fail("plan", "-no-color").Contains(t, "proxyconnect", "connection refused", "HTTPS_PROXY")
		noAuthorization(t, w)
	})

	for no, through := range map[string]bool{"": true, "0.0.0.0": false, "*": false, "other.test": true} {
		t.Run(fmt.Sprintf("unless NO_PROXY is %q", no), func(t *testing.T) {
			t.Parallel()
			s := secure(t)
			p := newProxy(t, s.port)
			host := net.JoinHostPort("0.0.0.0", s.port)
			s.Setenv("VIDEOSTORAGE_TWILIO_BASE_URL", (&url.URL{Scheme: "https", Host: host}).String())
			w := program.NewWorkspace(t, s.Account, loud(s.authority, "HTTPS_PROXY="+p.address(), "NO_PROXY="+no)...)
			w.Config(object)
			w.Succeed("init")
			w.Succeed("plan")
			if asked := p.connections(); (len(asked) > 0) != through {
				t.Errorf("the proxy was asked for %q", asked)
			}
			if len(s.Log().All()) == 0 {
				t.Error("no request came through")
			}
			noAuthorization(t, w)
		})
	}
}
