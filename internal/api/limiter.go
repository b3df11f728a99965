package api

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/time/rate"
)

// countingPeriod is how long a vendor counts a request against its quota.
const countingPeriod = time.Second

// errNoTurn is the error of a request whose deadline is certain to pass before its turn.
var errNoTurn = fmt.Errorf("waiting for a turn under the rate limit: %w", context.DeadlineExceeded)

// limiter delays requests so that the vendor receives at most its quota in any one second.
//
// An even pace alone does not achieve this, because some requests catch up with earlier ones on their way. A request has
// arrived when its response comes, at the latest, so a slot is free again one second after the response. This costs
// throughput: with responses of 150 ms, 17 requests a second of a quota of 20.
type limiter struct {
	// pace leaves room for the requests of the process that made the plan.
	pace *rate.Limiter
	// slots holds an element for each request that the vendor may be counting. It is nil without a limit.
	slots chan struct{}
}

func newLimiter(perSecond int) *limiter {
	if perSecond == 0 {
		return &limiter{pace: rate.NewLimiter(rate.Inf, 0)}
	}
	return &limiter{pace: rate.NewLimiter(rate.Limit(perSecond), 1), slots: make(chan struct{}, perSecond)}
}

// acquire waits for a slot. The error is the one of ctx, or errNoTurn.
func (l *limiter) acquire(ctx context.Context) error {
	if err := l.pace.Wait(ctx); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return errNoTurn
	}
	if l.slots == nil {
		return nil
	}
	select {
	case l.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// release frees the slot of a request that has ended once the vendor no longer counts it.
func (l *limiter) release() {
	if l.slots != nil {
		time.AfterFunc(countingPeriod, func() { <-l.slots })
	}
}
