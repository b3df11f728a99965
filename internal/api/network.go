package api

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/hashicorp/go-cleanhttp"
)

// maxHeader is the size of the largest header that is read, in bytes. The errors of net/http quote headers.
const maxHeader = 256 << 10

// NewNetwork returns the transport to the network: TLS 1.2 or newer, the certificate authorities of the system, and the
// proxy of the environment. No configuration changes it.
func NewNetwork() http.RoundTripper {
	network := cleanhttp.DefaultPooledTransport()
	network.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	network.OnProxyConnectResponse = checkProxyResponse
	network.MaxResponseHeaderBytes = maxHeader
	if strings.Contains(os.Getenv("GODEBUG"), "http2debug") {
		// net/http would print the headers of HTTP/2, including Authorization.
		network.Protocols = new(http.Protocols)
		network.Protocols.SetHTTP1(true)
	}
	return network
}

// proxyError is a proxy's refusal to connect to the vendor.
type proxyError struct {
	proxy  string // its origin, without credentials
	status int
}

func (e *proxyError) Error() string {
	return fmt.Sprintf("the proxy %s refuses the connection with HTTP status %d", e.proxy, e.status)
}

// checkProxyResponse replaces the error of net/http, which is the proxy's own reason phrase.
func checkProxyResponse(_ context.Context, proxy *url.URL, _ *http.Request, resp *http.Response) error {
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	return &proxyError{proxy: proxy.Scheme + "://" + proxy.Host, status: resp.StatusCode}
}

// ProxySecrets returns the credentials of the proxy for a URL. The errors of net/http may quote the proxy's response, and
// that may echo the request.
func ProxySecrets(rawURL string) []string {
	u, err := url.Parse(rawURL)
	if err != nil {
		return nil
	}
	proxy, err := http.ProxyFromEnvironment(&http.Request{URL: u})
	if err != nil || proxy == nil || proxy.User == nil {
		return nil
	}
	password, _ := proxy.User.Password()
	return []string{password, proxy.User.Username() + ":" + password}
}

func isLoopback(host string) bool { return host == "localhost" || net.ParseIP(host).IsLoopback() }

const certificatesAreChecked = "Certificates are always checked."

// ConnectionAdvice returns the next step for a request without a response, or "" if its cause is not known. argument is the name of
// the argument that sets the host.
func ConnectionAdvice(err error, argument string) string {
	if refusal, ok := errors.AsType[*proxyError](err); ok {
		if refusal.status == http.StatusProxyAuthRequired {
			return "The proxy requires other credentials. Set user and password in the URL of the environment variable HTTPS_PROXY."
		}
		return "Ask the administrator of the proxy to allow this host. The environment variables HTTPS_PROXY and HTTP_PROXY name the proxy; " +
			"NO_PROXY lists the hosts that need none."
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "proxyconnect" {
		return "Check the proxy in the environment variables HTTPS_PROXY and HTTP_PROXY. NO_PROXY lists the hosts that need none."
	}
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return "The certificate is for another host, so another server answers there. Check " + argument + " if it is set, and any proxy in between. " +
			certificatesAreChecked
	}
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); ok && invalid.Reason == x509.Expired {
		return "The certificate has expired or is not valid yet. Check the clock of this machine. Otherwise the administrator of the server " +
			"must renew the certificate. " + certificatesAreChecked
	}
	_, untrusted := errors.AsType[x509.UnknownAuthorityError](err)
	if _, refused := errors.AsType[*tls.CertificateVerificationError](err); refused || untrusted {
		return "This machine does not trust the issuer of the certificate. If a proxy of your organization inspects traffic, add its CA " +
			"certificate to the system's; on Linux, the environment variable SSL_CERT_FILE can name a file with it. " + certificatesAreChecked
	}
	if errors.Is(err, http.ErrSchemeMismatch) {
		return "The server does not speak TLS. Check the scheme and the port of " + argument + " if it is set, and any proxy in between."
	}
	// A TLS alert has no type in crypto/tls, and neither has a handshake that crypto/tls refuses. Their texts begin like this.
	if strings.Contains(err.Error(), "tls: ") {
		return "The TLS handshake failed. The server must offer TLS 1.2 or newer. Check the machines in between, such as an old proxy."
	}
	return ""
}
