package api

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// ErrNull is the error of a response of JSON null instead of an object.
var ErrNull = errors.New("null")

// VendorError is the vendor's own description of an error.
type VendorError struct {
	// Code is zero if the vendor gives none.
	Code    int
	Message string
	// MoreInfo is the URL of a page of the vendor, or "".
	MoreInfo string
}

// Error is a request that failed. Its texts are redacted and sanitized.
type Error struct {
	Method, URL string
	// Status is the HTTP status, or zero without a response.
	Status int
	VendorError
	// Attempts is how often the request was attempted, including attempts that sent nothing.
	Attempts int
	// MaybeProcessed reports whether the vendor may have processed the request. It is never set for a GET, which changes
	// nothing.
	MaybeProcessed bool
	// Foreign marks a response that does not come from the vendor's API.
	Foreign bool
	// RetryAfter is the wait that the vendor asks for, if it exceeds the time that is left.
	RetryAfter time.Duration
	// Err is the cause without a response, such as the error of the context, or [ErrNull].
	Err error

	vendor *Vendor
}

// Error describes the request and the failure on one line.
func (e *Error) Error() string {
	var facts []string
	if e.Status != 0 {
		facts = append(facts, fmt.Sprintf("HTTP status %d", e.Status))
	}
	if e.Code != 0 {
		facts = append(facts, fmt.Sprintf("%s error %d", e.vendor.Name, e.Code))
	}
	if e.Attempts > 1 {
		facts = append(facts, fmt.Sprintf("%d attempts", e.Attempts))
	}
	parts := []string{e.Method + " " + e.URL}
	if len(facts) > 0 {
		parts = append(parts, strings.Join(facts, ", "))
	}
	if e.Message != "" {
		parts = append(parts, e.Message)
	}
	if e.RetryAfter > 0 {
		parts = append(parts, fmt.Sprintf("the response asks to wait %s, longer than this operation may take", e.RetryAfter))
	}
	return strings.Join(parts, ": ")
}

// Unwrap returns the cause without a response.
func (e *Error) Unwrap() error { return e.Err }

// Advice returns the next step, by the cause of the error.
func (e *Error) Advice() string {
	advice := e.adviceByCause()
	noConnection := e.Status == 0 && !errors.Is(e, context.Canceled) && !errors.Is(e, ErrBodyTooLarge)
	if more := e.vendor.ConnectionAdvice; more != "" && (noConnection || e.Status == http.StatusUnauthorized) {
		advice += " " + more
	}
	return advice
}

func (e *Error) adviceByCause() string {
	name := e.vendor.Name
	switch {
	case errors.Is(e, ErrBodyTooLarge):
		return e.checkConnection()
	case errors.Is(e, context.Canceled):
		return "The run was interrupted. Run it again."
	case errors.Is(e, context.DeadlineExceeded):
		return fmt.Sprintf("%s did not answer in time. Try again. If the error persists, raise %s.", name, e.vendor.TimeoutSettings)
	case e.Status == 0:
		if advice := cmp.Or(ConnectionAdvice(e.Err, "base_url"), e.vendor.Advise(e)); advice != "" {
			return advice
		}
		return fmt.Sprintf("Check that this machine can reach %s. Check %s if set.", name, e.vendor.ConnectionSettings)
	case e.RetryAfter > 0:
		return fmt.Sprintf("Try again after %s.", e.RetryAfter)
	}
	if advice := e.vendor.Advise(e); advice != "" {
		return advice
	}
	switch {
	case e.Status >= 500, e.Status == http.StatusRequestTimeout:
		return fmt.Sprintf("The fault is at %s or on the way there. Look at %s, check %s and any proxy, and try again later.",
			name, e.vendor.StatusPage, e.vendor.ConnectionSettings)
	case e.Foreign, errors.Is(e, ErrNull), e.Status >= 300 && e.Status < 400:
		return e.checkConnection()
	case e.Status == http.StatusTooManyRequests:
		return "The rate limit of the account is exceeded. Try again later, or raise the provider's max_retries."
	case e.Status < 300:
		return fmt.Sprintf("%s does not document such a response. Please report this message to the provider's maintainers.", name)
	case e.Code == 0 && e.Message == "":
		// The vendor gives a reason.
		return e.checkConnection()
	}
	return fmt.Sprintf("Correct the values that %s refuses, and try again.", name)
}

func (e *Error) setMaybeProcessed(maybe bool) { e.MaybeProcessed = maybe && e.Method != http.MethodGet }

func (e *Error) checkConnection() string {
	return fmt.Sprintf("Another server than %s's API seems to have answered. Check %s if set, and any proxy in between.",
		e.vendor.Name, e.vendor.ConnectionSettings)
}

// newError returns an error about the request, without a cause.
func (x *exchange) newError(status int) *Error {
	e := &Error{
		Method: x.request.Method, URL: x.request.URL, Status: status,
		Attempts: x.attempts, RetryAfter: x.retryAfter, vendor: &x.client.vendor,
	}
	e.setMaybeProcessed(x.maybeProcessed)
	if u, err := url.Parse(x.request.URL); err == nil {
		e.URL = u.Redacted()
	}
	e.URL = sanitize(x.redact(e.URL), maxURL)
	return e
}

// noResponse returns the error of a request without a response.
func (x *exchange) noResponse(err error) *Error {
	// The wrapper of net/http repeats method and URL.
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	e := x.newError(0)
	e.Message, e.Err = sanitize(x.redact(err.Error()), maxMessage), err
	return e
}

// refusal returns the error of a response that is no success.
func (x *exchange) refusal(resp *http.Response) *Error {
	e := x.newError(resp.StatusCode)
	if isRedirect(resp) {
		e.Message = "it redirects, which is never followed"
		if x.redirect != nil {
			e.Message = fmt.Sprintf("it redirects to %s, which is never followed", sanitize(x.redact(x.redirect.Scheme+"://"+x.redirect.Host), maxURL))
		}
		return e
	}
	if found, ok := x.client.vendor.DecodeError(x.body); ok {
		e.VendorError = VendorError{
			Code: found.Code, Message: sanitize(x.redact(found.Message), maxMessage), MoreInfo: sanitize(x.redact(found.MoreInfo), maxURL),
		}
		return e
	}
	if len(bytes.TrimSpace(x.body)) == 0 {
		return e
	}
	e.Message, e.Foreign = sanitize(x.describeForeign(x.body), maxMessage), true
	// A 4xx of the vendor itself refuses the request. Another server may have passed it on.
	e.setMaybeProcessed(e.MaybeProcessed || e.Status != http.StatusTooManyRequests)
	return e
}

// describeForeign describes a body that is not the vendor's.
func (x *exchange) describeForeign(body []byte) string {
	text := strings.TrimSpace(x.redact(string(body)))
	if text == "" {
		return "the response is empty"
	}
	return fmt.Sprintf("the response is not from %s; it begins: %s", x.client.vendor.Name, excerpt(text))
}
