package twiliosandbox

import "sync"

// memory is where the body of a page is made. It is used again, because a page
// of a thousand items takes most of a megabyte, and getting that anew takes as
// long as filling it.
type memory struct{ bytes []byte }

var memories sync.Pool

func takeMemory() *memory {
	m, ok := memories.Get().(*memory)
	if !ok {
		return &memory{}
	}
	return m
}

func (m *memory) giveBack() { memories.Put(m) }
