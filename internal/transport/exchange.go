package transport

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// RedirectError is an answer that sends the client elsewhere. It is never followed.
type RedirectError struct {
	Status int
	// Target is the origin that it redirects to, "" if it does not say.
	Target string
}

func (e *RedirectError) Error() string {
	if e.Target == "" {
		return "it redirects, which is never followed"
	}
	return fmt.Sprintf("it redirects to %s, which is never followed", line(e.Target, maxURL))
}

// Exchange sends a request with a client of this package and returns the answer
// with its whole body. No answer is an error, and so is a redirect, as a
// [*RedirectError]. The mask keeps secrets out of errors: net/http quotes headers of
// an answer that it cannot read.
func Exchange(client *http.Client, req *http.Request, mask Mask) (*http.Response, []byte, error) {
	resp, err := client.Do(req)
	if err != nil {
		// The wrapper repeats what the caller knows: method and URL.
		if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
			err = wrapped.Err
		}
		return nil, nil, mask.Error(err)
	}
	// The transport has read it whole, and says how long it is.
	body := make([]byte, resp.ContentLength)
	if _, err := io.ReadFull(resp.Body, body); err != nil {
		return nil, nil, err
	}
	if resp.StatusCode >= 300 && resp.StatusCode < 400 {
		redirect := &RedirectError{Status: resp.StatusCode}
		if u, err := resp.Location(); err == nil {
			redirect.Target = mask.Replace(Origin(u))
		}
		return nil, nil, redirect
	}
	return resp, body, nil
}
