package s3url

import (
	"errors"
	"fmt"
	"net/netip"
	"regexp"
	"strings"
)

const (
	// region matches today's names of regions (us-gov-west-1, eusc-de-east-1) by
	// their shape, so that a region of tomorrow needs no release. The first word
	// has at most four letters, which tells s3-us-east-2 from s3-website-us-east-2.
	region = `[a-z]{2,4}(?:-[a-z]+)+-[0-9]+`
	// domain is that of an AWS partition.
	domain = `\.amazonaws\.(?:com|com\.cn|eu)$`
)

// The hosts of S3: https://docs.aws.amazon.com/general/latest/gr/s3.html and, for
// s3-REGION and s3-external-1, "Backward compatibility" in
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
var (
	// The groups are greedy, for the name of a bucket may itself hold ".s3.".
	bucketHost = regexp.MustCompile(`(?i)^(?:` +
		`(?:(.+)\.)?s3(?:-external-1|(?:-fips)?(?:(?:\.dualstack)?\.` + region + `|-` + region + `)?)` +
		`|(.+)\.s3-accelerate(?:\.dualstack)?)` + domain)
	// Access points and directory buckets have names with rules of their own.
	otherHost = regexp.MustCompile(`(?i)^.+\.(?:accesspoint\.s3-global|` +
		`(?:s3-(?:accesspoint|object-lambda|outposts)(?:-fips)?|s3express(?:-fips)?-[a-z0-9-]+)(?:\.dualstack)?\.` + region + `)` + domain)
	// Website hosts only serve pages, and only over http; control hosts only
	// manage. Neither takes an upload.
	noUploads = regexp.MustCompile(`(?i)(?:^|\.)s3-(?:website|control)(?:-fips)?(?:\.dualstack)?[.-]` + region + domain)
)

// checkEndpoint reports whether a host is one of S3's, and checks the bucket that
// it or, in path style, the path names. The host is taken as written: a user who
// writes capitals may mean a bucket of the old rules, which no host can reach. A
// VPC endpoint is not known, for Twilio could not reach it.
func checkEndpoint(host, path string) (isS3 bool, err error) {
	if noUploads.MatchString(host) {
		return false, fmt.Errorf("the host %q is S3's website or control endpoint, which takes no uploads: write %s", host, want)
	}
	m := bucketHost.FindStringSubmatch(host)
	if m == nil {
		return otherHost.MatchString(host), nil
	}
	bucket := m[1] + m[2] // at most one of the two forms matched
	if bucket == "" {
		bucket, _, _ = strings.Cut(strings.TrimPrefix(path, "/"), "/")
	}
	if bucket == "" {
		return false, fmt.Errorf("the URL names no bucket: write https://BUCKET.%s, with the bucket's name for BUCKET", host)
	}
	if err := checkBucket(bucket); err != nil {
		return false, fmt.Errorf("%q cannot be the name of a bucket: %w", bucket, err)
	}
	return true, nil
}

// checkBucket applies the shape that AWS gives to the names of buckets:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
// Each part must also be a DNS label, as Twilio asks. The prefixes and suffixes
// that AWS reserves are not refused: the list grows, and older buckets keep
// their names. Nor are dots, although S3's wildcard certificate does not cover
// them in a host.
func checkBucket(name string) error {
	if len(name) < 3 || len(name) > 63 {
		return fmt.Errorf("it must have 3 to 63 characters, not %d", len(name))
	}
	if _, err := netip.ParseAddr(name); err == nil {
		return errors.New("it must not have the form of an IP address")
	}
	if err := checkLabels(name); err != nil {
		return err
	}
	if lower := strings.ToLower(name); lower != name {
		return fmt.Errorf("it has capital letters: write %q", lower)
	}
	return nil
}
