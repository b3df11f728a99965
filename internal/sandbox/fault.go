package sandbox

import (
	"cmp"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"
)

// Fault is a failure that is arranged in advance. A fault that is due processes the request (After only), calls Hook, waits for Delay, and
// then responds.
type Fault struct {
	// Method and Path select requests. Path is a part of the path. "" means any.
	Method, Path string
	// Nth is the matching request, counted from 1, at which the fault is due for the first time. Every, if above 0, makes it due only at
	// multiples of it. Times is how often it is due. 0 means once, or without end if Every is set.
	Nth, Every, Times int

	// Status of the response. With 0, and without Drop, the vendor's handler responds.
	Status int
	Header http.Header
	// ContentType of Body. "" means application/json.
	ContentType string
	Body        string
	// Drop closes the connection without a response. Go's HTTP transport silently repeats a GET that was dropped on a connection it
	// had used before.
	Drop bool
	// Delay ends early, without a response, when the client gives up.
	Delay time.Duration
	// After processes the request before the fault, as if the response was lost on its way.
	After bool
	// Hook may use the server, its log and its faults.
	Hook func()

	seen, happened int
}

// Faults are the arranged faults of a server. Its zero value has none. It is safe for concurrent use. Of several faults that are due at a
// request only the oldest happens. The others, if they have Nth, wait for their next request.
type Faults struct {
	mu      sync.Mutex
	pending []*Fault
}

func (f *Faults) Add(fault Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pending = append(f.pending, &fault)
}

func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pending = nil
}

// take counts a request and returns the fault that is due at it, if any.
func (f *Faults) take(method, path string) *Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	var due *Fault
	var pending []*Fault
	for _, p := range f.pending {
		if matches(p.Method, p.Path, method, path) {
			p.seen++
			if due == nil && p.seen >= p.Nth && (p.Every == 0 || p.seen%p.Every == 0) {
				due = p
				p.happened++
			}
		}
		if p.Every > 0 && p.Times == 0 || p.happened < max(p.Times, 1) {
			pending = append(pending, p)
		}
	}
	f.pending = pending
	return due
}

// respond returns the response to a request, or nil if the connection is to be closed. serve calls the vendor's handler.
func (f *Faults) respond(r *http.Request, serve func() *httptest.ResponseRecorder) *httptest.ResponseRecorder {
	fault := f.take(r.Method, r.URL.Path)
	if fault == nil {
		return serve()
	}
	var response *httptest.ResponseRecorder
	if fault.After {
		response = serve()
	}
	if fault.Hook != nil {
		fault.Hook()
	}
	if fault.Delay > 0 {
		select {
		case <-r.Context().Done():
			return nil
		case <-time.After(fault.Delay):
		}
	}
	switch {
	case fault.Drop:
		return nil
	case fault.Status != 0:
		return fault.response()
	case response == nil:
		response = serve()
	}
	return response
}

func (f *Fault) response() *httptest.ResponseRecorder {
	response := httptest.NewRecorder()
	maps.Copy(response.Header(), f.Header)
	if f.Body != "" {
		response.Header().Set("Content-Type", cmp.Or(f.ContentType, "application/json"))
	}
	response.WriteHeader(f.Status)
	response.Body.WriteString(f.Body)
	return response
}
