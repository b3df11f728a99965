package s3url

import (
	"net/url"
	"regexp"
	"strings"
)

var (
	beforePath     = regexp.MustCompile(`^[^/]*://[^/?#]*`)
	escape         = regexp.MustCompile(`%..`)
	needlessEscape = regexp.MustCompile(`^` + unreserved + `$`)
)

// Same reports whether two URLs name the same place, so that a spelling that the
// API answers with is not taken for a change. As in RFC 3986, section 6.2, the
// case of scheme and host, the default port, and the way a character is
// percent-encoded do not count. Nor do slashes at the end: Twilio's examples
// come with and without, and whether the API normalises them is unknown. The
// case of the path counts, and the host and path styles of one bucket are two
// places.
//
// The API may hold what Parse refuses. Such a value is compared letter by
// letter, apart from slashes at the end.
func Same(a, b string) bool { return placeOf(a) == placeOf(b) }

// placeOf gives all spellings of one place the same string: this makes Same
// symmetric and transitive by its form.
func placeOf(raw string) string {
	raw = strings.TrimRight(raw, "/")
	// Lower case first: Parse refuses capitals in the bucket's part of a host.
	u, err := Parse(beforePath.ReplaceAllStringFunc(raw, strings.ToLower))
	if err != nil {
		return raw
	}
	return "https://" + u.host + escape.ReplaceAllStringFunc(u.path, normalizeEscape)
}

// normalizeEscape applies RFC 3986, sections 6.2.2.1 and 6.2.2.2. A reserved
// character stays encoded, because "a%3Db" and "a=b" need not be the same
// resource.
func normalizeEscape(escaped string) string {
	if c, err := url.PathUnescape(escaped); err == nil && needlessEscape.MatchString(c) {
		return c
	}
	return strings.ToUpper(escaped)
}
