package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

type idempotentKey struct{}

// WithIdempotent marks the requests made under ctx as safe to carry out twice,
// so that they are repeated also when it is unknown whether the first attempt
// was carried out. GET and HEAD need no mark.
func WithIdempotent(ctx context.Context) context.Context {
	return context.WithValue(ctx, idempotentKey{}, true)
}

func isIdempotent(ctx context.Context) bool {
	marked, _ := ctx.Value(idempotentKey{}).(bool)
	return marked
}

type retry struct{ next http.RoundTripper }

func newRetry(next http.RoundTripper, maxRetries int) *retry {
	client := retryablehttp.NewClient()
	client.HTTPClient = &http.Client{Transport: &fateKeeper{next}, CheckRedirect: neverRedirect}
	client.Logger = nil
	client.RetryMax = maxRetries
	client.CheckRetry = shouldRetry
	client.Backoff = backoff
	client.RequestLogHook = func(_ retryablehttp.Logger, req *http.Request, n int) {
		*req = *req.WithContext(context.WithValue(req.Context(), attemptKey{}, n+1))
	}
	client.ErrorHandler = func(resp *http.Response, err error, attempts int) (*http.Response, error) {
		if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
			err = wrapped.Err
		}
		if err != nil && attempts > 1 {
			err = fmt.Errorf("gave up after %d attempts: %w", attempts, err)
		}
		return resp, err
	}
	return &retry{next: &retryablehttp.RoundTripper{Client: client}}
}

func (r *retry) RoundTrip(req *http.Request) (*http.Response, error) {
	if isRead(req) {
		req = req.WithContext(WithIdempotent(req.Context()))
	}
	f := &fate{}
	resp, err := r.next.RoundTrip(req.WithContext(context.WithValue(req.Context(), fateKey{}, f)))
	switch {
	case err != nil && f.earlier:
		return nil, fmt.Errorf("%w: %w", errEarlier, err)
	case err != nil && f.turnedAway && req.Context().Err() != nil:
		return nil, fmt.Errorf("%w: %w", errTurnedAway, err)
	}
	return resp, err
}

// errTurnedAway is a request whose time was over, or that was interrupted, while it
// waited for another attempt after attempts that were certainly not processed.
var errTurnedAway = errors.New("no attempt so far was let in")

// errEarlier is a request that failed in the end after an attempt that may have been
// carried out. What became of later ones does not take that back.
var errEarlier = errors.New("an earlier attempt may have been carried out")

// fate is what is known of a request from its attempts: whether the last one was
// certainly not processed, and whether one before it may have been.
type fate struct{ begun, turnedAway, earlier bool }

// EarlierAttempt reports whether an attempt before the one that an answer of a client of
// this package came to may have been carried out.
func EarlierAttempt(resp *http.Response) bool {
	if resp.Request == nil {
		return false
	}
	f, ok := resp.Request.Context().Value(fateKey{}).(*fate)
	return ok && f.earlier
}

type fateKey struct{}

// fateKeeper notes of each attempt whether it was certainly not processed. While one is
// under way, nobody knows.
type fateKeeper struct{ next http.RoundTripper }

func (k *fateKeeper) RoundTrip(req *http.Request) (*http.Response, error) {
	f, ok := req.Context().Value(fateKey{}).(*fate)
	if !ok {
		return k.next.RoundTrip(req)
	}
	f.earlier = f.earlier || (f.begun && !f.turnedAway)
	f.begun, f.turnedAway = true, false
	resp, err := k.next.RoundTrip(req)
	f.turnedAway = (err == nil && resp.StatusCode == http.StatusTooManyRequests) || (err != nil && NeverSent(err))
	return resp, err
}

type attemptKey struct{}

// attemptNumber counts from 1.
func attemptNumber(ctx context.Context) int {
	n, _ := ctx.Value(attemptKey{}).(int)
	return n
}

// shouldRetry decides what is repeated. A 429 was never processed, and where no
// connection came about nothing was sent, so both always are. Everything else that
// might pass was possibly carried out, also where a gateway says 503, so it is
// repeated only where twice does no harm. A final answer stands even if ctx has
// ended since: it says what was carried out.
func shouldRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if err != nil {
		if isForGood(ctx, err) {
			return false, nil
		}
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		return isIdempotent(ctx) || NeverSent(err), nil
	}
	switch resp.StatusCode {
	case http.StatusTooManyRequests:
		return !outlasts(ctx, resp), nil
	case http.StatusServiceUnavailable:
		return isIdempotent(ctx) && !outlasts(ctx, resp), nil
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusGatewayTimeout:
		return isIdempotent(ctx), nil
	}
	return false, nil
}

// outlasts reports whether the server asks for a wait that ends after ctx does.
// Its answer then says more than a deadline that passes while we sleep.
func outlasts(ctx context.Context, resp *http.Response) bool {
	deadline, ok := ctx.Deadline()
	if !ok {
		return false
	}
	wait, _ := retryAfter(resp)
	return wait > time.Until(deadline)
}

// isForGood reports whether a failure would be the same again: an answer that is too
// large, a certificate that nobody vouches for, a server that does not speak TLS.
func isForGood(ctx context.Context, err error) bool {
	if errors.Is(err, ErrBodyTooLarge) || errors.Is(err, errNoTurn) || errors.Is(err, http.ErrSchemeMismatch) {
		return true
	}
	if _, untrusted := errors.AsType[*tls.CertificateVerificationError](err); untrusted {
		return true
	}
	// The library knows more: unsupported schemes, invalid headers. It tells nothing
	// once ctx has ended, and its own error adds nothing to err.
	passing, _ := retryablehttp.ErrorPropagatedRetryPolicy(context.WithoutCancel(ctx), nil, err)
	return !passing
}

// NeverSent reports whether err, of a client of this package, arose before any
// byte of the request reached the server.
func NeverSent(err error) bool {
	if errors.Is(err, errEarlier) {
		return false
	}
	_, foreign := errors.AsType[*ForeignOriginError](err)
	return foreign || errors.Is(err, errNoTurn) || errors.Is(err, errTurnedAway) || errors.Is(err, errNoConnection)
}
