package twilioapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// pageTimeout bounds the reading of a page with all its retries.
const pageTimeout = 5 * time.Minute

// place is where a URL is served under this configuration. Only those on Twilio's
// own hosts are moved; any other stays what it is, and the transport refuses it.
func (c *Client) place(rawURL string) (*url.URL, error) {
	u, err := url.Parse(rawURL)
	if err != nil {
		return nil, err
	}
	if slices.Contains(c.twilio, transport.Origin(u)) {
		return c.locate(rawURL)
	}
	return u, nil
}

// send returns a 2xx and its body. All else is an [*Error].
func (c *Client) send(req *http.Request) (*http.Response, []byte, error) {
	req.Header.Set("Accept", "application/json")
	mask := c.mask.For(req.Context())
	failed := &Error{Method: req.Method, URL: req.URL.Redacted()}
	resp, err := c.http.Do(req)
	if err != nil {
		failed.Err = err
		// The wrapper repeats what failed knows: method and URL.
		if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
			failed.Err = wrapped.Err
		}
		failed.Err = masked(mask, failed.Err)
		return nil, nil, failed
	}
	// The transport has read it whole, and says how long it is.
	body := make([]byte, resp.ContentLength)
	if _, err := io.ReadFull(resp.Body, body); err != nil {
		failed.Err = err
		return nil, nil, failed
	}
	failed.Status = resp.StatusCode
	switch {
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		failed.Message = "it redirects, which is never followed"
		if u, err := resp.Location(); err == nil {
			failed.Message = fmt.Sprintf("it redirects to %s, which is never followed", mask.Replace(transport.Origin(u)))
		}
		return nil, nil, failed
	case resp.StatusCode < 200 || resp.StatusCode >= 400:
		failed.decode(mask, body)
		return nil, nil, failed
	}
	return resp, body, nil
}

// decode reads the JSON object in a 2xx's body. Anything else there is an
// [*Error].
func (c *Client) decode(resp *http.Response, body []byte, object any) error {
	failed := &Error{Method: resp.Request.Method, URL: resp.Request.URL.Redacted(), Status: resp.StatusCode}
	if bytes.Equal(bytes.TrimSpace(body), []byte("null")) {
		failed.Null, failed.Message = true, "the answer is null, where an object should be"
		return failed
	}
	if err := json.Unmarshal(body, object); err != nil {
		failed.notTwilio(quotable(c.mask.For(resp.Request.Context()), body))
		if mismatch := (*json.UnmarshalTypeError)(nil); errors.As(err, &mismatch) && mismatch.Field != "" {
			failed.Foreign, failed.Message = false, fmt.Sprintf("the answer's %s is a JSON %s, which Twilio does not document", mismatch.Field, mismatch.Value)
		}
		return failed
	}
	return nil
}

// maxQuoted is how much of an answer's body errors look at, in bytes.
const maxQuoted = 16 << 10

// quotable is the beginning of an answer's body as errors may quote it: masked, for
// it may be from a server that echoes what it was sent.
func quotable(mask transport.Mask, body []byte) string {
	return mask.Head(strings.TrimSpace(string(body)), maxQuoted)
}

// masked is err without secrets in its text: net/http quotes headers of an answer
// that it cannot read.
func masked(mask transport.Mask, err error) error {
	if text := mask.Replace(err.Error()); text != err.Error() {
		return &maskedError{text, err}
	}
	return err
}

type maskedError struct {
	text  string
	cause error
}

func (e *maskedError) Error() string { return e.text }
func (e *maskedError) Unwrap() error { return e.cause }

// getPage reads a page of a list.
func (c *Client) getPage(ctx context.Context, u *url.URL) (*page, error) {
	ctx, cancel := context.WithTimeout(ctx, pageTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), http.NoBody)
	if err != nil {
		return nil, err
	}
	resp, body, err := c.send(req)
	if err != nil {
		return nil, err
	}
	p := &page{}
	return p, c.decode(resp, body, p)
}
