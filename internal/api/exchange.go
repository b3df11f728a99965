package api

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"
	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// MaxBody is the size of the largest body that is read, in bytes.
const MaxBody = 64 << 20

// ErrBodyTooLarge is the error of a response of more than 64 MiB.
var ErrBodyTooLarge = fmt.Errorf("the response is larger than %d MiB", MaxBody>>20)

var (
	// errNotSent is the error of an attempt that sent nothing.
	errNotSent = errors.New("nothing was sent")
	// errNotReady is the error of an attempt that got no authorization.
	errNotReady = errors.New("the request could not be prepared")
)

// exchange is one request with its attempts. It is the transport under the retrying client, so each attempt is a call of
// RoundTrip.
type exchange struct {
	client   *Client
	request  Request
	redactor *strings.Replacer
	attempts int
	// body is that of the latest response.
	body []byte
	// maybeProcessed is set once an attempt ends without telling whether the vendor processed it.
	maybeProcessed bool
	// retryAfter is the wait that the vendor asks for, if it reaches the deadline.
	retryAfter time.Duration
	// redirect is the target of a redirect. It is nil if the response names no valid one.
	redirect *url.URL
}

// RoundTrip waits for a turn under the rate limit and makes one attempt. It reads the whole body, so that a response that
// breaks off counts as a failed attempt.
func (x *exchange) RoundTrip(req *http.Request) (*http.Response, error) {
	limiter := x.client.writes
	if req.Method == http.MethodGet {
		limiter = x.client.reads
	}
	if err := limiter.acquire(req.Context()); err != nil {
		return nil, err
	}
	defer limiter.release()
	x.attempts++
	start := time.Now()
	resp, sent, err := x.send(req)
	entry := map[string]any{
		"http_method": req.Method,
		"http_url":    x.redact(req.URL.Redacted()),
		"attempt":     x.attempts,
		"duration_ms": time.Since(start).Milliseconds(),
	}
	if err != nil {
		x.maybeProcessed = x.maybeProcessed || sent
		if !sent {
			err = fmt.Errorf("%w: %w", errNotSent, err)
		}
		entry["error"] = x.redact(err.Error())
		tflog.Debug(req.Context(), "Request failed", entry)
		return nil, err
	}
	entry["http_status"] = resp.StatusCode
	if header := x.client.vendor.RequestIDHeader; header != "" {
		entry["request_id"] = x.redact(resp.Header.Get(header))
	}
	tflog.Debug(req.Context(), "Received response", entry)
	// A redirect may follow a processed request (RFC 9110, section 15.4.4), and so may a gateway's 408 or 5xx.
	if isRedirect(resp) || resp.StatusCode == http.StatusRequestTimeout || resp.StatusCode >= 500 {
		x.maybeProcessed = true
	}
	if isRedirect(resp) {
		// With a Location, net/http would follow the redirect with the credentials, or fail if the target is invalid.
		x.redirect, _ = resp.Location()
		resp.Header.Del("Location")
	}
	return resp, nil
}

func isRedirect(resp *http.Response) bool { return resp.StatusCode >= 300 && resp.StatusCode < 400 }

// send sends the request. It reports whether the request may have reached the server.
func (x *exchange) send(req *http.Request) (resp *http.Response, sent bool, err error) {
	ctx := req.Context()
	if timeout := x.client.options.AttemptTimeout; timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	// Without a connection nothing was sent, whichever of its steps failed: DNS, dialling, the proxy or TLS.
	var connected atomic.Bool
	req = req.Clone(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true) },
	}))
	if err := x.client.vendor.Authorize(ctx, req); err != nil {
		return nil, false, fmt.Errorf("%w: %w", errNotReady, err)
	}
	resp, err = x.client.network.RoundTrip(req)
	if record, ok := errors.AsType[tls.RecordHeaderError](err); ok && string(record.RecordHeader[:]) == "HTTP/" {
		// The client of net/http would return this error, but it does not look into a wrapped one.
		err = http.ErrSchemeMismatch
	}
	if err == nil {
		err = x.readBody(resp)
	}
	return resp, connected.Load(), err
}

// readBody moves the body of a response into the exchange.
func (x *exchange) readBody(resp *http.Response) error {
	if resp.ContentLength > MaxBody {
		return errors.Join(ErrBodyTooLarge, resp.Body.Close())
	}
	var body bytes.Buffer
	// A buffer that grows copies a large body several times. ReadFrom needs a little room to find the end.
	body.Grow(int(max(resp.ContentLength, 0)) + bytes.MinRead)
	_, err := body.ReadFrom(io.LimitReader(resp.Body, MaxBody+1))
	if closeErr := resp.Body.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("reading the response: %w", err)
	}
	if body.Len() > MaxBody {
		return ErrBodyTooLarge
	}
	x.body = body.Bytes()
	resp.Body = http.NoBody
	return nil
}

// checkRetry decides whether to repeat an attempt. A 429 was not processed, and without a connection nothing was sent, so
// both are repeated always. Every other failure is repeated only if the request is idempotent.
func (x *exchange) checkRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if err != nil {
		if isPermanent(ctx, err) {
			return false, nil
		}
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		return x.request.isIdempotent() || errors.Is(err, errNotSent), nil
	}
	switch resp.StatusCode {
	case http.StatusTooManyRequests:
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		if !x.request.isIdempotent() {
			return false, nil
		}
	default:
		return false, nil
	}
	// The response says more than a deadline that passes during the wait.
	deadline, _ := ctx.Deadline()
	if wait, ok := retryAfter(resp); ok && wait >= time.Until(deadline) {
		// A message needs no fractions of a second.
		x.retryAfter = max(wait.Round(time.Second), time.Second)
		return false, nil
	}
	return true, nil
}

// isPermanent reports whether another attempt would fail in the same way.
func isPermanent(ctx context.Context, err error) bool {
	if errors.Is(err, ErrBodyTooLarge) || errors.Is(err, errNotReady) || errors.Is(err, errNoTurn) ||
		errors.Is(err, http.ErrSchemeMismatch) {
		return true
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	// The library knows more such errors, but tells nothing once ctx has ended.
	retryable, _ := retryablehttp.ErrorPropagatedRetryPolicy(context.WithoutCancel(ctx), nil, err)
	return !retryable
}

// backoff returns the wait before the attempt that follows attempt n, which counts from 0.
func backoff(least, most time.Duration, n int, resp *http.Response) time.Duration {
	if resp != nil {
		if wait, ok := retryAfter(resp); ok {
			return wait
		}
	}
	return retryablehttp.DefaultBackoff(least, most, n, nil)
}

// retryAfter returns the wait that a 429 or 503 asks for (RFC 9110, section 10.2.3). go-retryablehttp 0.7 overflows on a
// large number of seconds and would not wait at all.
func retryAfter(resp *http.Response) (time.Duration, bool) {
	value := resp.Header.Get("Retry-After")
	if reset, err := strconv.ParseInt(resp.Header.Get("X-Ratelimit-Reset"), 10, 64); value == "" && err == nil && resp.StatusCode == http.StatusTooManyRequests {
		// GetStream sends the end of its quota's window in Unix seconds. A number of seconds, as other APIs send, is in the past.
		// Source: https://support.getstream.io/hc/en-us/articles/360056792833-Rate-limits-and-HTTP-429-Errors
		wait := time.Until(time.Unix(reset, 0))
		return wait, wait > 0
	}
	if value == "" || (resp.StatusCode != http.StatusTooManyRequests && resp.StatusCode != http.StatusServiceUnavailable) {
		return 0, false
	}
	if strings.Trim(value, "0123456789") == "" {
		// The only possible error is a number out of range. Then seconds is the largest number.
		seconds, _ := strconv.ParseUint(value, 10, 64)
		return time.Duration(min(seconds, uint64(math.MaxInt64/time.Second))) * time.Second, true
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	return max(0, time.Until(at)), true
}
