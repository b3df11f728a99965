package contract

import (
	"net/http"
	"net/url"

	"github.com/getkin/kin-openapi/openapi3"
)

// Described returns the description's name for the operation that a request is for, and
// the origin that serves it, such as https://video.twilio.com. The request's own host is
// not looked at. Both are "" where the descriptions have no such operation, and the
// origin is where they name no server for it, or more than one.
func (c *Contract) Described(r *http.Request) (operation, origin string) {
	o, _ := c.find(r.Method, r.URL.Path)
	if o == nil {
		return "", ""
	}
	return o.id, o.origin()
}

// origin is that of the nearest servers, which take the place of those further away:
// https://spec.openapis.org/oas/v3.0.1#path-item-object
func (o *operation) origin() string {
	servers := o.doc.Servers
	if len(o.item.Servers) > 0 {
		servers = o.item.Servers
	}
	if own := o.described.Servers; own != nil && len(*own) > 0 {
		servers = *own
	}
	return originOf(servers)
}

func originOf(servers openapi3.Servers) string {
	if len(servers) != 1 {
		return ""
	}
	u, err := url.Parse(servers[0].URL)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
