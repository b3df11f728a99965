package sandbox

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// MaxLog is how many requests a [Log] keeps. A demo that is left running must
// not grow without end; no test comes near it.
const MaxLog = 10_000

// Request is one request as it arrived, without what proves who sent it.
type Request struct {
	// Time of arrival.
	Time time.Time
	// Account that the request was authenticated as, "" when it was not.
	// See [WithAccount].
	Account string
	Method  string
	// Path is the decoded path, without the query.
	Path  string
	Query url.Values
	// Form holds the parameters of a form-urlencoded body. A parameter that
	// was left out has no key, one that was sent empty has the value "". It is
	// nil when the body is of another type or cannot be parsed. The values of
	// secret parameters, here and in Query, are what [Log].Redact left of them.
	Form url.Values
	// JSON is the object of a JSON body, as encoding/json decodes it. A field that
	// was left out has no key, and one that was sent as null has the value nil. It
	// is nil when the body is of another type or is no object. The values of secret
	// fields are what [Log].Redact left of them.
	JSON map[string]any
	// Header lacks Authorization and the other headers that carry secrets.
	Header http.Header
	// Status of the answer; 0 while there is none, and for good when the
	// connection was closed without one.
	Status int
	// Faulted is whether a [Fault] answered, or closed the connection, in the
	// vendor's place. Such an answer is held to nothing.
	Faulted bool
	// Dangling names the references in force at the vendor that led nowhere
	// once the request was carried out, before another could change that. It is
	// nil if all led somewhere, and for a request that did not reach the
	// vendor's handler. See [NoteDangling].
	Dangling []string
}

// Log is the list of requests in order of arrival, at most the newest
// [MaxLog]. Its zero value is ready; it may be used concurrently.
type Log struct {
	// Redact, if it is set before the first request, takes out of each what
	// the log must not keep. The request's maps are its own to change.
	Redact func(*Request)
	// Witness, if it is set before the first request, sees each whole.
	Witness Witness

	mu      sync.Mutex
	entries []*Request
}

// Add appends a request.
func (l *Log) Add(r Request) {
	l.open(r)
}

// open appends a request of which not all is known yet. The entry is visible
// at once, so that a client that gave up waiting finds its attempt in the log.
func (l *Log) open(r Request) entry {
	if l.Redact != nil {
		l.Redact(&r)
	}
	l.mu.Lock()
	defer l.mu.Unlock()

	l.entries = append(l.entries, &r)
	if over := len(l.entries) - MaxLog; over > 0 {
		clear(l.entries[:over])
		l.entries = l.entries[over:]
	}
	return entry{l, &r}
}

// All returns the requests so far, oldest first. The slice is the caller's;
// what is in it is shared and must not be changed.
func (l *Log) All() []Request {
	l.mu.Lock()
	defer l.mu.Unlock()

	all := make([]Request, 0, len(l.entries))
	for _, r := range l.entries {
		all = append(all, *r)
	}
	return all
}

// Reset forgets every request.
func (l *Log) Reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries = nil
}

// Count returns how many of the requests have this method ("" is any) and
// pathPart somewhere in their path ("" is any).
func Count(reqs []Request, method, pathPart string) int {
	n := 0
	for _, r := range reqs {
		if matches(method, pathPart, r.Method, r.Path) {
			n++
		}
	}
	return n
}

// matches is the one rule by which faults and counts select requests.
func matches(wantMethod, wantPart, method, path string) bool {
	return (wantMethod == "" || wantMethod == method) && strings.Contains(path, wantPart)
}
