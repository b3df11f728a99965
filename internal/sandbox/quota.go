package sandbox

import (
	"net/http"
	"sync"
	"time"
)

// Quota is how many requests of an account a vendor answers in any one second,
// wherever that second begins. GET and HEAD are reads, all else are writes. 0 is
// any number.
type Quota struct {
	ReadsPerSecond, WritesPerSecond int
}

// quotaWindow is what a [Quota] is for.
const quotaWindow = time.Second

// Limit returns a handler that has h answer what the quota allows. What goes beyond
// it is answered by refuse, which is told how long it is until there is room, and
// does not reach h. It takes up no room itself.
//
// It belongs behind [Wrap], where [WithAccount] has named the account; a request of
// nobody's passes. quota is asked at each request. What a fault answers in the
// vendor's place is not counted.
func Limit(h http.Handler, quota func() Quota, refuse func(w http.ResponseWriter, wait time.Duration)) http.Handler {
	var passed meter
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		account, granted := AccountOf(r.Context()), quota()
		limit, reads := granted.WritesPerSecond, false
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			limit, reads = granted.ReadsPerSecond, true
		}
		if account != "" && limit > 0 {
			if wait := passed.admit(metered{account, reads}, limit, time.Now); wait > 0 {
				refuse(w, wait)
				return
			}
		}
		h.ServeHTTP(w, r)
	})
}

// metered is what a quota counts together.
type metered struct {
	account string
	reads   bool
}

// meter has the times of the requests that passed within the last second, oldest
// first.
type meter struct {
	mu    sync.Mutex
	times map[metered][]time.Time
}

// admit counts a request and returns 0 if fewer than limit passed in the second
// before it. Else it returns how long it is until the oldest of them no longer
// counts. The clock is read under the lock, so that the times are in order.
func (m *meter) admit(of metered, limit int, now func() time.Time) (wait time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.times == nil {
		m.times = map[metered][]time.Time{}
	}
	at, times := now(), m.times[of]
	for len(times) > 0 && at.Sub(times[0]) >= quotaWindow {
		times = times[1:]
	}
	if over := len(times) - limit; over >= 0 {
		m.times[of] = times
		return quotaWindow - at.Sub(times[over])
	}
	m.times[of] = append(times, at)
	return 0
}
