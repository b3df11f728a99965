//go:build linux

package crashes_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
)

// front stands before a sandbox and tells when it has done all that it was sent. The
// dead close their connections, but what they have sent before is still carried out;
// at Twilio that takes no longer than the next command takes to start.
type front struct {
	mu     sync.Mutex
	change *sync.Cond
	open   map[string]bool
	closed map[string]bool
	*httptest.Server
}

// newFront has the account's requests go through a front.
func newFront(t *testing.T, s *acctest.Sandbox) *front {
	t.Helper()
	f := &front{open: map[string]bool{}, closed: map[string]bool{}}
	f.change = sync.NewCond(&f.mu)
	f.Server = httptest.NewUnstartedServer(s.Server)
	f.Config.ConnState = func(c net.Conn, state http.ConnState) {
		f.mu.Lock()
		defer f.mu.Unlock()
		switch from := c.RemoteAddr().String(); state {
		case http.StateNew:
			f.open[from] = true
		case http.StateClosed:
			delete(f.open, from)
			f.closed[from] = true
		case http.StateActive, http.StateIdle, http.StateHijacked:
		}
		f.change.Broadcast()
	}
	f.Start()
	t.Cleanup(f.Close)
	s.Setenv("VIDEOSTORAGE_TWILIO_BASE_URL", f.URL)
	return f
}

// settle returns once all has been carried out that was sent on connections that are
// closed by now. They are accepted in their order, so when one of our own is through,
// none is left that waits to be.
func (f *front) settle(t *testing.T) {
	t.Helper()
	conn, err := net.DialTimeout("tcp", f.Listener.Addr().String(), time.Minute) //nolint:noctx // it is bounded
	if err != nil {
		t.Fatal(err)
	}
	own := conn.LocalAddr().String()
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for !f.closed[own] || len(f.open) > 0 {
		f.change.Wait()
	}
}
