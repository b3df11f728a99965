package sandbox

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"
)

// limited is a handler under a quota, in a test whose clock stands still but while
// it sleeps.
type limited struct {
	t     *testing.T
	h     http.Handler
	quota Quota
	waits []time.Duration
}

func limit(t *testing.T, quota Quota) *limited {
	t.Helper()
	l := &limited{t: t, quota: quota}
	ok := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	l.h = Limit(ok, func() Quota { return l.quota }, func(w http.ResponseWriter, wait time.Duration) {
		l.waits = append(l.waits, wait)
		w.WriteHeader(http.StatusTooManyRequests)
	})
	return l
}

// passes sends requests and returns how many of them passed.
func (l *limited) passes(n int, method, account string) int {
	l.t.Helper()
	passed := 0
	for range n {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(WithAccount(l.t.Context(), account), method, "/", nil)
		l.h.ServeHTTP(w, r)
		if w.Code == http.StatusOK {
			passed++
		}
	}
	return passed
}

func (l *limited) wants(n int, method, account string, want int) {
	l.t.Helper()
	if got := l.passes(n, method, account); got != want {
		l.t.Errorf("of %d × %s by %q %d passed, want %d", n, method, account, got, want)
	}
}

func TestQuotaHoldsInEverySecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := limit(t, Quota{WritesPerSecond: 20})
		l.wants(10, http.MethodPost, "AC1", 10)
		time.Sleep(600 * time.Millisecond)
		l.wants(15, http.MethodPost, "AC1", 10)
		// The first ten are still within a second.
		time.Sleep(400*time.Millisecond - 1)
		l.wants(1, http.MethodPost, "AC1", 0)
		// What was refused took up no room.
		time.Sleep(time.Nanosecond)
		l.wants(15, http.MethodPost, "AC1", 10)
		time.Sleep(600 * time.Millisecond)
		l.wants(15, http.MethodDelete, "AC1", 10)
	})
}

func TestQuotaCountsByAccountAndDirection(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := limit(t, Quota{ReadsPerSecond: 3, WritesPerSecond: 2})
		l.wants(5, http.MethodPost, "AC1", 2)
		l.wants(5, http.MethodDelete, "AC1", 0)
		l.wants(2, http.MethodGet, "AC1", 2)
		l.wants(5, http.MethodHead, "AC1", 1)
		l.wants(5, http.MethodPost, "AC2", 2)
		l.wants(5, http.MethodPost, "", 5)
		l.quota = Quota{}
		l.wants(5, http.MethodPost, "AC1", 5)
	})
}

func TestQuotaSaysWhenThereIsRoom(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := limit(t, Quota{WritesPerSecond: 2})
		l.wants(1, http.MethodPost, "AC1", 1)
		time.Sleep(300 * time.Millisecond)
		l.wants(2, http.MethodPost, "AC1", 1)
		// Fewer are allowed now, so that the newer of the two is in the way too.
		l.quota = Quota{WritesPerSecond: 1}
		l.wants(1, http.MethodPost, "AC1", 0)
		if want := []time.Duration{700 * time.Millisecond, time.Second}; len(l.waits) != 2 || l.waits[0] != want[0] || l.waits[1] != want[1] {
			t.Fatalf("told to wait %v, want %v", l.waits, want)
		}
		time.Sleep(l.waits[1] - 1)
		l.wants(1, http.MethodPost, "AC1", 0)
		time.Sleep(time.Nanosecond)
		l.wants(1, http.MethodPost, "AC1", 1)
	})
}
