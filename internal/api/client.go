// Package api sends requests to the vendors' HTTP APIs. It repeats requests that are safe to repeat, keeps to a vendor's
// rate limits, and turns every failure into an [*Error] that tells whether the vendor may have processed the request.
// It knows no vendor and no Terraform.
package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// Retries back off exponentially between these two, unless the vendor sends Retry-After.
const (
	minRetryWait = time.Second
	maxRetryWait = 30 * time.Second
)

// defaultTimeout bounds a request with all its attempts if its context has no deadline.
const defaultTimeout = 5 * time.Minute

// Options are the settings of the provider that every vendor's client shares.
type Options struct {
	// UserAgent is sent with every request.
	UserAgent string
	// MaxRetries is how often a request is repeated after its first attempt.
	MaxRetries int
	// AttemptTimeout bounds each attempt, from the connection to the end of the body. Zero means no limit.
	AttemptTimeout time.Duration
	// Transport replaces the network in tests. Nil is the network.
	Transport http.RoundTripper
}

// Vendor describes an API. All functions are required.
type Vendor struct {
	// Name is the vendor's name in messages.
	Name string
	// StatusPage is the URL of the page on which the vendor reports outages.
	StatusPage string
	// ConnectionSettings names the provider arguments that decide the host, as in "twilio.base_url".
	ConnectionSettings string
	// TimeoutSettings names the arguments that bound the duration of a request.
	TimeoutSettings string
	// RequestIDHeader is the response header with the vendor's ID of the request, which is logged. Empty means none.
	RequestIDHeader string
	// ReadsPerSecond and WritesPerSecond are the vendor's quota. GET requests are reads. Zero means no limit.
	ReadsPerSecond, WritesPerSecond int
	// Authorize adds the credentials to an attempt. It may send requests of its own, within ctx.
	Authorize func(ctx context.Context, req *http.Request) error
	// Secrets are redacted from errors and from the log.
	Secrets []string
	// DecodeError reads the vendor's own error from the body of a response. It returns false if the body holds none.
	DecodeError func(body []byte) (VendorError, bool)
	// Advise returns the next step for an error that has a cause known to the vendor only, or "".
	Advise func(*Error) string
	// ConnectionAdvice is added to the advice for a request without a response and for a 401. It may be empty.
	ConnectionAdvice string
}

// Client sends requests to one vendor. It is safe for concurrent use.
type Client struct {
	vendor        Vendor
	options       Options
	network       http.RoundTripper
	reads, writes *limiter
}

// NewClient returns a client for a vendor. It sends nothing.
func NewClient(vendor Vendor, options Options) *Client {
	c := &Client{
		vendor:  vendor,
		options: options,
		network: options.Transport,
		reads:   newLimiter(vendor.ReadsPerSecond),
		writes:  newLimiter(vendor.WritesPerSecond),
	}
	if c.network == nil {
		c.network = NewNetwork()
	}
	return c
}

// Request is a request to a vendor.
type Request struct {
	Method string
	// URL is absolute. The credentials go there, so it must never come from a response.
	URL    string
	Header http.Header
	Body   []byte
	// Idempotent allows repeating the request although an attempt may have been processed. GET needs no mark.
	Idempotent bool
	// Secrets are redacted in addition to those of the vendor.
	Secrets []string
}

func (r Request) isIdempotent() bool { return r.Idempotent || r.Method == http.MethodGet }

// Do sends a request, repeats it where that is safe, and returns the response if its status is 2xx. Otherwise the error
// is an [*Error]. A request whose context has no deadline gets five minutes.
func (c *Client) Do(ctx context.Context, r Request) (*Response, error) {
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, defaultTimeout)
		defer cancel()
	}
	x := &exchange{client: c, request: r, redactor: NewRedactor(slices.Concat(c.vendor.Secrets, r.Secrets, ProxySecrets(r.URL))...)}
	req, err := retryablehttp.NewRequestWithContext(ctx, r.Method, r.URL, r.Body)
	if err != nil {
		return nil, x.noResponse(err)
	}
	maps.Copy(req.Header, r.Header)
	req.Header.Set("User-Agent", c.options.UserAgent)
	req.Header.Set("Accept", "application/json")
	retrying := &retryablehttp.Client{
		HTTPClient:   &http.Client{Transport: x},
		RetryMax:     c.options.MaxRetries,
		RetryWaitMin: minRetryWait,
		RetryWaitMax: maxRetryWait,
		CheckRetry:   x.checkRetry,
		Backoff:      backoff,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	resp, err := retrying.Do(req)
	if err != nil {
		return nil, x.noResponse(err)
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return nil, x.refusal(resp)
	}
	return &Response{Body: x.body, status: resp.StatusCode, exchange: x}, nil
}

// Response is a response with status 2xx.
type Response struct {
	// Body is the whole body.
	Body []byte

	status   int
	exchange *exchange
}

// Decode reads the JSON object in the body into object, a pointer. The error is an [*Error]; errors.Is finds [ErrNull] in
// it if the body is JSON null.
func (r *Response) Decode(object any) error {
	if bytes.Equal(bytes.TrimSpace(r.Body), []byte("null")) {
		e := r.Unusable("the response is null instead of an object")
		e.Err = ErrNull
		return e
	}
	err := json.Unmarshal(r.Body, object)
	if err == nil {
		return nil
	}
	if mismatch, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && mismatch.Field != "" {
		return r.Unusable("the response's " + mismatch.Field + " is a JSON " + mismatch.Value + ", which " + r.exchange.client.vendor.Name +
			" does not document")
	}
	return r.Foreign()
}

// Redact removes the secrets of the request from a text of the response, which may echo the request.
func (r *Response) Redact(text string) string { return r.exchange.redact(text) }

// Unusable returns an error about a response of the vendor that cannot be used. The message is redacted and sanitized.
func (r *Response) Unusable(message string) *Error {
	e := r.exchange.newError(r.status)
	e.Message = sanitize(r.exchange.redact(message), maxMessage)
	e.setMaybeProcessed(true)
	return e
}

// Foreign returns an error about a response that the vendor does not send, such as the web page of a proxy.
func (r *Response) Foreign() *Error {
	e := r.Unusable(r.exchange.describeForeign(r.Body))
	e.Foreign = true
	return e
}

// ParseBaseURL returns the origin that raw names: https, or http on a loopback address, without user, path and query,
// because anything else would show the credentials to the network. It returns nil for every other text.
func ParseBaseURL(raw string) *url.URL {
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" || u.User != nil || strings.TrimSuffix(u.Path, "/") != "" || strings.ContainsAny(raw, "?#") {
		return nil
	}
	// Messages name the host, which may be written in percent-encoded bytes.
	if SanitizeLine(u.Host) != u.Host {
		return nil
	}
	if u.Scheme == "https" || (u.Scheme == "http" && isLoopback(u.Hostname())) {
		return &url.URL{Scheme: u.Scheme, Host: u.Host}
	}
	return nil
}
