package transport

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"os"
	"strings"

	"github.com/hashicorp/go-cleanhttp"
)

// maxHeader is how large the header of an answer may be, in bytes. What net/http cannot
// read of it, its error quotes.
const maxHeader = 256 << 10

// newNetwork is the way to the network: TLS 1.2 or newer, certificates that the system
// trusts, and the proxy that the environment names. Nothing configures any of it.
func newNetwork() http.RoundTripper {
	network := cleanhttp.DefaultPooledTransport()
	// It is Go's default, but no promise of Go's.
	network.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	network.OnProxyConnectResponse = checkTunnel
	network.MaxResponseHeaderBytes = maxHeader
	if strings.Contains(os.Getenv("GODEBUG"), "http2debug") {
		// With it, net/http prints the headers of HTTP/2, Authorization among them.
		network.Protocols = new(http.Protocols)
		network.Protocols.SetHTTP1(true)
	}
	return &proxied{network}
}

// ConnectionAdvice is what to do about a failed connection, "" where its cause says
// nothing of that.
func ConnectionAdvice(err error) string {
	if refusal, ok := errors.AsType[*ProxyError](err); ok {
		return refusal.advice()
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "proxyconnect" {
		return "Check the proxy that the environment variables HTTPS_PROXY and HTTP_PROXY name. NO_PROXY lists the hosts that need none."
	}
	if advice := certificateAdvice(err); advice != "" {
		return advice
	}
	if errors.Is(err, http.ErrSchemeMismatch) {
		return "The server does not speak TLS. Check the scheme and the port of base_url if it is set, and any proxy on the way."
	}
	// A server that refuses the handshake says so in an alert, which has no type; neither
	// has an answer that Go refuses. Their texts begin so.
	if strings.Contains(err.Error(), "tls: ") {
		return "No secure connection came about. The server must offer TLS 1.2 or newer. Check what stands between here and it, such as an old proxy."
	}
	return ""
}

// certificateAdvice is what to do about a certificate that was refused.
func certificateAdvice(err error) string {
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return "The certificate is for another host, so something else answers there. Check base_url if it is set, and any proxy on the way. " + always
	}
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); ok && invalid.Reason == x509.Expired {
		return "The certificate has expired, or is not valid yet. Check this machine's clock; else whoever runs the server must renew it. " + always
	}
	_, untrusted := errors.AsType[x509.UnknownAuthorityError](err)
	if _, refused := errors.AsType[*tls.CertificateVerificationError](err); refused || untrusted {
		return "This machine does not trust whoever issued the certificate. If a proxy of your organization inspects traffic, add its CA certificate " +
			"to those that the system trusts; on Linux, the environment variable SSL_CERT_FILE can name a file with them. " + always
	}
	return ""
}

const always = "Certificates are always checked."
