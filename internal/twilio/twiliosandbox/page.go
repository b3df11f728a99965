package twiliosandbox

// page is a part of a list, ready to be written.
type page struct {
	// body is that of the answer up to and including the last item.
	body []byte
	// next is where the page behind it begins, -1 without one.
	next int
	// previous is where the page before it ends, -1 without one.
	previous int
}

// reading makes the page that one request asks for.
type reading[T any] struct {
	listing[T]
	items shelf[T]
	query query
	// name is what the tokens of the list know it as.
	name    string
	overlap int
	as      shape
}

// page makes the page, whose body is appended to memory.
func (r reading[T]) page(memory []byte) (page, *apiError) {
	if r.query.token == "" {
		return r.from(0, memory), nil
	}
	direction, position, ok := readToken(r.query.token, r.name)
	switch {
	case !ok:
		return page{}, badToken()
	case direction == forwards:
		return r.from(position, memory), nil
	default:
		start, more := r.before(position)
		p := r.from(start, memory)
		if !more {
			p.previous = -1
		}
		return p, nil
	}
}

// from makes the page that begins at a position. It looks for one item more
// than there is room for, so that the last page is known as such even if it is
// full.
func (r reading[T]) from(start int, memory []byte) page {
	size := r.query.pageSize
	overlap := min(r.overlap, size-1)
	p := page{body: append(memory, `{"`+r.key+`":[`...), next: -1, previous: -1}
	if start > 0 {
		p.previous = start
	}
	n, again := 0, 0
	for at, item := range r.items.candidates(start, &r.query.filter) {
		if !r.matches(item, &r.query.filter) {
			continue
		}
		if n == size {
			p.next = at
			break
		}
		if n == overlap && start > 0 {
			p.previous = at
		}
		if n == size-overlap {
			again = at
		}
		if n > 0 {
			p.body = append(p.body, ',')
		}
		p.body = r.append(p.body, item, r.as)
		n++
	}
	if p.next >= 0 && overlap > 0 {
		p.next = again
	}
	return p
}

// before returns where the page begins that ends before a position, and
// whether there is another before that.
func (r reading[T]) before(end int) (start int, more bool) {
	start, n := end, 0
	for at, item := range r.items.backwards(end, &r.query.filter) {
		if !r.matches(item, &r.query.filter) {
			continue
		}
		if n == r.query.pageSize {
			return start, true
		}
		start = at
		n++
	}
	return start, false
}
