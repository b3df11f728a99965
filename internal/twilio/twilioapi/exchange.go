package twilioapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
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
	resp, body, err := transport.Exchange(c.http, req, mask)
	if redirect, ok := errors.AsType[*transport.RedirectError](err); ok {
		failed.Status, failed.Message = redirect.Status, redirect.Error()
		return nil, nil, failed
	}
	if err != nil {
		failed.Err = err
		return nil, nil, failed
	}
	failed.Status, failed.Earlier = resp.StatusCode, transport.EarlierAttempt(resp)
	if resp.StatusCode < 200 || resp.StatusCode >= 400 {
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
		failed.notTwilio(transport.Quotable(c.mask.For(resp.Request.Context()), body))
		if mismatch := (*json.UnmarshalTypeError)(nil); errors.As(err, &mismatch) && mismatch.Field != "" {
			failed.Foreign, failed.Message = false, fmt.Sprintf("the answer's %s is a JSON %s, which Twilio does not document", mismatch.Field, transport.Value(mismatch.Value))
		}
		return failed
	}
	return nil
}

// notDeleted is the error about an answer to a DELETE that says anything: Twilio says
// nothing where it has deleted something. A web page with status 200, as of a network
// that wants a login first, must not make Terraform forget what still exists.
func (c *Client) notDeleted(resp *http.Response, body []byte) error {
	return &Error{
		Method: resp.Request.Method, URL: resp.Request.URL.Redacted(), Status: resp.StatusCode, Foreign: true,
		Message: "the answer is not the empty one that Twilio sends; it begins: " +
			transport.Excerpt(transport.Quotable(c.mask.For(resp.Request.Context()), body)),
	}
}

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
