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

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
)

// Which requests are repeated after a fault.
const (
	none       = "none"
	idempotent = "idempotent"
	all        = "all"
)

// fault is the failure of an attempt.
type fault struct {
	name string
	// connect is the error of a connection that never exists. Then nothing is sent.
	connect error
	// processed lets the vendor process the request, before respond returns the response or the error.
	processed bool
	respond   responder

	// repeated tells which requests are repeated.
	repeated string
	// ambiguous faults do not tell whether the vendor processed the request.
	ambiguous bool
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
	{name: "unknown host", connect: dialError(&net.DNSError{Err: "no such host", IsNotFound: true}), repeated: all, cause: "no such host", advice: reach},
	{name: "TLS handshake reset", connect: syscall.ECONNRESET, repeated: all, cause: "connection reset by peer", advice: reach},
	{
		name: "untrusted certificate", connect: &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, repeated: none,
		cause: "certificate signed by unknown authority", advice: "SSL_CERT_FILE",
	},

	// The request was sent, and no whole response came.
	{name: "reset before", respond: fail(syscall.ECONNRESET), repeated: idempotent, ambiguous: true, cause: "connection reset by peer", advice: reach},
	resetAfter,
	slowHeaders,
	slowBody,
	{name: "half a body", processed: true, respond: halfABody, repeated: idempotent, ambiguous: true, cause: "reading the response: unexpected EOF", advice: reach},

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
	{name: "429, too long", respond: refuse(429, 20429, 429100, "18446744074"), repeated: none, cause: "HTTP status 429", advice: tooLong},
	{name: "429, far date", respond: refuse(429, 20429, 429100, "Fri, 31 Dec 9999 23:59:59 GMT"), repeated: none, cause: "HTTP status 429", advice: tooLong},

	// A response that the vendor does not send. Another attempt would get the same.
	{name: "302", respond: redirect(302, "/v1/elsewhere"), repeated: none, ambiguous: true, cause: "which is never followed", advice: another},
	{name: "307, other host", respond: redirect(307, "http://192.0.2.1/"), repeated: none, ambiguous: true, cause: "it redirects to http://192.0.2.1, which is never followed", advice: another},
	foreign("200, not JSON", 200, htmlType, page),
	processed(foreign("200, not JSON", 200, htmlType, page)),
	foreign("200, other JSON", 200, jsonType, `{"status":"ok"}`),
	foreign("200, null fields", 200, jsonType, `{"sid":null,"account_sid":null,"url":null,"recordings":null,"compositions":null,"credentials":null,"meta":null,"key":null}`),
	foreign("200, nested deeply", 200, jsonType, strings.Repeat(`{"sid":[`, 20_000)),
	{name: "200, larger than 64 MiB", respond: announce(api.MaxBody + 1), repeated: none, ambiguous: true, cause: "larger than 64 MiB", advice: another},
	foreign("404, not the vendor's", 404, htmlType, page),

	// The vendor refuses the request.
	{name: "401", respond: refuse(401, 20003, 401121, ""), repeated: none, cause: "HTTP status 401", advice: " does not accept the "},
	{name: "403", respond: refuse(403, 20403, 401120, ""), repeated: none, cause: "HTTP status 403", advice: noAdvice},
	{name: "404, empty", respond: answer(404, "", ""), repeated: none, cause: "HTTP status 404", advice: another},
	{name: "409", respond: refuse(409, 20409, 400201, ""), repeated: none, cause: "HTTP status 409", advice: noAdvice},
	notFound,
}

var (
	refused       = &fault{name: "connection refused", connect: dialError(syscall.ECONNREFUSED), repeated: all, cause: "connection refused", advice: reach}
	internalError = outageWith(500, "", "")
	limited       = rateLimit("429", "")
	resetAfter    = &fault{
		name: "reset after", processed: true, respond: fail(syscall.ECONNRESET), repeated: idempotent, ambiguous: true,
		cause: "connection reset by peer", advice: reach,
	}
	slowHeaders = &fault{
		name: "slow headers", processed: true, repeated: idempotent, ambiguous: true, cause: "context deadline exceeded", advice: slow,
		respond: func(req *http.Request, _ *http.Response) (*http.Response, error) {
			<-req.Context().Done()
			return nil, req.Context().Err()
		},
	}
	slowBody = &fault{
		name: "slow body", processed: true, repeated: idempotent, ambiguous: true, cause: "context deadline exceeded", advice: slow,
		respond: func(req *http.Request, original *http.Response) (*http.Response, error) {
			original.Body = endlessBody{req.Context()}
			return original, nil
		},
	}
	// notFound is the only response that means that an object does not exist. The operations differ in what follows.
	notFound = &fault{name: "404", respond: refuse(404, 20404, 400200, ""), repeated: none, cause: "", advice: noAdvice}
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
func answer(status int, contentType, body string, headers ...string) responder {
	return func(req *http.Request, _ *http.Response) (*http.Response, error) {
		if contentType != htmlType {
			return newResponse(status, contentType, body, headers...), nil
		}
		sent, err := io.ReadAll(req.Body)
		return newResponse(status, contentType, fmt.Sprintf("%s%s %s", body, req.Header, sent), headers...), err
	}
}

func newResponse(status int, contentType, body string, headers ...string) *http.Response {
	resp := &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body))}
	for i := 0; i < len(headers); i += 2 {
		resp.Header.Set(headers[i], headers[i+1])
	}
	return resp
}

// halfABody breaks off in the middle of the vendor's response.
func halfABody(_ *http.Request, original *http.Response) (*http.Response, error) {
	whole, err := io.ReadAll(original.Body)
	half := io.MultiReader(bytes.NewReader(whole[:len(whole)/2]), cutOff{})
	original.Body = io.NopCloser(half)
	return original, err
}

// cutOff ends a body as net/http does when the connection closes.
type cutOff struct{}

func (cutOff) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// announce returns a response with a size that is never sent.
func announce(size int64) responder {
	return func(*http.Request, *http.Response) (*http.Response, error) {
		resp := newResponse(200, jsonType, "{")
		resp.ContentLength = size
		return resp, nil
	}
}

func redirect(status int, location string) responder {
	return answer(status, "", "", "Location", location)
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
	return &fault{name: name, respond: refuse(429, 20429, 429100, retryAfter), repeated: all, cause: "HTTP status 429", advice: quota}
}

func outageWith(status int, contentType, body string) *fault {
	return &fault{
		name: strconv.Itoa(status), respond: answer(status, contentType, body), repeated: idempotent, ambiguous: true,
		cause: "HTTP status " + strconv.Itoa(status), advice: outage,
	}
}

func foreign(name string, status int, contentType, body string) *fault {
	return &fault{name: name, respond: answer(status, contentType, body), repeated: none, ambiguous: true, cause: "the response", advice: another}
}

// processed returns the fault with the request processed before it.
func processed(f *fault) *fault {
	f.name, f.processed = f.name+", processed", true
	return f
}
