package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"golang.org/x/time/rate"
)

// errNoTurn is a request that was not sent, because its context ends before its
// turn comes.
var errNoTurn = errors.New("waiting for a turn under the rate limit")

// quota delays requests so that this provider alone never exceeds what the
// vendor grants an account: Terraform runs ten operations at a time.
type quota struct {
	next          http.RoundTripper
	reads, writes *turns
}

func newQuota(next http.RoundTripper, reads, writes rate.Limit) *quota {
	return &quota{next: next, reads: newTurns(reads), writes: newTurns(writes)}
}

func (q *quota) RoundTrip(req *http.Request) (*http.Response, error) {
	t := q.writes
	if isRead(req) {
		t = q.reads
	}
	if err := t.take(req.Context()); err != nil {
		return nil, fmt.Errorf("%w: %w", errNoTurn, err)
	}
	defer t.leave()
	return q.next.RoundTrip(req)
}

// countedFor is for how long a vendor counts a request.
const countedFor = time.Second

// turns are handed out so that the vendor gets no more than its limit in any one
// second, whichever second it looks at.
//
// Requests that leave at an even pace do not arrive at one: on a busy machine or
// network some catch up with those before them. When a request arrived, its answer
// tells, at the latest; so a second after the answer the next may take its place. That
// costs the limit as much as the answer takes, and holds whatever happens on the way.
type turns struct {
	// pace leaves room for the requests of the process that made the plan, of which
	// the one that applies it knows nothing.
	pace *rate.Limiter
	// counted has an entry for each request that the vendor may be counting. It is nil
	// without a limit.
	counted chan struct{}
}

func newTurns(perSecond rate.Limit) *turns {
	if perSecond == 0 {
		return &turns{pace: rate.NewLimiter(rate.Inf, 0)}
	}
	return &turns{pace: rate.NewLimiter(perSecond, 1), counted: make(chan struct{}, max(1, int(perSecond)))}
}

// take waits for a turn, or returns the error of ctx, which may be one that it is
// going to have: the pace foresees a deadline.
func (t *turns) take(ctx context.Context) error {
	if err := t.pace.Wait(ctx); err != nil {
		if ctx.Err() == nil {
			err = context.DeadlineExceeded
		}
		return err
	}
	if t.counted == nil {
		return nil
	}
	select {
	case t.counted <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// leave ends the turn of a request that was answered, or failed.
func (t *turns) leave() {
	if t.counted != nil {
		time.AfterFunc(countedFor, func() { <-t.counted })
	}
}

func isRead(req *http.Request) bool {
	return req.Method == http.MethodGet || req.Method == http.MethodHead
}
