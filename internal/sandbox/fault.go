package sandbox

import (
	"net/http"
	"sync"
	"time"
)

// Fault is something that goes wrong, arranged before it happens. Its zero
// value matches the next request and changes nothing.
//
// When it fires, the steps are: carry the request out (After only), Hook,
// Delay, then the answer.
type Fault struct {
	// Method of the requests it is meant for; "" is any.
	Method string
	// Path is a part of the path of the requests it is meant for; "" is any.
	Path string

	// Nth is the matching request, from now on and counted from 1, at which it
	// first fires; 0 is the next.
	Nth int
	// Every makes it fire at each matching request whose number is a multiple
	// of this. It takes the place of Nth when above 0.
	Every int
	// Times is how often it fires, with Nth at successive matching requests.
	// 0 is once, or without end if Every is set.
	Times int

	// Status of the answer. 0 without Drop and BodySize serves the request
	// normally once Hook and Delay are through.
	Status int
	// Header is added to the answer, e.g. Retry-After.
	Header http.Header
	// ContentType of Body; "" is application/json.
	ContentType string
	// Body of the answer, which may be empty.
	Body string
	// BodySize, if above 0, makes the body a JSON string of this many bytes, at
	// least two, in Body's place. It takes no memory, and no header announces
	// its length. Without Status, that is 200.
	BodySize int64
	// Drop closes the connection without an answer. Go's own HTTP transport
	// silently repeats a GET that was dropped on a connection it had used
	// before, so such a client may be seen twice.
	Drop bool
	// Delay is how long to wait before going on. It ends early when the client
	// gives up or the server stops; the request is then left unanswered.
	Delay time.Duration
	// After carries the request out, with its change of state, and only then
	// fails: the answer that got lost on its way.
	After bool
	// Hook is called when the fault fires, e.g. to change the state between
	// two requests of a client. It may use the server, its log and its faults.
	Hook func()
}

// Faults are the arranged faults of one server. Its zero value has none; it
// may be used concurrently.
//
// A request sets off one fault at most. If several are due the oldest fires,
// and those with Nth wait for their next matching request.
type Faults struct {
	mu      sync.Mutex
	pending []*pendingFault
}

// pendingFault is a fault with its history.
type pendingFault struct {
	Fault
	seen, fired int
}

// Add arranges a fault.
func (f *Faults) Add(fault Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pending = append(f.pending, &pendingFault{Fault: fault})
}

// Clear takes back every fault that has not fired.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pending = nil
}

// Take counts a request with this method and path, and returns the fault that
// it sets off, if there is one.
func (f *Faults) Take(method, path string) (fault Fault, due bool) {
	f.mu.Lock()
	defer f.mu.Unlock()

	kept := make([]*pendingFault, 0, len(f.pending))
	for _, p := range f.pending {
		if matches(p.Method, p.Path, method, path) {
			p.seen++
			if !due && p.due() {
				fault, due = p.Fault, true
				p.fired++
			}
		}
		if !p.spent() {
			kept = append(kept, p)
		}
	}
	f.pending = kept
	return fault, due
}

func (p *pendingFault) due() bool {
	if p.Every > 0 {
		return p.seen%p.Every == 0
	}
	return p.seen >= p.Nth
}

func (p *pendingFault) spent() bool {
	if p.Every > 0 && p.Times == 0 {
		return false
	}
	return p.fired >= max(p.Times, 1)
}
