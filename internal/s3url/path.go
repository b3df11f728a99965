package s3url

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

var encodedSlash = regexp.MustCompile(`(?i)%2F`)

// needsEscape is what encodePath does not leave as it is: all that RFC 3986,
// section 3.3, does not allow in a path, and "+", which S3 reads as a space. No
// more, for whether Twilio decodes a path is not documented.
var needsEscape = regexp.MustCompile(`[^A-Za-z0-9\-._~!$&'()*,;=:@/]`)

// CheckPath reports what is wrong with a path in a bucket that is not encoded,
// in a sentence for the user. It is what the keys of objects begin with, without
// a leading slash; with or without one at the end; "" for the whole bucket.
func CheckPath(path string) error {
	switch {
	case strings.HasPrefix(path, "/"):
		return fmt.Errorf("the path must not begin with a slash: write %q", strings.TrimLeft(path, "/"))
	case !utf8.ValidString(path):
		return fmt.Errorf("the path %q is not valid UTF-8, which S3's keys are written in: write it in UTF-8", path)
	}
	return checkSegments(path, path)
}

// decodePath returns the path of a URL as S3 has it, and refuses what would not
// arrive in S3 as it is written.
func decodePath(path string) (string, error) {
	if encodedSlash.MatchString(path) {
		return "", errors.New(`the path has an encoded slash: S3 reads it as a slash, so write "/" instead of %2F`)
	}
	decoded, err := url.PathUnescape(path)
	switch {
	case err != nil:
		return "", err
	case !utf8.ValidString(decoded):
		return "", fmt.Errorf("the path %q does not decode to UTF-8, which S3's keys are written in: percent-encode it as UTF-8", path)
	}
	return decoded, checkSegments(path, decoded)
}

// encodePath is what decodePath decodes.
func encodePath(path string) string {
	return needsEscape.ReplaceAllStringFunc(path, func(c string) string {
		var out strings.Builder
		for _, b := range []byte(c) {
			fmt.Fprintf(&out, "%%%02X", b)
		}
		return out.String()
	})
}

// checkSegments refuses a path that does not lead where it seems to. The slashes
// of what is written and what it decodes to are the same.
func checkSegments(path, decoded string) error {
	if strings.Contains(path, "//") {
		return errors.New(`the path has two slashes in a row: write one "/"`)
	}
	written := strings.Split(path, "/")
	for i, segment := range strings.Split(decoded, "/") {
		if segment == "." || segment == ".." {
			// HTTP clients resolve these before S3 sees them (RFC 3986, 5.2.4).
			return fmt.Errorf("the path must not have the segment %q: write the path that it leads to", written[i])
		}
	}
	return nil
}
