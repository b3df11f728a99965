package twiliosandbox

import "sort"

// progression is the indices first, first+step, … below end; step is above 0.
type progression struct{ first, step, end int }

func (p progression) size() int {
	return max(0, (p.end-p.first+p.step-1)/p.step)
}

func (p progression) at(k int) int { return p.first + k*p.step }

// rank is how many of the indices are below i.
func (p progression) rank(i int) int {
	return min(p.size(), max(0, (i-p.first+p.step-1)/p.step))
}

// narrower returns the one with fewer indices; a filter checks the rest.
func (p progression) narrower(q progression) progression {
	if q.size() < p.size() {
		return q
	}
	return p
}

// between keeps the indices whose items were created within the bounds.
func (p progression) between(f *filter, g Generated) progression {
	first := sort.Search(p.size(), func(k int) bool { return !f.tooEarly(g.created(p.at(k))) })
	end := sort.Search(p.size(), func(k int) bool { return f.tooLate(g.created(p.at(k))) })
	return progression{p.at(first), p.step, min(p.at(end), p.end)}
}
