package twilioapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	twilio "github.com/twilio/twilio-go/client"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// session is twilio-go's seam to the network, bound to one context. It replaces
// that library's client, which has no context and no retries, takes a redirect
// for a success, and rewrites query strings.
type session struct {
	client *Client
	ctx    context.Context //nolint:containedctx // the seam has no other way to take one
}

var _ twilio.BaseClient = (*session)(nil)

// SendRequest sends data as the query of a GET or DELETE and as the form of any
// other method. It returns only answers that hold a JSON object; all else is an
// [*Error]. The answer's body needs no closing.
func (s *session) SendRequest(method, rawURL string, data url.Values, headers map[string]any, _ ...byte) (*http.Response, error) {
	req, err := s.newRequest(method, rawURL, data)
	if err != nil {
		return nil, err
	}
	for name, value := range headers {
		req.Header.Set(name, fmt.Sprint(value))
	}
	req.Header.Set("Accept", "application/json")

	resp, err := s.client.http.Do(req)
	failed := &Error{Method: method, URL: req.URL.Redacted()}
	if err != nil {
		failed.Err = err
		// The wrapper repeats what failed knows: method and URL.
		if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
			failed.Err = wrapped.Err
		}
		return nil, failed
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		failed.Err = err
		return nil, failed
	}
	failed.Status = resp.StatusCode
	if err := check(resp, body, s.client.mask, failed); err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(strings.NewReader(string(body)))
	return resp, nil
}

func (s *session) newRequest(method, rawURL string, data url.Values) (*http.Request, error) {
	u, err := url.Parse(rawURL)
	if err != nil {
		return nil, err
	}
	// Only Twilio's own hosts are moved to the configured ones. Any other
	// origin stays what it is, and the transport refuses it.
	for _, host := range productHosts {
		if host == transport.Origin(u) {
			if u, err = s.client.locate(rawURL); err != nil {
				return nil, err
			}
			break
		}
	}
	if method == http.MethodGet || method == http.MethodDelete {
		if len(data) > 0 {
			u.RawQuery = data.Encode()
		}
		return http.NewRequestWithContext(s.ctx, method, u.String(), http.NoBody)
	}
	return http.NewRequestWithContext(s.ctx, method, u.String(), strings.NewReader(data.Encode()))
}

// check returns nil for a 2xx that holds a JSON object, or nothing at all for
// 204, and completes failed for anything else. What failed quotes is masked, for
// the answer may be from a server that echoes what it was sent.
func check(resp *http.Response, body []byte, mask *strings.Replacer, failed *Error) error {
	text := mask.Replace(strings.TrimSpace(string(body)))
	switch {
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		failed.Message = "it redirects, which is never followed"
		if u, err := resp.Location(); err == nil {
			failed.Message = fmt.Sprintf("it redirects to %s, which is never followed", transport.Origin(u))
		}
		return failed
	case resp.StatusCode < 200 || resp.StatusCode >= 400:
		failed.decode(text)
		return failed
	case resp.StatusCode == http.StatusNoContent:
		return nil
	case text == "null":
		failed.Null, failed.Message = true, "the answer is null, where an object should be"
		return failed
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(body, &object); err != nil {
		failed.notTwilio(text)
		return failed
	}
	return nil
}

// The rest of twilio-go's interface has no use here: the transport authenticates
// and bounds requests.

func (s *session) AccountSid() string       { return s.client.config.AccountSID }
func (s *session) SetTimeout(time.Duration) {}
func (s *session) SetOauth(twilio.OAuth)    {}
func (s *session) OAuth() twilio.OAuth      { return nil }
