// Package s3url reads the value of Twilio Video's aws_s3_url: the bucket, and
// the path in it, under which Twilio writes recordings or compositions.
//
// Twilio asks for an RFC 3986 URL with a "DNS-compliant" host. How much of that
// it checks when the settings are saved is not documented; what it lets through
// surfaces later, as uploads that fail (errors 53610, 53620 and 53664). The rules
// here find such a URL while Terraform plans.
package s3url

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"unicode/utf8"
)

// want is the form that messages recommend, for it works in every region.
const want = "https://BUCKET.s3.REGION.amazonaws.com/PATH"

// URL is a bucket URL that Parse has accepted. The zero value is no URL.
type URL struct {
	raw, host, path string // host: lower case, without port; path: as written
	s3              endpoint
	prefix          string
}

// String returns the URL as it was written: Twilio is to receive, and Terraform
// to keep, what the configuration says.
func (u URL) String() string { return u.raw }

// IsS3 reports whether the host is one of S3's. A host that is not may still be
// right, for Twilio's own reference shows one; it deserves a warning.
func (u URL) IsS3() bool { return u.s3.known }

// Bucket returns the name of the bucket. It is empty for a host that is not
// S3's, and for an access point or its alias, which hide the bucket's name.
//
// A name with dots in the host (rather than in the path) is accepted, although
// S3's wildcard certificate does not cover it:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
func (u URL) Bucket() string { return u.s3.bucket }

// Region returns the AWS region that the host names, such as "us-east-2". It is
// empty where the host names none, as s3.amazonaws.com and s3-accelerate do.
func (u URL) Region() string { return u.s3.region }

// Prefix returns what the keys of all objects begin with, without slashes at its
// ends: "my/path". It is percent-decoded, as in S3's keys and in the ARNs of IAM
// policies. It is empty at the root of the bucket.
func (u URL) Prefix() string { return u.prefix }

// Parse reads a bucket URL. The error is a sentence for the user, which says
// what is wrong with the value and what to write instead.
//
// An empty path segment ("a//b") is refused although S3 allows it in a key. It
// comes from joining "a/" and "/b", and an IAM policy on "a/b/*" would not cover
// the recordings.
func Parse(raw string) (URL, error) {
	if raw == "" {
		return URL{}, errors.New("the URL is empty: write " + want)
	}
	if err := checkCharacters(raw); err != nil {
		return URL{}, err
	}
	scheme, authority, path := split(raw)
	switch {
	case scheme == "":
		return URL{}, errors.New("the URL must begin with https://: write " + want)
	case !strings.EqualFold(scheme, "https"):
		return URL{}, fmt.Errorf("the scheme must be https, not %q: write %s", scheme, want)
	case strings.Contains(authority, "@"):
		// Never echoed: what stands before the @ may be a secret.
		return URL{}, errors.New(`the URL must not hold a user name or password: remove everything between "https://" and "@"`)
	case strings.Contains(path, "?"):
		return URL{}, errors.New(`the URL must not have a query: remove the "?" and what follows, or write %3F if it belongs to the path`)
	case strings.Contains(path, "#"):
		return URL{}, errors.New(`the URL must not have a fragment: remove the "#" and what follows, or write %23 if it belongs to the path`)
	}
	if i := strings.IndexAny(path, "[]"); i >= 0 {
		return URL{}, badCharacter(raw, len(raw)-len(path)+i)
	}

	u := URL{raw: raw, path: path}
	host, err := checkAuthority(authority)
	if err != nil {
		return URL{}, err
	}
	u.host = strings.ToLower(host)
	if err := checkPath(path); err != nil {
		return URL{}, err
	}
	var key string
	if u.s3, key, err = findEndpoint(host, strings.Trim(path, "/")); err != nil {
		return URL{}, err
	}
	u.prefix, err = url.PathUnescape(key)
	return u, err // nil: checkCharacters has seen each percent sign
}

// split cuts a URL into its parts. The scheme is empty where "://" is missing;
// the path holds the query and the fragment as well.
func split(raw string) (scheme, authority, path string) {
	scheme, rest, found := strings.Cut(raw, "://")
	if !found {
		return "", "", raw
	}
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		return scheme, rest[:i], rest[i:]
	}
	return scheme, rest, ""
}

// checkCharacters refuses what RFC 3986, section 2, does not allow anywhere in a
// URL, and a percent sign without its two hexadecimal digits.
func checkCharacters(raw string) error {
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '%':
			if i+2 >= len(raw) || !isHex(raw[i+1]) || !isHex(raw[i+2]) {
				return fmt.Errorf(`character %d is a "%%" without two hexadecimal digits: write %%25 for the percent sign itself`, position(raw, i))
			}
		case !isUnreserved(c) && !strings.ContainsRune(":/?#[]@!$&'()*+,;=", rune(c)):
			return badCharacter(raw, i)
		}
	}
	return nil
}

func badCharacter(raw string, i int) error {
	_, size := utf8.DecodeRuneInString(raw[i:])
	c := raw[i : i+size]
	return fmt.Errorf("character %d is %q, which a URL cannot hold: remove it, or write %s if it belongs to the path", position(raw, i), c, url.PathEscape(c))
}

// position counts as people do: in characters, from 1.
func position(raw string, i int) int { return utf8.RuneCountInString(raw[:i]) + 1 }

// checkAuthority returns the host as written, without the default port.
func checkAuthority(authority string) (string, error) {
	if strings.HasPrefix(authority, "[") {
		return "", errors.New("the host must be a DNS name, not an IP address: write " + want)
	}
	host, port, hasPort := strings.Cut(authority, ":")
	switch {
	case host == "":
		return "", errors.New("the host is missing: write " + want)
	case hasPort && port != "443":
		return "", errors.New(`the port must be 443, the port of https: remove the ":" and what follows it in the host`)
	case looksLikeIP(host):
		return "", fmt.Errorf("the host must be a DNS name, not the IP address %q: write %s", host, want)
	case len(host) > 253:
		return "", fmt.Errorf("the host has %d characters; DNS allows 253", len(host))
	}
	if err := checkLabels(host); err != nil {
		return "", fmt.Errorf("the host %q is not a DNS name: %w", host, err)
	}
	return host, nil
}

// looksLikeIP also catches what resolvers read as an address ("127.1"): no
// top-level domain is a number (RFC 3696, section 2).
func looksLikeIP(host string) bool {
	last := host[strings.LastIndex(host, ".")+1:]
	_, err := netip.ParseAddr(host)
	return err == nil || (last != "" && strings.Trim(last, "0123456789") == "")
}

// checkLabels applies RFC 1123, section 2.1, to each part of a host.
func checkLabels(host string) error {
	for label := range strings.SplitSeq(host, ".") {
		switch {
		case label == "":
			return errors.New("it must not begin or end with a dot, nor have two dots in a row")
		case len(label) > 63:
			return fmt.Errorf("a part between dots has at most 63 characters, but %q has %d", label, len(label))
		case strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-"):
			return fmt.Errorf("%q must begin and end with a letter or a digit", label)
		}
		if i := strings.IndexFunc(label, func(r rune) bool { return r != '-' && !isAlphanumeric(r) }); i >= 0 {
			return fmt.Errorf("%q holds %q, but only letters, digits and hyphens are allowed", label, label[i:i+1])
		}
	}
	return nil
}

// checkPath refuses segments that would not arrive in S3 as they are written.
func checkPath(path string) error {
	path = strings.TrimSuffix(strings.TrimPrefix(path, "/"), "/")
	if path == "" {
		return nil
	}
	for segment := range strings.SplitSeq(path, "/") {
		decoded, err := url.PathUnescape(segment)
		switch {
		case err != nil:
			return err
		case decoded == "":
			return errors.New(`the path has two slashes in a row: write one "/"`)
		case decoded == "." || decoded == "..":
			// HTTP clients resolve these before S3 sees them (RFC 3986, 5.2.4).
			return fmt.Errorf("the path must not have the segment %q: write the path that it leads to", segment)
		case strings.Contains(decoded, "/"):
			return errors.New(`the path has an encoded slash: S3 reads it as a slash, so write "/" instead of %2F`)
		case !utf8.ValidString(decoded):
			return fmt.Errorf("the path segment %q does not decode to UTF-8, which S3's keys are written in", segment)
		}
	}
	return nil
}

func isAlphanumeric(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

// isUnreserved is RFC 3986, section 2.3: what never needs percent-encoding.
func isUnreserved(c byte) bool {
	return isAlphanumeric(rune(c)) || strings.IndexByte("-._~", c) >= 0
}

func isHex(c byte) bool {
	return strings.IndexByte("0123456789abcdefABCDEF", c) >= 0
}
