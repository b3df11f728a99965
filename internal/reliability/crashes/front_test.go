//go:build linux

package crashes_test

import (
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
)

// settleTime bounds how long what the dead have sent is waited for.
const settleTime = time.Minute

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
	conn, err := net.DialTimeout("tcp", f.Listener.Addr().String(), settleTime) //nolint:noctx // it is bounded
	if err != nil {
		t.Fatal(err)
	}
	own := conn.LocalAddr().String()
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.await(own, settleTime); err != nil {
		t.Fatal(err)
	}
}

// await waits until this connection is closed and none is open, and for no longer than
// most.
func (f *front) await(own string, most time.Duration) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	late := false
	timer := time.AfterFunc(most, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		late = true
		f.change.Broadcast()
	})
	defer timer.Stop()
	for !f.closed[own] || len(f.open) > 0 {
		if late {
			return fmt.Errorf("after %s, the sandbox has not done all that it was sent: connections from %q are open, and our own, "+
				"from %s, has been through: %t", most, slices.Sorted(maps.Keys(f.open)), own, f.closed[own])
		}
		f.change.Wait()
	}
	return nil
}
