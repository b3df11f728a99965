package s3

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/videostorage/terraform-provider-videostorage/internal/lazyregexp"
)

// MaxKeyBytes is the maximum length of an object's key, in bytes.
// Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
const MaxKeyBytes = 1024

var dnsLabel = lazyregexp.New(`^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$`)

// ValidateBucketName applies the form that AWS requires of bucket names:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
// Each part must also be a DNS label, as Twilio asks. ValidateBucketName accepts
// the prefixes and suffixes that AWS reserves, because the list grows and older
// buckets keep their names. It accepts dots, although S3's wildcard certificate
// does not cover them in a host.
func ValidateBucketName(name string) error {
	if bucket := BucketInAddress(name); bucket != "" {
		return fmt.Errorf("%q is an address of a bucket and not its name: write %q", name, bucket)
	}
	lower := strings.ToLower(name)
	_, notAddress := netip.ParseAddr(name)
	err := validateLabels(name)
	switch {
	case len(name) < 3 || len(name) > 63:
		err = fmt.Errorf("it must have 3 to 63 characters, not %d", len(name))
	case notAddress == nil:
		err = errors.New("it must not be an IP address")
	case err == nil && lower != name:
		err = fmt.Errorf("it must be lower case: write %q", lower)
	}
	if err != nil {
		return fmt.Errorf("%q is not a valid bucket name: %w", name, err)
	}
	return nil
}

var (
	bucketARN   = lazyregexp.New(`^arn:[a-z-]+:s3:::([^/]+)`)
	bucketURI   = lazyregexp.New(`^(?i:s3)://([^/]+)`)
	websiteHost = lazyregexp.New(`(?i)^(?:https?://)?(.+)\.s3-website[.-]` + regionPattern + domainPattern)
)

// BucketInAddress returns the name of the bucket if the text is the host, URL or ARN of one, as an attribute of an aws_s3_bucket
// other than bucket. Otherwise it returns "".
func BucketInAddress(text string) string {
	for _, form := range []*lazyregexp.Regexp{bucketARN, bucketURI, websiteHost} {
		if found := form.FindStringSubmatch(text); found != nil {
			return strings.ToLower(found[1])
		}
	}
	if !strings.Contains(text, "amazonaws.") {
		return ""
	}
	host := beforePath.ReplaceAllStringFunc(text, strings.ToLower)
	if !strings.Contains(text, "://") {
		host = "https://" + strings.ToLower(text)
	}
	u, err := ParseURL(host)
	if err != nil {
		return ""
	}
	return u.bucket
}

// validateLabels applies RFC 1123, section 2.1, to each label of a host.
func validateLabels(host string) error {
	for label := range strings.SplitSeq(host, ".") {
		switch {
		case label == "":
			return errors.New("it must not begin or end with a dot or contain two dots in a row")
		case len(label) > 63:
			return fmt.Errorf("%q has %d characters, but a part between dots has at most 63", label, len(label))
		case !dnsLabel.MatchString(label):
			return fmt.Errorf("%q must consist of letters, digits and hyphens, without a hyphen at either end", label)
		}
	}
	return nil
}

// ValidatePath validates the prefix of the objects' keys in a bucket: decoded,
// without a leading slash, with or without a trailing one, "" for the whole bucket.
func ValidatePath(path string) error {
	if strings.HasPrefix(path, "/") {
		return fmt.Errorf("the path must not begin with a slash: write %q", strings.TrimLeft(path, "/"))
	}
	return validateDecodedPath(path)
}

// validateDecodedPath is ValidatePath for a path that may have a leading slash.
func validateDecodedPath(path string) error {
	switch {
	case !utf8.ValidString(path):
		return fmt.Errorf("the path %q is not in UTF-8, the encoding of S3 keys: encode it in UTF-8", path)
	case strings.Contains(path, "//"):
		return errors.New(`the path contains two slashes in a row: write one "/"`)
	}
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "." || segment == ".." {
			// HTTP clients resolve these before S3 sees them: RFC 3986, section 5.2.4.
			return fmt.Errorf("the path must not contain the segment %q: write the path that it leads to", segment)
		}
	}
	return nil
}

// ValidateDirectory is [ValidatePath] for a directory that objects are copied to.
// Its name must fit into a key. S3 allows control characters in a key, but users
// read keys in a terminal, and many S3 tools cannot handle them.
func ValidateDirectory(path string) error {
	switch {
	case len(path) > MaxKeyBytes:
		return fmt.Errorf("the path has %d bytes, but an S3 key has at most %d: shorten it", len(path), MaxKeyBytes)
	case strings.ContainsFunc(path, IsControl):
		return fmt.Errorf("the path %q contains a control character or a line break: remove it", path)
	}
	return ValidatePath(path)
}

// IsControl reports whether r is a control character or a line break.
func IsControl(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }
