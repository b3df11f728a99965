// Package s3 knows the rules of S3 and IAM that storing recordings depends on:
// the names of buckets and regions, bucket URLs, and IAM policies. Its errors are
// for users: they name the mistake and tell how to correct it.
package s3

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/videostorage/terraform-provider-videostorage/internal/lazyregexp"
)

// urlForm is the form that error messages recommend: it works in every region.
const urlForm = "https://BUCKET.s3.REGION.amazonaws.com/PATH"

// unreservedClass matches a character that never needs percent-encoding: RFC 3986,
// section 2.3.
const unreservedClass = `[A-Za-z0-9\-._~]`

var (
	// legalPrefix matches the characters that RFC 3986, section 2, allows in a URL.
	legalPrefix  = lazyregexp.New(`^(?:` + unreservedClass + `|[:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*`)
	urlParts     = lazyregexp.New(`^([^:/?#]+)://([^/?#]*)(.*)$`)
	beforePath   = lazyregexp.New(`^[^:/?#]+://[^/?#]*`)
	unreserved   = lazyregexp.New(`^` + unreservedClass + `$`)
	escape       = lazyregexp.New(`%..`)
	encodedSlash = lazyregexp.New(`(?i)%2F`)
	// needsEscape matches the characters that RFC 3986, section 3.3, does not allow
	// in a path, and "+", which S3 decodes to a space. It matches no others because
	// Twilio does not document whether it decodes a path.
	needsEscape = lazyregexp.New(`[^A-Za-z0-9\-._~!$&'()*,;=:@/]`)
	// ipAddress also matches the short forms that resolvers accept ("127.1"). No
	// top-level domain is a number: RFC 3696, section 2.
	ipAddress = lazyregexp.New(`^\[|(?:^|\.)[0-9]+$`)
)

// domainPattern matches the domain of a partition.
const domainPattern = `\.(amazonaws\.(?:com|com\.cn|eu))$`

// The hosts of S3: https://docs.aws.amazon.com/general/latest/gr/s3.html and, for
// s3-REGION and s3-external-1, "Backward compatibility" in
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
var (
	// bucketHost is anchored at the end because a bucket's name may contain ".s3.".
	bucketHost = lazyregexp.New(`(?i)^(?:` +
		`(?:(.+)\.)?s3(?:-(external-1)|(?:-fips)?(?:(?:\.dualstack)?\.(` + regionPattern + `)|-(` + regionPattern + `))?)` +
		`|(.+)\.s3-accelerate(?:\.dualstack)?)` + domainPattern)
	// otherHost matches access points and directory buckets.
	otherHost = lazyregexp.New(`(?i)^.+\.(?:accesspoint\.s3-global|` +
		`(?:s3-(?:accesspoint|object-lambda|outposts)(?:-fips)?|s3express(?:-fips)?-[a-z0-9-]+)(?:\.dualstack)?\.` + regionPattern + `)` + domainPattern)
	// readOnlyHost matches website and control hosts, which accept no uploads.
	readOnlyHost = lazyregexp.New(`(?i)(?:^|\.)s3-(?:website|control)(?:-fips)?(?:\.dualstack)?[.-]` + regionPattern + domainPattern)
)

// URL is a bucket URL that ParseURL has accepted.
type URL struct {
	host, path                        string // host: lower case, without the port; path: as written
	isS3, isPathStyle                 bool
	bucket, region, partition, prefix string
}

// IsS3 reports whether the host belongs to S3. Another host deserves only a
// warning because Twilio's own reference shows one.
func (u URL) IsS3() bool { return u.isS3 }

// Bucket returns the name of the bucket, or "" outside S3 and for access points and
// directory buckets.
func (u URL) Bucket() string { return u.bucket }

// Region returns the code of the bucket's region, or "" if the host names none.
func (u URL) Region() string { return u.region }

// Partition returns the name of the bucket's partition, such as "aws".
func (u URL) Partition() string { return u.partition }

// Path returns the prefix of the objects' keys, decoded and without a leading
// slash. It keeps a trailing slash and is "" for the whole bucket. Outside S3, it
// is the path of the URL, which may begin with a bucket.
func (u URL) Path() string { return u.prefix }

// Endpoint returns the origin of S3 to which requests go that name the bucket as
// the URL does: in the path of a request (path style), or in front of the host.
func (u URL) Endpoint() (origin string, isPathStyle bool) {
	if u.isPathStyle {
		return "https://" + u.host, true
	}
	return "https://" + strings.TrimPrefix(u.host, u.bucket+"."), false
}

// Host returns the host in lower case.
func (u URL) Host() string { return u.host }

// String returns the URL with scheme and host in lower case and without the port.
func (u URL) String() string { return "https://" + u.host + u.path }

// ParseURL parses a value of Twilio Video's aws_s3_url. Twilio asks for an RFC 3986
// URL with a "DNS-compliant" host and does not document how much of that it
// checks. A wrong URL appears later, as failed uploads (errors 53610, 53620 and
// 53664). ParseURL rejects such a URL while Terraform plans.
//
// S3 allows an empty segment in a key ("a//b"), ParseURL does not. It comes from
// joining "a/" and "/b", and an IAM policy on "a/b/*" would not cover it.
func ParseURL(raw string) (URL, error) {
	if i := len(legalPrefix.FindString(raw)); i < len(raw) {
		return URL{}, illegalCharacterError(raw, i)
	}
	parts := urlParts.FindStringSubmatch(raw)
	if parts == nil {
		return URL{}, errors.New("the URL must begin with https://: write " + urlForm)
	}
	scheme, authority, path := parts[1], parts[2], parts[3]
	switch {
	case !strings.EqualFold(scheme, "https"):
		return URL{}, fmt.Errorf("the scheme must be https, not %q: write %s", scheme, urlForm)
	case strings.Contains(authority, "@"):
		// The message must not show the part before the @: it may be a secret.
		return URL{}, errors.New(`the URL must not contain a user name or password: remove everything between "https://" and "@"`)
	case strings.ContainsAny(path, "?#[]"):
		return URL{}, illegalCharacterError(raw, len(raw)-len(path)+strings.IndexAny(path, "?#[]"))
	}
	host, hostErr := parseAuthority(authority)
	decoded, pathErr := decodePath(path)
	if err := cmp.Or(hostErr, pathErr); err != nil {
		return URL{}, err
	}
	return findBucket(host, path, decoded)
}

// ParseBucketURL is ParseURL, and rejects hosts outside S3, access points and
// directory buckets.
func ParseBucketURL(raw string) (URL, error) {
	u, err := ParseURL(raw)
	if err == nil && u.bucket == "" {
		return URL{}, fmt.Errorf("the host %q does not belong to a general purpose bucket in S3: write %s", u.host, urlForm)
	}
	return u, err
}

// NewURL returns the URL https://BUCKET.s3.REGION.amazonaws.com/PATH, with the
// domain of the region's partition. ParseURL restores the three arguments.
func NewURL(bucket, region, path string) (URL, error) {
	partition, err := PartitionOfRegion(region)
	if err := cmp.Or(ValidateBucketName(bucket), err, ValidatePath(path)); err != nil {
		return URL{}, err
	}
	raw := fmt.Sprintf("https://%s.s3.%s.%s", bucket, region, partition.Domain)
	if path != "" {
		raw += "/" + encodePath(path)
	}
	return ParseURL(raw)
}

// repeatedSlashes matches slashes after the one that ends a segment, but not those of "https://".
var repeatedSlashes = lazyregexp.New(`([^:/]/)/+`)

// Contains reports whether a URL is u or below it: in the same bucket, and under
// the path at the boundary of a segment. All hosts of a bucket are equal. It
// ignores empty segments, because Twilio may append "/" and the name of a file to a
// path that ends with a slash.
func (u URL) Contains(raw string) bool {
	v, err := ParseURL(repeatedSlashes.ReplaceAllString(raw, "$1"))
	switch {
	case err != nil:
		return false
	case u.bucket == "" || v.bucket == "":
		return strings.HasPrefix(normalizeURL(v.String())+"/", normalizeURL(u.String())+"/")
	}
	return u.bucket == v.bucket && u.partition == v.partition && strings.HasPrefix(v.Directory(), u.Directory())
}

// Directory returns [URL.Path] with a slash at its end, or "" for the whole bucket.
func (u URL) Directory() string {
	if directory := strings.TrimRight(u.prefix, "/"); directory != "" {
		return directory + "/"
	}
	return ""
}

// SameURL reports whether two URLs differ in spelling only, so that the spelling in
// an API response is not taken for drift. As in RFC 3986, section 6.2, it ignores
// the case of scheme and host, the default port and the percent-encoding of
// unreserved characters. It also ignores trailing slashes: Twilio's examples come
// with and without, and whether the API removes them is not documented. The host
// style and the path style of a bucket differ.
//
// The API may return a URL that ParseURL rejects. SameURL compares it byte by byte,
// without trailing slashes.
func SameURL(a, b string) bool { return normalizeURL(a) == normalizeURL(b) }

// normalizeURL returns one string for all spellings of a URL, which makes SameURL
// symmetric and transitive.
func normalizeURL(raw string) string {
	raw = strings.TrimRight(raw, "/")
	// ParseURL rejects capitals in a bucket's name, so lower the host first.
	u, err := ParseURL(beforePath.ReplaceAllStringFunc(raw, strings.ToLower))
	if err != nil {
		return raw
	}
	path := escape.ReplaceAllStringFunc(u.path, func(escaped string) string {
		if c, err := url.PathUnescape(escaped); err == nil && unreserved.MatchString(c) {
			return c
		}
		// A reserved character stays encoded: "a%3Db" and "a=b" may be two resources.
		return strings.ToUpper(escaped)
	})
	return "https://" + u.host + path
}

// illegalCharacterError rejects the character at raw[i].
func illegalCharacterError(raw string, i int) error {
	_, size := utf8.DecodeRuneInString(raw[i:])
	c := raw[i : i+size]
	return fmt.Errorf("character %d is %q, which is not allowed there: remove it, or write %s if it is part of the path",
		utf8.RuneCountInString(raw[:i])+1, c, url.PathEscape(c))
}

// parseAuthority returns the host as written, without the default port.
func parseAuthority(authority string) (string, error) {
	host, port, hasPort := strings.Cut(authority, ":")
	switch {
	case host == "":
		return "", errors.New("the host is missing: write " + urlForm)
	case ipAddress.MatchString(host):
		return "", errors.New("the host must be a DNS name, not an IP address: write " + urlForm)
	case hasPort && port != "443":
		return "", errors.New(`the port must be 443, the default port of https: remove the ":" and the port`)
	case len(host) > 253:
		return "", fmt.Errorf("the host has %d characters, but DNS allows at most 253: shorten it", len(host))
	}
	if err := validateLabels(host); err != nil {
		return "", fmt.Errorf("the host %q is not a DNS name: %w", host, err)
	}
	return host, nil
}

// decodePath returns the path as S3 decodes it.
func decodePath(path string) (string, error) {
	if encodedSlash.MatchString(path) {
		return "", errors.New(`the path contains %2F, which S3 reads as a slash: write "/" instead`)
	}
	decoded, err := url.PathUnescape(path)
	return decoded, cmp.Or(err, validateDecodedPath(decoded))
}

// encodePath is the inverse of decodePath.
func encodePath(path string) string {
	return needsEscape.ReplaceAllStringFunc(path, func(c string) string {
		return "%" + strings.ReplaceAll(fmt.Sprintf("% X", c), " ", "%")
	})
}

// findBucket returns the URL of a host and a path. It takes the host as written
// because capitals may mean a bucket of the old naming rules, which no host can
// reach. A VPC endpoint is an unknown host because Twilio cannot reach it.
func findBucket(host, path, decoded string) (URL, error) {
	if readOnlyHost.MatchString(host) {
		return URL{}, fmt.Errorf("the host %q is a website or control endpoint of S3, which accepts no uploads: write %s", host, urlForm)
	}
	u := URL{host: strings.ToLower(host), path: path, prefix: strings.TrimPrefix(decoded, "/")}
	groups := bucketHost.FindStringSubmatch(host)
	if groups == nil {
		u.isS3 = otherHost.MatchString(host)
		return u, nil
	}
	// The groups are bucket, external-1, region, region, bucket, domain. At most one
	// of two groups of the same kind has matched.
	u.isS3, u.bucket, u.region = true, groups[1]+groups[5], strings.ToLower(groups[3]+groups[4])
	if groups[2] != "" {
		u.region = "us-east-1"
	}
	if u.isPathStyle = u.bucket == ""; u.isPathStyle {
		u.bucket, _, _ = strings.Cut(strings.TrimPrefix(path, "/"), "/")
		_, u.prefix, _ = strings.Cut(u.prefix, "/")
	}
	if u.bucket == "" {
		return URL{}, fmt.Errorf("the URL names no bucket: write https://BUCKET.%s with the name of the bucket", host)
	}
	partition, err := partitionOfHost(u.region, strings.ToLower(groups[6]))
	if err := cmp.Or(ValidateBucketName(u.bucket), err); err != nil {
		return URL{}, err
	}
	u.partition = partition.Name
	return u, nil
}
