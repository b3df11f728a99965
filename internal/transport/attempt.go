package transport

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
)

// MaxBody is the largest answer that is read, in bytes.
const MaxBody = 64 << 20

// ErrBodyTooLarge is an answer of more than [MaxBody] bytes.
var ErrBodyTooLarge = fmt.Errorf("the answer is larger than %d MiB", MaxBody>>20)

// errNoConnection is an attempt that had no connection to send anything on: the name
// was not found, nobody answered, or TLS was not agreed on. What names the step that
// failed differs from one to the other, but without a connection nothing was sent.
var errNoConnection = errors.New("no connection came about")

// attempt sends a request once. It reads the answer whole, so that one which
// breaks off half way fails here, where it can still be repeated.
type attempt struct{ client *http.Client }

func (a *attempt) RoundTrip(req *http.Request) (*http.Response, error) {
	var connected atomic.Bool
	ctx := httptrace.WithClientTrace(req.Context(), &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true) },
	})
	resp, err := a.client.Do(req.WithContext(ctx))
	if err != nil {
		// The outer client adds method and URL again.
		if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
			err = wrapped.Err
		}
		if !connected.Load() {
			err = fmt.Errorf("%w: %w", errNoConnection, err)
		}
		return nil, err
	}
	// Whoever announces too much need not be listened to.
	if resp.ContentLength > MaxBody {
		return nil, errors.Join(ErrBodyTooLarge, resp.Body.Close())
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, MaxBody+1))
	if closeErr := resp.Body.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	if len(body) > MaxBody {
		return nil, ErrBodyTooLarge
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	resp.ContentLength = int64(len(body))
	return resp, nil
}
