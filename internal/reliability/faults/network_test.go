// Package faults holds every operation of the provider to its outcome under every fault of the network and of a vendor.
package faults

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"sync"

	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// network is the network between the provider and the vendors. It has no sockets, so that the tests have a fake clock. The tests
// of internal/api have the same faults on original connections.
type network struct {
	twilio   *twiliosandbox.Server
	sendbird *sendbirdsandbox.Server

	mu sync.Mutex
	// fault hits some of the attempts of a request. It is nil for none.
	fault *fault
	// target is a method and the beginning of a path, as in "POST /v1/Credentials/AWS".
	target string
	// first is the first attempt that the fault hits, counted from 1, and last is the last one.
	first, last int
	// dropsCreations loses the response of every creation.
	dropsCreations bool
	// attempts counts the attempts of the request since the fault was set.
	attempts int
}

// forever is the last attempt of a fault that stays.
const forever = 1 << 30

// setFault sets a fault, or nil for none, in place of the last one.
func (n *network) setFault(f *fault, target string, first, last int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.fault, n.target, n.first, n.last, n.attempts = f, target, first, last, 0
}

// RoundTrip implements [http.RoundTripper].
func (n *network) RoundTrip(req *http.Request) (*http.Response, error) {
	f := n.next(req)
	if f != nil && f.connect != nil {
		return nil, f.connect
	}
	// net/http reports a connection before it sends anything.
	httptrace.ContextClientTrace(req.Context()).GotConn(httptrace.GotConnInfo{})
	if f == nil {
		return n.deliver(req), nil
	}
	var original *http.Response
	if f.processed {
		original = n.deliver(req)
	}
	resp, err := f.respond(req, original)
	if resp != nil {
		resp.Request = req
	}
	return resp, err
}

// next counts an attempt and returns its fault.
func (n *network) next(req *http.Request) *fault {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.target != "" && strings.HasPrefix(req.Method+" "+req.URL.Path, n.target) {
		n.attempts++
		if n.fault != nil && n.attempts >= n.first && n.attempts <= n.last {
			return n.fault
		}
	}
	if n.dropsCreations && req.Method == http.MethodPost {
		return resetAfter
	}
	return nil
}

// deliver lets the vendor answer.
func (n *network) deliver(req *http.Request) *http.Response {
	vendor := http.Handler(n.twilio)
	if isSendbird(req) {
		vendor = n.sendbird
	}
	recorder := httptest.NewRecorder()
	vendor.ServeHTTP(recorder, req)
	resp := recorder.Result()
	resp.Request = req
	return resp
}

func isSendbird(req *http.Request) bool { return strings.HasSuffix(req.URL.Host, ".sendbird.com") }

// vendorState describes all objects that the provider can change.
func (n *network) vendorState() string {
	var text strings.Builder
	for _, kind := range []twiliosandbox.Kind{twiliosandbox.RecordingSettings, twiliosandbox.CompositionSettings} {
		settings, configured := n.twilio.Settings(account, kind)
		fmt.Fprintf(&text, "%s %t %+v\n", kind, configured, settings)
	}
	for _, c := range n.twilio.Credentials(account) {
		fmt.Fprintf(&text, "%s %s\n", c.SID, c.FriendlyName)
	}
	for _, h := range n.twilio.CompositionHooks(account) {
		fmt.Fprintf(&text, "%s %s\n", h.SID, h.FriendlyName)
	}
	for _, object := range n.sendbird.Objects(sendbirdsandbox.BucketName) {
		fmt.Fprintf(&text, "%s %d\n", object.Key, object.Copies)
	}
	return text.String()
}
