package s3url

import (
	"fmt"
	"strings"
	"unicode"
)

// MaxKey is the longest key that an object can have, in bytes.
// Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
const MaxKey = 1024

// CheckDirectory is [CheckPath] for a directory that objects are copied to: it is longer
// than no key, and holds no control characters. S3 would take those, but the key goes
// where somebody reads it, and many of S3's own tools cannot.
func CheckDirectory(path string) error {
	switch {
	case len(path) > MaxKey:
		return fmt.Errorf("the path has %d bytes: S3's keys have at most %d, so shorten it", len(path), MaxKey)
	case strings.ContainsFunc(path, IsControl):
		return fmt.Errorf("the path %q holds a control character or a line break: remove it", path)
	}
	return CheckPath(path)
}

// IsControl reports whether r steers a terminal or breaks a line, in Unicode's view too.
func IsControl(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }
