package contract

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Watch holds what crosses a sandbox, before its first request, to the descriptions,
// and fails the test for each violation when it ends. Where there are no descriptions
// it does nothing, unless descriptions.Env is set. In a benchmark it does nothing, for
// what it does takes longer than what is measured.
//
// A client's every request must be one of [Used], and as described, whatever answers
// it. A request without a user agent of its own is a test's that speaks for itself; it
// may be anything, but then the sandbox must refuse it. Every answer of the sandbox
// must be as described. What a fault answers in its place is the test's: the sandbox's
// log marks it as faulted.
func Watch(tb testing.TB, s *twiliosandbox.Server) {
	tb.Helper()
	if _, measures := tb.(*testing.B); measures {
		return
	}
	c, err := Load()
	if missing(err) {
		return
	}
	if err != nil {
		tb.Fatal(err)
	}
	w := &watch{contract: c, server: s, seen: map[string]bool{}}
	s.Log().Witness = w.exchange
	tb.Cleanup(func() {
		tb.Helper()
		for _, text := range w.report() {
			tb.Error(text)
		}
	})
}

// watch is what one sandbox was seen to exchange.
type watch struct {
	contract *Contract
	server   *twiliosandbox.Server

	mu sync.Mutex
	// texts are the violations, in order, and seen are those of which there is one.
	texts []string
	seen  map[string]bool
}

func (w *watch) exchange(r *http.Request, body []byte) func(int, http.Header, []byte) {
	asked := w.contract.Request(r, body)
	speaksForItself := isProbe(r)
	if !speaksForItself {
		w.note(r, append(asked, w.contract.unlisted(r)...))
	}
	return func(status int, header http.Header, answer []byte) {
		if speaksForItself && status < http.StatusBadRequest {
			w.note(r, asked)
		}
		w.note(r, w.contract.answer(r, body, status, header, answer))
	}
}

// isProbe reports whether no client sent a request, but a test with net/http alone.
func isProbe(r *http.Request) bool {
	agent := r.UserAgent()
	return agent == "" || strings.HasPrefix(agent, "Go-http-client/")
}

// unlisted is the violation of a request for an operation that is not in [Used].
func (c *Contract) unlisted(r *http.Request) []Violation {
	o, _ := c.find(r.Method, r.URL.Path)
	if o == nil || slices.Contains(Used, o.id) {
		return nil
	}
	f := findings{of: Violation{Method: r.Method, Path: r.URL.Path, Operation: o.id, from: o.file}}
	f.add(RuleUsed, nil, nil, "a client uses it, but contract.Used lacks it, so no test decodes its examples")
	return f.all
}

// note enters the violations of one request, or of one answer, that nothing excuses.
func (w *watch) note(r *http.Request, found []Violation) {
	if len(found) == 0 {
		return
	}
	account := sandbox.AccountOf(r.Context())
	in := situation{behaviour: w.server.Behaviour(), probe: isProbe(r), enterprise: w.server.IsEnterprise(account)}
	var left []Violation
	for _, v := range found {
		if !lifted(v, found, in) {
			left = append(left, v)
		}
	}
	for _, v := range notArranged(w.server, account, left) {
		w.enter(v)
	}
}

// enter keeps one of the violations that differ in their value and place alone.
func (w *watch) enter(v Violation) {
	like := v
	like.At, like.Value = nil, nil
	if len(v.At) > 0 {
		like.At = v.At[len(v.At)-1:]
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if key := like.Error(); !w.seen[key] {
		w.seen[key] = true
		w.texts = append(w.texts, v.Error())
	}
}

// report returns the violations so far, a bounded number of them.
func (w *watch) report() []string {
	const most = 20
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.texts) <= most {
		return slices.Clone(w.texts)
	}
	return append(slices.Clone(w.texts[:most]), "and more violations of the contract")
}
