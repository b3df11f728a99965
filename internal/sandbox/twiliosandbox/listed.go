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

// without leaves gaps where items were, and a copy's items in place.
func (l listed[T]) without(gone func(*T) bool) listed[T] {
	if !slices.ContainsFunc(l, func(item *T) bool { return item != nil && gone(item) }) {
		return l
	}
	kept := slices.Clone(l)
	for i, item := range kept {
		if item != nil && gone(item) {
			kept[i] = nil
		}
	}
	return kept
}
