package transport

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// ForeignOriginError is a request for a host that the credentials are not for,
// such as a next page's URL that points elsewhere. Nothing was sent.
type ForeignOriginError struct {
	// Origin is where the request would have gone.
	Origin string
	// Allowed are the origins that requests may go to.
	Allowed []string
}

func (e *ForeignOriginError) Error() string {
	return fmt.Sprintf("refused to send a request to %s: the credentials are for %s only",
		e.Origin, strings.Join(e.Allowed, ", "))
}

type origin struct {
	next      http.RoundTripper
	allowed   []string
	authorize func(*http.Request)
}

func newOrigin(next http.RoundTripper, allowed []string, authorize func(*http.Request)) *origin {
	return &origin{next: next, allowed: allowed, authorize: authorize}
}

func (o *origin) RoundTrip(req *http.Request) (*http.Response, error) {
	if got := Origin(req.URL); !slices.Contains(o.allowed, got) {
		return nil, &ForeignOriginError{Origin: got, Allowed: o.allowed}
	}
	req = req.Clone(req.Context())
	o.authorize(req)
	return o.next.RoundTrip(req)
}

// Origin is the scheme, host and port of u, as RFC 6454 compares them: in lower
// case and without the scheme's default port.
func Origin(u *url.URL) string {
	scheme, host, port := strings.ToLower(u.Scheme), strings.ToLower(u.Hostname()), u.Port()
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port == "" || (scheme == "https" && port == "443") || (scheme == "http" && port == "80") {
		return scheme + "://" + host
	}
	return scheme + "://" + host + ":" + port
}
