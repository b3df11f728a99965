package s3url

import "strings"

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
	scheme, authority, path := split(raw)
	// Lower case first: Parse refuses capitals in the bucket's part of a host.
	u, err := Parse(scheme + "://" + strings.ToLower(authority) + path)
	if err != nil {
		return raw
	}
	return "https://" + u.host + normalizeEscapes(u.path)
}

// normalizeEscapes applies RFC 3986, sections 6.2.2.1 and 6.2.2.2, to a path
// whose percent-encoding is valid. Reserved characters stay encoded, because
// "a%3Db" and "a=b" need not be the same resource.
func normalizeEscapes(path string) string {
	var out strings.Builder
	for i := 0; i < len(path); i++ {
		if path[i] != '%' {
			out.WriteByte(path[i])
			continue
		}
		if c := unhex(path[i+1])<<4 | unhex(path[i+2]); isUnreserved(c) {
			out.WriteByte(c)
		} else {
			out.WriteString(strings.ToUpper(path[i : i+3]))
		}
		i += 2
	}
	return out.String()
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c&^0x20 - 'A' + 10 // a letter, made upper case
}
