// Package transport is the chain of http.RoundTrippers between a vendor's API
// client and the network. Every vendor shares it; what differs is in [Config].
//
// A request passes, from the outside in:
//
//	origin    refuses hosts the credentials are not for, then adds them
//	agent     sets the user agent
//	retry     repeats what may be repeated, honouring Retry-After
//	quota     waits for its turn under the vendor's rate limit
//	logging   writes one masked entry per attempt
//	attempt   sends once and reads the whole answer, within a time limit
//
// No step follows a redirect.
package transport

import (
	"net/http"
	"time"

	"golang.org/x/time/rate"
)

// Config says what one vendor's chain needs to know.
type Config struct {
	// UserAgent is sent with every request.
	UserAgent string

	// Origins are the only ones ("https://video.twilio.com") that requests may
	// go to. Anything else fails before it is sent.
	Origins []string

	// Authorize adds the credentials to a request for one of Origins.
	Authorize func(*http.Request)

	// ReadsPerSecond and WritesPerSecond are the vendor's quota. GET and HEAD
	// are reads. Zero means no limit.
	ReadsPerSecond, WritesPerSecond rate.Limit

	// MaxRetries is how often a request is repeated after its first attempt.
	MaxRetries int

	// AttemptTimeout bounds each attempt, from dialling to the end of the
	// answer's body.
	AttemptTimeout time.Duration

	// Secrets never appear in the log, in whatever field they turn up.
	Secrets []string

	// LoggedFields are the form fields of a request whose values may be logged.
	// All others are masked, so that a field nobody thought of stays private.
	LoggedFields []string

	// RequestIDHeader is the answer's header with the vendor's name for the
	// request, which support asks for. It is logged.
	RequestIDHeader string
}

// NewClient returns a client that sends every request through the chain.
// A request's own context bounds it as a whole, retries and waits included.
func NewClient(c Config) *http.Client {
	var chain http.RoundTripper = &attempt{client: &http.Client{
		Transport:     newNetwork(),
		CheckRedirect: neverRedirect,
		Timeout:       c.AttemptTimeout,
	}}
	chain = newLogging(chain, c)
	chain = newQuota(chain, c.ReadsPerSecond, c.WritesPerSecond)
	chain = newRetry(chain, c.MaxRetries)
	chain = &agent{next: chain, userAgent: c.UserAgent}
	chain = newOrigin(chain, c.Origins, c.Authorize)
	return &http.Client{Transport: chain, CheckRedirect: neverRedirect}
}

// neverRedirect hands a 3xx to the caller as it is: a form POST that is
// followed becomes a GET, and credentials must not go where a Location says.
func neverRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

type agent struct {
	next      http.RoundTripper
	userAgent string
}

func (a *agent) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Set("User-Agent", a.userAgent)
	return a.next.RoundTrip(req)
}
