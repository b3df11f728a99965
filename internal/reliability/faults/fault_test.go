package faults

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"testing/iotest"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
)

// class decides whether a request is repeated after a fault, and whether the vendor may have processed it.
type class int

const (
	// temporary faults come before the vendor processes the request, which is repeated.
	temporary class = iota
	// final faults come before the vendor processes the request. Another attempt would get the same.
	final
	// ambiguous faults do not tell whether the vendor processed the request, which is repeated if it is idempotent.
	ambiguous
	// foreign faults do not tell it either. Another attempt would get the same response.
	foreign
)

// fault is the failure of an attempt.
type fault struct {
	name  string
	class class
	// connect is the error of a connection that never exists. Then nothing is sent.
	connect error
	// processed lets the vendor process the request, before respond returns the response or the error.
	processed bool
	respond   responder
	// cause and advice are parts of the error.
	cause, advice string
}

// responder returns the response to a request, or the error. original is the vendor's response if it processed the request.
type responder func(req *http.Request, original *http.Response) (*http.Response, error)

// Parts of advice that both vendors have.
const (
	reach    = "Check that this machine can reach "
	slow     = " did not answer in time. "
	outage   = "The fault is at "
	quota    = "raise the provider's max_retries"
	tooLong  = "Try again after "
	another  = "Another server than "
	noAdvice = ""
)

const (
	htmlType = "text/html"
	jsonType = "application/json"
	page     = "<html><h1>Sorry</h1></html>"
)

var faults = []*fault{
	// Without a connection, nothing was sent.
	refused,
	{name: "unknown host", class: temporary, connect: dialError(&net.DNSError{Err: "no such host", IsNotFound: true}), cause: "no such host", advice: reach},
	{name: "TLS handshake reset", class: temporary, connect: syscall.ECONNRESET, cause: "connection reset by peer", advice: reach},
	{
		name: "untrusted certificate", class: final, connect: &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}},
		cause: "certificate signed by unknown authority", advice: "SSL_CERT_FILE",
	},

	// The request was sent, and no whole response came.
	{name: "reset before", class: ambiguous, respond: fail(syscall.ECONNRESET), cause: "connection reset by peer", advice: reach},
	resetAfter,
	slowHeaders,
	slowBody,
	{name: "half a body", class: ambiguous, processed: true, respond: halfABody, cause: "reading the response: unexpected EOF", advice: reach},

	// An outage, before and after the vendor processed the request.
	internalError,
	outageWith(502, htmlType, page),
	outageWith(503, htmlType, page),
	outageWith(504, htmlType, page),
	processed(outageWith(500, "", "")),
	processed(outageWith(504, htmlType, page)),

	// Twilio documents that it does not process a request that it answers with 429.
	limited,
	rateLimit("429, seconds", "1"),
	rateLimit("429, date", "Sat, 01 Jan 2000 00:00:02 GMT"),
	{name: "429, too long", class: final, respond: refuse(429, 20429, 429100, "18446744074"), cause: "HTTP status 429", advice: tooLong},
	{name: "429, far date", class: final, respond: refuse(429, 20429, 429100, "Fri, 31 Dec 9999 23:59:59 GMT"), cause: "HTTP status 429", advice: tooLong},

	// A response that the vendor does not send. Another attempt would get the same.
	{name: "302", class: foreign, respond: redirect(302, "/v1/elsewhere"), cause: "which is never followed", advice: another},
	{name: "307, other host", class: foreign, respond: redirect(307, "http://192.0.2.1/"), cause: "it redirects to http://192.0.2.1, which is never followed", advice: another},
	foreignResponse("200, not JSON", 200, htmlType, page),
	processed(foreignResponse("200, not JSON", 200, htmlType, page)),
	foreignResponse("200, other JSON", 200, jsonType, `{"status":"ok"}`),
	foreignResponse("200, null fields", 200, jsonType, `{"sid":null,"account_sid":null,"url":null,"recordings":null,"compositions":null,"composition_hooks":null,"credentials":null,"meta":null,"key":null}`),
	foreignResponse("200, nested deeply", 200, jsonType, strings.Repeat(`{"sid":[`, 20_000)),
	{name: "200, larger than 64 MiB", class: foreign, respond: announce(api.MaxBody + 1), cause: "larger than 64 MiB", advice: another},
	foreignResponse("404, not the vendor's", 404, htmlType, page),

	// The vendor refuses the request.
	{name: "401", class: final, respond: refuse(401, 20003, 401121, ""), cause: "HTTP status 401", advice: " does not accept the "},
	{name: "403", class: final, respond: refuse(403, 20403, 401120, ""), cause: "HTTP status 403", advice: noAdvice},
	{name: "404, empty", class: final, respond: answer(404, "", ""), cause: "HTTP status 404", advice: another},
	{name: "409", class: final, respond: refuse(409, 20409, 400201, ""), cause: "HTTP status 409", advice: noAdvice},
	notFound,
}

var (
	refused       = &fault{name: "connection refused", class: temporary, connect: dialError(syscall.ECONNREFUSED), cause: "connection refused", advice: reach}
	internalError = outageWith(500, "", "")
	limited       = rateLimit("429", "")
	resetAfter    = &fault{
		name: "reset after", class: ambiguous, processed: true, respond: fail(syscall.ECONNRESET),
		cause: "connection reset by peer", advice: reach,
	}
	slowHeaders = &fault{
		name: "slow headers", class: ambiguous, processed: true, cause: "context deadline exceeded", advice: slow,
		respond: func(req *http.Request, _ *http.Response) (*http.Response, error) {
			<-req.Context().Done()
			return nil, req.Context().Err()
		},
	}
	slowBody = &fault{
		name: "slow body", class: ambiguous, processed: true, cause: "context deadline exceeded", advice: slow,
		respond: func(req *http.Request, original *http.Response) (*http.Response, error) {
			original.Body = endlessBody{req.Context()}
			return original, nil
		},
	}
	// notFound is the only response that means that an object does not exist. The operations differ in what follows.
	notFound = &fault{name: "404", class: final, respond: refuse(404, 20404, 400200, ""), cause: "", advice: noAdvice}
)

// endlessBody is a body without content that ends with the context of its request.
type endlessBody struct{ ctx context.Context }

func (b endlessBody) Read([]byte) (int, error) {
	<-b.ctx.Done()
	return 0, b.ctx.Err()
}

func (endlessBody) Close() error { return nil }

func dialError(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }

func fail(err error) responder {
	return func(*http.Request, *http.Response) (*http.Response, error) { return nil, err }
}

// answer returns a response. A web page repeats the secrets of the request, as a careless server would.
func answer(status int, contentType, body string) responder {
	return func(req *http.Request, _ *http.Response) (*http.Response, error) {
		if contentType != htmlType {
			return newResponse(status, contentType, body), nil
		}
		sent, err := io.ReadAll(req.Body)
		return newResponse(status, contentType, fmt.Sprintf("%s%s %s", body, req.Header, sent)), err
	}
}

func newResponse(status int, contentType, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
}

// halfABody breaks off in the middle of the vendor's response.
func halfABody(_ *http.Request, original *http.Response) (*http.Response, error) {
	whole, err := io.ReadAll(original.Body)
	original.Body = io.NopCloser(io.MultiReader(bytes.NewReader(whole[:len(whole)/2]), iotest.ErrReader(io.ErrUnexpectedEOF)))
	return original, err
}

// announce returns a response with a size that is never sent.
func announce(size int64) responder {
	return func(*http.Request, *http.Response) (*http.Response, error) {
		resp := newResponse(200, jsonType, "{")
		resp.ContentLength = size
		return resp, nil
	}
}

func redirect(status int, location string) responder {
	return func(*http.Request, *http.Response) (*http.Response, error) {
		resp := newResponse(status, "", "")
		resp.Header.Set("Location", location)
		return resp, nil
	}
}

// refuse returns the error of a vendor, with the vendor's own code and perhaps Retry-After.
func refuse(status, twilioCode, sendbirdCode int, retryAfter string) responder {
	return func(req *http.Request, _ *http.Response) (*http.Response, error) {
		body := fmt.Sprintf(`{"code":%d,"message":"refused","more_info":"https://www.twilio.com/docs/errors/%[1]d","status":%d}`, twilioCode, status)
		if isSendbird(req) {
			body = fmt.Sprintf(`{"error":true,"code":%d,"message":"refused"}`, sendbirdCode)
		}
		resp := newResponse(status, jsonType, body)
		if retryAfter != "" {
			resp.Header.Set("Retry-After", retryAfter)
		}
		return resp, nil
	}
}

func rateLimit(name, retryAfter string) *fault {
	return &fault{name: name, class: temporary, respond: refuse(429, 20429, 429100, retryAfter), cause: "HTTP status 429", advice: quota}
}

func outageWith(status int, contentType, body string) *fault {
	return &fault{
		name: strconv.Itoa(status), class: ambiguous, respond: answer(status, contentType, body),
		cause: "HTTP status " + strconv.Itoa(status), advice: outage,
	}
}

func foreignResponse(name string, status int, contentType, body string) *fault {
	return &fault{name: name, class: foreign, respond: answer(status, contentType, body), cause: "the response", advice: another}
}

// processed returns the fault with the request processed before it.
func processed(f *fault) *fault {
	f.name, f.processed = f.name+", processed", true
	return f
}
