package twiliosandbox

import (
	"net/http"
	"strconv"
)

// meta is what a list says of a page, with the fields in the order of the
// description's examples.
type meta struct {
	// origin is the one that the request came to.
	origin string
	path   string
	// name is what tokens know the list as.
	name string
	key  string
	query
	page
}

// append appends the meta of a page as JSON. The behaviours of an API gone
// wrong are in the address of the next page.
func (m meta) append(b []byte, as Behaviour) []byte {
	var (
		own            = m.address(m.index, m.token)
		next, previous string
	)
	if m.next >= 0 {
		next = m.address(m.index+1, token(forwards, m.next, m.name))
	}
	if m.previous >= 0 {
		previous = m.address(max(m.index-1, 0), token(backwards, m.previous, m.name))
	}
	if as.RepeatToken > 0 && as.RepeatToken == m.index {
		next = own
	}

	f := fields{b: append(b, '{')}
	f.integer("page", int64(m.index))
	f.integer("page_size", int64(m.pageSize))
	f.text("first_page_url", m.origin+m.address(0, ""))
	f.text("previous_page_url", under(m.origin, previous))
	f.text("url", m.origin+own)
	origin := m.origin
	if as.ForeignNextPage != "" {
		origin = as.ForeignNextPage
	}
	f.text("next_page_url", under(origin, next))
	f.text("key", m.key)
	return append(f.b, '}')
}

// address is the path and query of a page; token may be "".
func (m meta) address(page int, token string) string {
	address := m.path + "?" + m.encoded + "PageSize=" + strconv.Itoa(m.pageSize) + "&Page=" + strconv.Itoa(page)
	if token != "" {
		address += "&PageToken=" + token
	}
	return address
}

// under puts an origin before an address; one that is "" stays so.
func under(origin, address string) string {
	if address == "" {
		return ""
	}
	return origin + address
}

// origin is where the client sees the sandbox.
func origin(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
