package twiliosandbox

import (
	"iter"
	"maps"
)

// ArrangedRecordings yields those of an account's recordings that
// [Server.AddRecordings] was given, as they were added: a test's own, which nothing has
// checked. Those of [Server.Record] and [Server.Generate] are the sandbox's.
func (s *Server) ArrangedRecordings(account string) iter.Seq[Recording] {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.library(account)
	return arranged(l.recordings, l, func(r *Recording) string { return r.SID })
}

// ArrangedCompositions is the like of [Server.ArrangedRecordings].
func (s *Server) ArrangedCompositions(account string) iter.Seq[Composition] {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.library(account)
	return arranged(l.compositions, l, func(c *Composition) string { return c.SID })
}

// arranged leaves out what the sandbox made. It needs the lock, and what it returns
// does not.
func arranged[T any](s shelf[T], l *library, sid func(*T) string) iter.Seq[T] {
	made := maps.Clone(l.made)
	return func(yield func(T) bool) {
		for _, p := range s.parts {
			kept, ok := p.part.(listed[T])
			if !ok {
				continue
			}
			for _, item := range kept {
				if item == nil {
					continue
				}
				if _, own := made[sid(item)]; !own && !yield(*item) {
					return
				}
			}
		}
	}
}

// claim says that the sandbox makes an item with this SID.
func (s *Server) claim(account, sid string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.library(account).made[sid] = struct{}{}
}
