package api

import (
	"context"
	"sync"
)

// Shared is the result of a read that many callers need, such as the list of all objects of a vendor that has no read of one. The zero
// value is ready.
type Shared[T any] struct {
	mu      sync.Mutex
	current *sharedRead[T]
}

type sharedRead[T any] struct {
	done  chan struct{}
	value T
	err   error
	// ended is set if the context of the caller that read had ended.
	ended bool
}

// Get returns the result. Concurrent callers share one read, and later ones its result until [Shared.Forget]. An error is not kept, and
// an error because of the reader's own timeout or interrupt is not shared.
func (s *Shared[T]) Get(ctx context.Context, read func(context.Context) (T, error)) (T, error) {
	for {
		s.mu.Lock()
		r := s.current
		if r == nil {
			r = &sharedRead[T]{done: make(chan struct{})}
			s.current = r
			s.mu.Unlock()
			r.value, r.err = read(ctx)
			r.ended = ctx.Err() != nil
			if r.err != nil {
				s.drop(r)
			}
			close(r.done)
			return r.value, r.err
		}
		s.mu.Unlock()
		select {
		case <-r.done:
			if r.err == nil || !r.ended {
				return r.value, r.err
			}
		case <-ctx.Done():
			return r.value, ctx.Err()
		}
	}
}

// Forget makes the next call of [Shared.Get] read again. Call it after each write. A read that is in flight ends for its callers only.
func (s *Shared[T]) Forget() { s.drop(nil) }

// drop drops the current read if it is r, or any if r is nil.
func (s *Shared[T]) drop(r *sharedRead[T]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r == nil || s.current == r {
		s.current = nil
	}
}
