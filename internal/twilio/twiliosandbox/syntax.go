package twiliosandbox

import (
	"net/url"
	"strings"
)

// isBoolean takes any case; the description only says "boolean", which for a
// form leaves it open how true is spelt.
func isBoolean(v string) bool {
	return isTrue(v) || strings.ToLower(v) == "false"
}

func isTrue(v string) bool { return strings.ToLower(v) == "true" }

func emptyOr(valid func(string) bool) func(string) bool {
	return func(v string) bool { return v == "" || valid(v) }
}

// uriCharacters are all that may appear in a URI: RFC 3986, section 2.
const uriCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" +
	"-._~" + ":/?#[]@" + "!$&'()*+,;=" + "%"

// isHTTPURI checks the characters as well, because [url.Parse] lets through
// what RFC 3986 does not, such as letters with accents.
func isHTTPURI(v string) bool {
	if strings.Trim(v, uriCharacters) != "" {
		return false
	}
	u, err := url.Parse(v)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}
