package transport

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
)

// ProxyError is a proxy's refusal of a way to the server. Nothing was sent there.
type ProxyError struct {
	// Proxy is its origin, without the credentials that it is used with.
	Proxy string
	// Status is the HTTP status of its answer.
	Status int
}

func (e *ProxyError) Error() string {
	return fmt.Sprintf("the proxy %s refuses the connection with HTTP status %d", e.Proxy, e.Status)
}

func (e *ProxyError) advice() string {
	if e.Status == http.StatusProxyAuthRequired {
		return "The proxy wants credentials, or others: give them as user and password in the URL of the environment variable HTTPS_PROXY."
	}
	return "Ask whoever runs the proxy whether it lets this host through. The environment variables HTTPS_PROXY and HTTP_PROXY name the proxy; " +
		"NO_PROXY lists the hosts that need none."
}

// checkTunnel makes an error of a proxy's refusal. net/http's own is the reason in the
// proxy's words, which may be any.
func checkTunnel(_ context.Context, proxy *url.URL, _ *http.Request, resp *http.Response) error {
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	return &ProxyError{Proxy: Origin(proxy), Status: resp.StatusCode}
}

// proxied keeps the proxy's credentials out of errors: net/http quotes what it cannot
// read, and a proxy may echo what it was sent.
type proxied struct{ next http.RoundTripper }

func (p *proxied) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := p.next.RoundTrip(req)
	if err == nil {
		return resp, nil
	}
	proxy, unknown := http.ProxyFromEnvironment(req)
	if unknown != nil || proxy == nil || proxy.User == nil {
		return nil, err
	}
	password, _ := proxy.User.Password()
	return nil, NewMask(password, proxy.User.Username()+":"+password).Error(err)
}
