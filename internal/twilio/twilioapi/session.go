package twilioapi

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	twilio "github.com/twilio/twilio-go/client"
)

// session is twilio-go's seam to the network, bound to one context. It replaces
// that library's client, which has no context and no retries, takes a redirect
// for a success, and rewrites query strings.
type session struct {
	client *Client
	// ctx is here because the seam has no other way to take one.
	ctx context.Context
	// answer is the body of the last answer that [session.SendRequest] returned.
	answer []byte
}

var _ twilio.BaseClient = (*session)(nil)

// SendRequest sends data as the query of a GET or DELETE and as the form of any
// other method. It returns only answers that hold a JSON object, except to a
// DELETE; all else is an [*Error]. The answer's body needs no closing.
func (s *session) SendRequest(method, rawURL string, data url.Values, headers map[string]any, _ ...byte) (*http.Response, error) {
	req, err := s.newRequest(method, rawURL, data)
	if err != nil {
		return nil, err
	}
	for name, value := range headers {
		req.Header.Set(name, fmt.Sprint(value))
	}
	resp, body, err := s.client.send(req)
	if err != nil {
		return nil, err
	}
	var object map[string]json.RawMessage
	switch {
	case method != http.MethodDelete:
		err = s.client.decode(resp, body, &object)
	case len(bytes.TrimSpace(body)) > 0:
		err = s.client.notDeleted(resp, body)
	}
	if err != nil {
		return nil, err
	}
	s.answer = body
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

func (s *session) newRequest(method, rawURL string, data url.Values) (*http.Request, error) {
	u, err := s.client.place(rawURL)
	if err != nil {
		return nil, err
	}
	if method == http.MethodGet || method == http.MethodDelete {
		if len(data) > 0 {
			u.RawQuery = data.Encode()
		}
		return http.NewRequestWithContext(s.ctx, method, u.String(), http.NoBody)
	}
	return http.NewRequestWithContext(s.ctx, method, u.String(), strings.NewReader(data.Encode()))
}

// The rest of twilio-go's interface has no use here: the transport authenticates
// and bounds requests.

func (s *session) AccountSid() string       { return s.client.config.AccountSID }
func (s *session) SetTimeout(time.Duration) {}
func (s *session) SetOauth(twilio.OAuth)    {}
func (s *session) OAuth() twilio.OAuth      { return nil }
