package sandbox

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Request is a request in the log, without its credentials.
type Request struct {
	Time    time.Time
	Account string // "" without valid credentials
	Method  string
	Path    string
	Query   url.Values
	// Form holds the parameters of a form, and JSON the object of a JSON body. They are nil for another body. A parameter that was
	// omitted has no key, an empty one has the value "". [Log].Redact replaces secrets.
	Form   url.Values
	JSON   map[string]any
	Header http.Header
	// Status of the response. It is 0 before the response, and for good if the connection was closed without one.
	Status int
	// Dangling names the references in force to missing objects after the request. See [NoteDangling].
	Dangling []string
}

// Log is the list of requests in order of arrival. Its zero value is ready. It is safe for concurrent use. The fields are
// optional, and must be set before the first request.
type Log struct {
	// Authenticate returns the account of a request's credentials.
	Authenticate func(*http.Request) (account string)
	// Redact removes a vendor's secrets from a request. It may change the maps.
	Redact func(*Request)
	// Witness sees each request with its secrets before the response, and returns a function that sees the response of the vendor's
	// handler, even if a [Fault] then replaces or loses it.
	Witness func(r *http.Request, body []byte) (responded func(status int, header http.Header, body []byte))

	mu       sync.Mutex
	requests []*Request
}

// add appends a request before its response, so that a client that gave up waiting finds its attempt in the log.
func (l *Log) add(r *http.Request, body []byte) *Request {
	logged := &Request{Time: time.Now(), Method: r.Method, Path: r.URL.Path, Query: r.URL.Query(), Header: r.Header.Clone()}
	logged.Header.Del("Authorization")
	if mediaType := r.Header.Get("Content-Type"); strings.HasPrefix(mediaType, "application/x-www-form-urlencoded") {
		logged.Form, _ = url.ParseQuery(string(body))
	} else {
		_ = json.Unmarshal(body, &logged.JSON) // nil if it is none
	}
	if l.Authenticate != nil {
		logged.Account = l.Authenticate(r)
	}
	if l.Redact != nil {
		l.Redact(logged)
	}
	l.update(func() { l.requests = append(l.requests, logged) })
	return logged
}

func (l *Log) update(change func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change()
}

// All returns the requests, oldest first.
func (l *Log) All() (all []Request) {
	l.update(func() {
		for _, r := range l.requests {
			all = append(all, *r)
		}
	})
	return all
}

func (l *Log) Reset() { l.update(func() { l.requests = nil }) }

type loggedKey struct{}

// requestOf returns the log's entry of a request that [Wrap] passes on.
func requestOf(r *http.Request) *Request {
	return r.Context().Value(loggedKey{}).(*Request) //nolint:forcetypeassert // Wrap sets it
}

// AccountOf returns the account of a request that [Wrap] passes on.
func AccountOf(r *http.Request) string { return requestOf(r).Account }

// NoteDangling sets Dangling of a request that [Wrap] passes on. A handler calls it under the lock of a change, so that no other request
// comes in between.
func (l *Log) NoteDangling(r *http.Request, references []string) {
	l.update(func() { requestOf(r).Dangling = references })
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
