package sendbirdapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// Error is a request that did not lead to a copy that is known of.
type Error struct {
	Method, URL string
	// Status is the HTTP status, 0 when no answer came.
	Status int
	// Code and Message are Sendbird's own; Code is 0 when the answer held none.
	Code    int
	Message string
	// Err is what went wrong when no answer came.
	Err error
	// Foreign is an answer that Sendbird would not give, such as an HTML page.
	Foreign bool
	// BadKey is an answer about the copy that was asked for, with a key that the state
	// must not have. The copy was probably made.
	BadKey bool
}

// Those codes whose cause tells what to do, as Sendbird documents them for its Calls
// API, on the same host.
// Source: https://sendbird.com/docs/calls/platform-api/v1/features/error-codes
const (
	CodeNotFound      = 400200
	CodeExists        = 400201
	CodeNotAllowed    = 401120
	CodeNotAuthorized = 401121
)

func (e *Error) Error() string {
	code := ""
	if e.Code != 0 {
		code = fmt.Sprintf("Sendbird error %d", e.Code)
	}
	return transport.Describe(e.Method, e.URL, e.Status, code, e.Message, e.Err)
}

// Unwrap gives the cause when no answer came, such as a context's error.
func (e *Error) Unwrap() error { return e.Err }

// MaybeCarriedOut reports whether the recording may have been copied although the
// request failed.
func (e *Error) MaybeCarriedOut() bool { return transport.MaybeCarriedOut(e.Status, e.Foreign, e.Err) }

// without is the error where no answer came, or a redirect.
func (e *Error) without(err error) *Error {
	if redirect, ok := errors.AsType[*transport.RedirectError](err); ok {
		e.Status, e.Message, e.Foreign = redirect.Status, redirect.Error(), true
	} else {
		e.Err = err
	}
	return e
}

// decode fills in what Sendbird said in an error's body.
func (e *Error) decode(mask transport.Mask, raw []byte) {
	body := transport.Quotable(mask, raw)
	if body == "" && e.Status >= 400 {
		return
	}
	// The form is documented for a sibling of this API, so much of it may be missing.
	var said struct {
		Code    json.RawMessage `json:"code"`
		Message string          `json:"message"`
	}
	if err := json.Unmarshal(raw, &said); err != nil || (said.Code == nil && said.Message == "") {
		e.notSendbird(body)
		return
	}
	if code, err := strconv.Atoi(strings.Trim(string(said.Code), `"`)); err == nil {
		e.Code = code
	}
	e.Message = transport.Said(mask, said.Message)
}

// notSendbird marks an answer that is not what Sendbird sends.
func (e *Error) notSendbird(body string) {
	e.Foreign = true
	e.Message = "the answer is empty, where Sendbird sends JSON"
	if body != "" {
		e.Message = "the answer is not what Sendbird sends; it begins: " + transport.Excerpt(body)
	}
}
