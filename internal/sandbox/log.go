package sandbox

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Request is a request in the log, without its credentials.
type Request struct {
	// Time of arrival.
	Time time.Time
	// Account that the request is authenticated as, or "". See [WithAccount].
	Account string
	Method  string
	// Path is the decoded path, without the query.
	Path  string
	Query url.Values
	// Form holds the parameters of a form, and nil for another body. A parameter that was omitted has no key, an empty one has the
	// value "". [Log].Redact replaces secrets here, in Query and in JSON.
	Form url.Values
	// JSON holds the object of a JSON body, and nil for another body.
	JSON map[string]any
	// Header lacks the headers with credentials.
	Header http.Header
	// Status of the response. It is 0 before the response, and for good if the connection was closed without one.
	Status int
	// Dangling names the references in force to missing objects after the request. See [NoteDangling].
	Dangling []string
}

// Log is the list of requests in order of arrival. Its zero value is ready. It is safe for concurrent use.
type Log struct {
	// Redact, if set before the first request, removes a vendor's secrets from a request. It may change the maps.
	Redact func(*Request)
	// Witness, if set before the first request, sees each one.
	Witness Witness

	mu       sync.Mutex
	requests []*Request
}

// Witness sees a request with its body before the response, and returns a function that sees the response of the vendor's handler.
// The function is not called if a [Fault] responds instead. It is called if the fault only replaces or loses the response.
//
// It sees the secrets that a log lacks. It must not keep or change its arguments.
type Witness func(r *http.Request, body []byte) (responded func(status int, header http.Header, body []byte))

// add appends a request before its response, so that a client that gave up waiting finds its attempt in the log.
func (l *Log) add(r *http.Request, body []byte) entry {
	header := r.Header.Clone()
	for _, name := range []string{"Authorization", "Proxy-Authorization", "Cookie"} {
		header.Del(name)
	}
	request := &Request{
		Time: time.Now(), Account: AccountOf(r.Context()), Method: r.Method, Path: r.URL.Path, Query: r.URL.Query(), Header: header,
	}
	switch mediaType, _, _ := strings.Cut(header.Get("Content-Type"), ";"); mediaType {
	case "application/x-www-form-urlencoded":
		request.Form, _ = url.ParseQuery(string(body))
	case "application/json":
		_ = json.Unmarshal(body, &request.JSON)
	}
	if l.Redact != nil {
		l.Redact(request)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests = append(l.requests, request)
	return entry{l, request}
}

// All returns the requests, oldest first.
func (l *Log) All() []Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := make([]Request, 0, len(l.requests))
	for _, r := range l.requests {
		all = append(all, *r)
	}
	return all
}

// Reset removes every request.
func (l *Log) Reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests = nil
}

// entry is a request in a log that still changes.
type entry struct {
	log     *Log
	request *Request
}

func (e entry) update(change func(*Request)) {
	e.log.mu.Lock()
	defer e.log.mu.Unlock()
	change(e.request)
}

type entryKey struct{}

// NoteDangling sets [Request].Dangling for the request with this context. A handler calls it under the lock of a change, so that no
// other request comes in between. Without a request of [Wrap] it does nothing.
func NoteDangling(ctx context.Context, references []string) {
	if e, ok := ctx.Value(entryKey{}).(entry); ok {
		e.update(func(r *Request) { r.Dangling = slices.Clone(references) })
	}
}

// Count returns the number of requests with this method and with pathPart in their path. "" means any.
func Count(requests []Request, method, pathPart string) int {
	n := 0
	for _, r := range requests {
		if matches(method, pathPart, r.Method, r.Path) {
			n++
		}
	}
	return n
}

// matches is the rule by which faults and [Count] select requests.
func matches(wantMethod, wantPart, method, path string) bool {
	return (wantMethod == "" || wantMethod == method) && strings.Contains(path, wantPart)
}
