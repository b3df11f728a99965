package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"golang.org/x/time/rate"
)

// errNoTurn is a request that was not sent, because its context ends before its
// turn comes.
var errNoTurn = errors.New("waiting for a turn under the rate limit")

// quota delays requests so that this provider alone never exceeds what the
// vendor grants an account: Terraform runs ten operations at a time.
type quota struct {
	next          http.RoundTripper
	reads, writes *rate.Limiter
}

func newQuota(next http.RoundTripper, reads, writes rate.Limit) *quota {
	return &quota{next: next, reads: limiter(reads), writes: limiter(writes)}
}

// limiter lets a tenth of a second's worth through at once: enough for a plan's
// first requests, too little to matter to the vendor's own count.
func limiter(perSecond rate.Limit) *rate.Limiter {
	if perSecond == 0 {
		return rate.NewLimiter(rate.Inf, 0)
	}
	return rate.NewLimiter(perSecond, max(1, int(perSecond/10)))
}

func (q *quota) RoundTrip(req *http.Request) (*http.Response, error) {
	lim := q.writes
	if isRead(req) {
		lim = q.reads
	}
	if err := lim.Wait(req.Context()); err != nil {
		// The limiter foresees a deadline, with an error of its own.
		if req.Context().Err() == nil {
			err = context.DeadlineExceeded
		}
		return nil, fmt.Errorf("%w: %w", errNoTurn, err)
	}
	return q.next.RoundTrip(req)
}

func isRead(req *http.Request) bool {
	return req.Method == http.MethodGet || req.Method == http.MethodHead
}
