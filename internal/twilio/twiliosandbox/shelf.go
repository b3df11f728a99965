package twiliosandbox

import (
	"iter"
	"slices"
)

// shelf is an ordered collection. An item's position never changes, so that a
// page token holds whatever is added or removed in the meantime.
//
// A shelf is a value: changing it leaves copies as they were, so that a copy
// can be read without the server's lock.
type shelf[T any] struct {
	parts []placed[T]
	end   int
}

// placed is a part with the position of its first item.
type placed[T any] struct {
	start int
	part  part[T]
}

// part is a stretch of a shelf.
type part[T any] interface {
	// size counts items, and gaps where there were some.
	size() int
	// at returns an item, or nil for a gap.
	at(i int) *T
	// reader returns the like of at whose items may hold only until the next.
	reader() func(i int) *T
	// narrow returns indices that include all that f admits.
	narrow(f *filter) progression
}

// append adds a part behind all others.
func (s *shelf[T]) append(p part[T]) {
	s.parts = append(slices.Clip(s.parts), placed[T]{s.end, p})
	s.end += p.size()
}

// candidates yields the items from position start on that f may admit, with
// their positions. An item holds until the next.
func (s shelf[T]) candidates(start int, f *filter) iter.Seq2[int, *T] {
	return func(yield func(int, *T) bool) {
		for _, p := range s.parts {
			if p.start+p.part.size() <= start {
				continue
			}
			among, read := p.part.narrow(f), p.part.reader()
			for k := among.rank(start - p.start); k < among.size(); k++ {
				i := among.at(k)
				if item := read(i); item != nil && !yield(p.start+i, item) {
					return
				}
			}
		}
	}
}

// backwards yields the items before position end that f may admit, the last
// first. An item holds until the next.
func (s shelf[T]) backwards(end int, f *filter) iter.Seq2[int, *T] {
	return func(yield func(int, *T) bool) {
		for _, p := range slices.Backward(s.parts) {
			if p.start >= end {
				continue
			}
			among, read := p.part.narrow(f), p.part.reader()
			for k := among.rank(end-p.start) - 1; k >= 0; k-- {
				i := among.at(k)
				if item := read(i); item != nil && !yield(p.start+i, item) {
					return
				}
			}
		}
	}
}

// all yields every item, to be kept.
func (s shelf[T]) all() iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, p := range s.parts {
			for i := range p.part.size() {
				if item := p.part.at(i); item != nil && !yield(*item) {
					return
				}
			}
		}
	}
}
