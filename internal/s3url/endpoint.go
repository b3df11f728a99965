package s3url

import (
	"errors"
	"fmt"
	"net/netip"
	"regexp"
	"strings"
)

// endpoint is what a host, and in path style the path, says of S3.
type endpoint struct {
	known          bool
	bucket, region string
}

// region matches today's names of regions (us-gov-west-1, eusc-de-east-1) by
// their shape, so that a region of tomorrow needs no release. The first word has
// at most four letters, which tells s3-us-east-2 from s3-website-us-east-2.
const region = `[a-z]{2,4}(?:-[a-z]+)+-[0-9]+`

// The hosts of S3, without the domain of the AWS partition:
// https://docs.aws.amazon.com/general/latest/gr/s3.html and, for s3-REGION and
// s3-external-1, "Backward compatibility" in
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
// The first group is greedy, for the name of a bucket may itself hold ".s3.".
var (
	bucketHost = regexp.MustCompile(`(?i)^(?:(.+)\.)?s3(?:-fips)?(?:(?:\.dualstack)?\.(` + region + `)|-(` + region + `))?$`)
	legacyHost = regexp.MustCompile(`(?i)^(?:(.+)\.)?s3-external-1$`) // us-east-1
	accelerate = regexp.MustCompile(`(?i)^(.+)\.s3-accelerate(?:\.dualstack)?$`)
	// These take objects, but name an access point or a directory bucket, which
	// has ARNs of another form: not a bucket that an IAM policy could name.
	accessPoint = regexp.MustCompile(`(?i)^.+\.(?:s3-(?:accesspoint|object-lambda|outposts)(?:-fips)?|s3express(?:-fips)?-[a-z0-9-]+)(?:\.dualstack)?\.(` + region + `)$`)
	multiRegion = regexp.MustCompile(`(?i)^.+\.accesspoint\.s3-global$`)
	// Website hosts only serve pages, and only over http; control hosts only
	// manage. Neither takes an upload.
	noUploads = regexp.MustCompile(`(?i)(?:^|\.)s3-(?:website|control)(?:-fips)?(?:\.dualstack)?[.-]` + region + `$`)
)

// findEndpoint reads a host as written, and a path without slashes at its ends.
// The case of the host counts for the bucket alone: a user who writes capitals
// may mean a bucket of the old rules, which no host can reach. It returns the path inside the bucket as well: in path style, the first
// segment names the bucket. A host of another service, or of a VPC endpoint,
// which Twilio could not reach, is not known.
func findEndpoint(host, path string) (endpoint, string, error) {
	name := ""
	for _, domain := range []string{".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu"} {
		if strings.HasSuffix(strings.ToLower(host), domain) {
			name = host[:len(host)-len(domain)]
		}
	}
	e := endpoint{known: true}
	if noUploads.MatchString(name) {
		return endpoint{}, "", fmt.Errorf("the host %q is S3's website or control endpoint, which takes no uploads: write %s", host, want)
	}
	if m := accessPoint.FindStringSubmatch(name); m != nil {
		e.region = strings.ToLower(m[1])
		return e, path, nil
	}
	if multiRegion.MatchString(name) {
		return e, path, nil
	}
	if m := bucketHost.FindStringSubmatch(name); m != nil {
		e.bucket, e.region = m[1], strings.ToLower(m[2]+m[3]) // at most one of the two forms matched
	} else if m := legacyHost.FindStringSubmatch(name); m != nil {
		e.bucket, e.region = m[1], "us-east-1"
	} else if m := accelerate.FindStringSubmatch(name); m != nil {
		e.bucket = m[1]
	} else {
		return endpoint{}, path, nil
	}

	if e.bucket == "" {
		if path == "" {
			return endpoint{}, "", fmt.Errorf("the URL names no bucket: write https://BUCKET.%s, with the bucket's name for BUCKET", host)
		}
		e.bucket, path, _ = strings.Cut(path, "/")
	}
	if err := checkBucket(e.bucket); err != nil {
		return endpoint{}, "", fmt.Errorf("%q cannot be the name of a bucket: %w", e.bucket, err)
	}
	if strings.HasSuffix(e.bucket, "-s3alias") || strings.HasSuffix(e.bucket, "--ol-s3") {
		e.bucket = "" // the alias of an access point: it stands in for a bucket's name
	}
	return e, path, nil
}

// checkBucket applies the shape that AWS gives to the names of buckets:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
// Each part must also be a DNS label, as Twilio asks. The prefixes and suffixes
// that AWS reserves are not refused: the list grows, and older buckets keep
// their names.
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
