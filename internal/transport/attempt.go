package transport

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// MaxBody is the largest answer that is read, in bytes.
const MaxBody = 64 << 20

// ErrBodyTooLarge is an answer of more than [MaxBody] bytes.
var ErrBodyTooLarge = fmt.Errorf("the answer is larger than %d MiB", MaxBody>>20)

// attempt sends a request once. It reads the answer whole, so that one which
// breaks off half way fails here, where it can still be repeated.
type attempt struct{ client *http.Client }

func (a *attempt) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := a.client.Do(req)
	if err != nil {
		// The outer client adds method and URL again.
		if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
			err = wrapped.Err
		}
		return nil, err
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
