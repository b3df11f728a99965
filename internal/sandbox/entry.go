package sandbox

import "context"

// entry is a request in a log, to be completed.
type entry struct {
	log     *Log
	request *Request
}

// settle enters the status of the answer.
func (e entry) settle(status int) {
	e.log.mu.Lock()
	defer e.log.mu.Unlock()
	e.request.Status = status
}

func (e entry) noteDangling(references []string) {
	e.log.mu.Lock()
	defer e.log.mu.Unlock()
	e.request.Dangling = references
}

func (e entry) noteFaulted() {
	e.log.mu.Lock()
	defer e.log.mu.Unlock()
	e.request.Faulted = true
}

type entryKey struct{}

// withEntry returns a context that leads to the entry of its request.
func withEntry(ctx context.Context, e entry) context.Context {
	return context.WithValue(ctx, entryKey{}, e)
}

// NoteDangling enters [Request].Dangling for the request that ctx belongs to,
// in place of what was entered before. ctx is that of a request behind [Wrap];
// with another it does nothing.
//
// A handler calls it under the lock that guards the state, before it gives the
// lock up after a change: then the log misses no moment. It keeps the slice.
func NoteDangling(ctx context.Context, references []string) {
	if e, ok := ctx.Value(entryKey{}).(entry); ok {
		e.noteDangling(references)
	}
}

// noteFaulted enters [Request].Faulted for the request that ctx belongs to.
func noteFaulted(ctx context.Context) {
	if e, ok := ctx.Value(entryKey{}).(entry); ok {
		e.noteFaulted()
	}
}
