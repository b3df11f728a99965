// Package s3url checks and compares values of Twilio Video's aws_s3_url: the
// bucket, and the path in it, under which Twilio writes recordings or
// compositions.
//
// Twilio asks for an RFC 3986 URL with a "DNS-compliant" host. How much of that
// it checks when the settings are saved is not documented; what it lets through
// surfaces later, as uploads that fail (errors 53610, 53620 and 53664). The rules
// here find such a URL while Terraform plans.
package s3url

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

// want is the form that messages recommend, for it works in every region.
const want = "https://BUCKET.s3.REGION.amazonaws.com/PATH"

// unreserved is RFC 3986, section 2.3: what never needs percent-encoding.
const unreserved = `[A-Za-z0-9\-._~]`

var (
	// allowed is as much of a URL as RFC 3986, section 2, allows.
	allowed = regexp.MustCompile(`^(?:` + unreserved + `|[:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*`)
	// form finds the scheme, the authority, and the path with what may follow it.
	form = regexp.MustCompile(`^(.*?)://([^/?#]*)(.*)$`)
	// ipAddress also catches what resolvers read as an address ("127.1"): no
	// top-level domain is a number (RFC 3696, section 2).
	ipAddress = regexp.MustCompile(`(?:^|\.)[0-9]+$`)
	notDNS    = regexp.MustCompile(`[^A-Za-z0-9-]`)
)

// URL is a bucket URL that Parse has accepted. The zero value is no URL.
type URL struct {
	host, path string // host: lower case, without port; path: as written
	target     target
}

// IsS3 reports whether the host is one of S3's. A host that is not may still be
// right, for Twilio's own reference shows one; it deserves a warning.
func (u URL) IsS3() bool { return u.target.isS3 }

// Bucket is the name of the bucket, "" where the host is not S3's, or is that of
// an access point or of a directory bucket.
func (u URL) Bucket() string { return u.target.bucket }

// Region is the code of the bucket's region, "" where the URL does not say: the
// global hosts and those of transfer acceleration do not.
func (u URL) Region() string { return u.target.region }

// Partition is the name of the bucket's partition, such as "aws", "" where
// Bucket is. For a URL without a region it is that of the domain.
func (u URL) Partition() string { return u.target.partition }

// Path is what the keys of the objects begin with, as S3 has them: decoded,
// without a leading slash or, in path style, the bucket. A slash at the end is
// kept. "" is the whole bucket, and Path is "" where Bucket is.
func (u URL) Path() string { return u.target.key }

// String is the URL with its scheme and host in lower case, and without the
// port.
func (u URL) String() string { return "https://" + u.host + u.path }

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
	if i := len(allowed.FindString(raw)); i < len(raw) {
		return URL{}, badCharacter(raw, i)
	}
	parts := form.FindStringSubmatch(raw)
	if parts == nil || parts[1] == "" {
		return URL{}, errors.New("the URL must begin with https://: write " + want)
	}
	scheme, authority, path := parts[1], parts[2], parts[3]
	switch {
	case !strings.EqualFold(scheme, "https"):
		return URL{}, fmt.Errorf("the scheme must be https, not %q: write %s", scheme, want)
	case strings.Contains(authority, "@"):
		// Never echoed: what stands before the @ may be a secret.
		return URL{}, errors.New(`the URL must not hold a user name or password: remove everything between "https://" and "@"`)
	case strings.Contains(path, "?"):
		return URL{}, errors.New(`the URL must not have a query: remove the "?" and what follows, or write %3F if it belongs to the path`)
	case strings.Contains(path, "#"):
		return URL{}, errors.New(`the URL must not have a fragment: remove the "#" and what follows, or write %23 if it belongs to the path`)
	case strings.ContainsAny(path, "[]"):
		return URL{}, badCharacter(raw, len(raw)-len(path)+strings.IndexAny(path, "[]"))
	}
	host, err := checkAuthority(authority)
	if err != nil {
		return URL{}, err
	}
	decoded, err := decodePath(path)
	if err != nil {
		return URL{}, err
	}
	found, err := findTarget(host, path, decoded)
	if err != nil {
		return URL{}, err
	}
	return URL{host: strings.ToLower(host), path: path, target: found}, nil
}

func badCharacter(raw string, i int) error {
	position := utf8.RuneCountInString(raw[:i]) + 1 // as people count
	if raw[i] == '%' {
		return fmt.Errorf(`character %d is a "%%" without two hexadecimal digits: write %%25 for the percent sign itself`, position)
	}
	_, size := utf8.DecodeRuneInString(raw[i:])
	c := raw[i : i+size]
	return fmt.Errorf("character %d is %q, which a URL cannot hold: remove it, or write %s if it belongs to the path", position, c, url.PathEscape(c))
}

// checkAuthority returns the host as written, without the default port.
func checkAuthority(authority string) (string, error) {
	host, port, hasPort := strings.Cut(authority, ":")
	switch {
	case strings.HasPrefix(host, "["):
		return "", errors.New("the host must be a DNS name, not an IP address: write " + want)
	case host == "":
		return "", errors.New("the host is missing: write " + want)
	case hasPort && port != "443":
		return "", errors.New(`the port must be 443, the port of https: remove the ":" and what follows it in the host`)
	case ipAddress.MatchString(host):
		return "", fmt.Errorf("the host must be a DNS name, not the IP address %q: write %s", host, want)
	case len(host) > 253:
		return "", fmt.Errorf("the host has %d characters; DNS allows 253", len(host))
	}
	if err := checkLabels(host); err != nil {
		return "", fmt.Errorf("the host %q is not a DNS name: %w", host, err)
	}
	return host, nil
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
		case notDNS.MatchString(label):
			return fmt.Errorf("%q holds %q, but only letters, digits and hyphens are allowed", label, notDNS.FindString(label))
		}
	}
	return nil
}
