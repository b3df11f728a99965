package twiliosandbox

import "slices"

// listed is a part whose items are kept one by one.
type listed[T any] []*T

func (l listed[T]) size() int                  { return len(l) }
func (l listed[T]) at(i int) *T                { return l[i] }
func (l listed[T]) reader() func(int) *T       { return l.at }
func (l listed[T]) narrow(*filter) progression { return progression{0, 1, len(l)} }

// add appends items, to the last part if that is a list.
func (s *shelf[T]) add(items ...*T) {
	if last := len(s.parts) - 1; last >= 0 {
		if l, ok := s.parts[last].part.(listed[T]); ok {
			s.parts = slices.Clone(s.parts)
			// A copy of the shelf never looks behind the length it has seen.
			s.parts[last].part = append(l, items...)
			s.end += len(items)
			return
		}
	}
	s.append(append(listed[T]{}, items...))
}

// put has an item take the place of the first that is meant among those that
// are kept one by one, or leaves a gap there if item is nil. It reports whether
// there was one. Copies of the shelf keep it.
func (s *shelf[T]) put(meant func(*T) bool, item *T) bool {
	for i, p := range s.parts {
		l, kept := p.part.(listed[T])
		at := slices.IndexFunc(l, func(old *T) bool { return old != nil && meant(old) })
		if !kept || at < 0 {
			continue
		}
		changed := slices.Clone(l)
		changed[at] = item
		s.parts = slices.Clone(s.parts)
		s.parts[i].part = changed
		return true
	}
	return false
}
