package s3url

import (
	"errors"
	"fmt"
	"net/netip"
	"regexp"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/aws"
)

// domain is that of an AWS partition.
const domain = `\.(amazonaws\.(?:com|com\.cn|eu))$`

// The hosts of S3: https://docs.aws.amazon.com/general/latest/gr/s3.html and, for
// s3-REGION and s3-external-1, "Backward compatibility" in
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
var (
	// The name of a bucket may itself hold ".s3.": the rest is matched to the end.
	bucketHost = regexp.MustCompile(`(?i)^(?:` +
		`(?:(.+)\.)?s3(?:-(external-1)|(?:-fips)?(?:(?:\.dualstack)?\.(` + aws.RegionPattern + `)|-(` + aws.RegionPattern + `))?)` +
		`|(.+)\.s3-accelerate(?:\.dualstack)?)` + domain)
	// Access points and directory buckets have names with rules of their own.
	otherHost = regexp.MustCompile(`(?i)^.+\.(?:accesspoint\.s3-global|` +
		`(?:s3-(?:accesspoint|object-lambda|outposts)(?:-fips)?|s3express(?:-fips)?-[a-z0-9-]+)(?:\.dualstack)?\.` + aws.RegionPattern + `)` + domain)
	// Website hosts only serve pages, and only over http; control hosts only
	// manage. Neither takes an upload.
	noUploads = regexp.MustCompile(`(?i)(?:^|\.)s3-(?:website|control)(?:-fips)?(?:\.dualstack)?[.-]` + aws.RegionPattern + domain)
)

// target is what an S3 URL names. The zero value is that of a host that is not
// S3's.
type target struct {
	isS3 bool
	// bucket is empty where the host is that of something else in S3.
	bucket string
	// region is empty where the host names none.
	region    string
	partition string
	// key is what the keys of the objects begin with, decoded.
	key string
}

// findTarget reads a host, and a path that is given as written and decoded. The
// host is taken as written: a user who writes capitals may mean a bucket of the
// old rules, which no host can reach. A VPC endpoint is not known, for Twilio
// could not reach it.
func findTarget(host, path, decoded string) (target, error) {
	if noUploads.MatchString(host) {
		return target{}, fmt.Errorf("the host %q is S3's website or control endpoint, which takes no uploads: write %s", host, want)
	}
	m := bucketHost.FindStringSubmatch(host)
	if m == nil {
		return target{isS3: otherHost.MatchString(host)}, nil
	}
	// The groups: bucket, external-1, two for the region, bucket, domain. Of two
	// for the same, one at most has matched.
	found := target{isS3: true, bucket: m[1] + m[5], region: strings.ToLower(m[3] + m[4]), key: strings.TrimPrefix(decoded, "/")}
	if m[2] != "" {
		found.region = "us-east-1"
	}
	if found.bucket == "" { // path style
		found.bucket, _, _ = strings.Cut(strings.TrimPrefix(path, "/"), "/")
		_, found.key, _ = strings.Cut(found.key, "/")
	}
	if found.bucket == "" {
		return target{}, fmt.Errorf("the URL names no bucket: write https://BUCKET.%s, with the bucket's name for BUCKET", host)
	}
	if err := CheckBucket(found.bucket); err != nil {
		return target{}, err
	}
	partition, err := partitionOf(found.region, strings.ToLower(m[6]))
	if err != nil {
		return target{}, err
	}
	found.partition = partition
	return found, nil
}

// partitionOf refuses a region at a domain of another partition, which is no
// host: it comes from exchanging the region, or from leaving ".cn" out.
func partitionOf(region, domain string) (string, error) {
	if region == "" {
		return aws.PartitionAt(domain).Name, nil
	}
	partition, err := aws.PartitionOf(region)
	switch {
	case err != nil:
		return "", err
	case partition.Domain != domain:
		return "", fmt.Errorf("the region %s is not at %s: write %s at the end of the host, or another region", region, domain, partition.Domain)
	}
	return partition.Name, nil
}

// CheckBucket reports what is wrong with the name of a bucket, in a sentence for
// the user.
func CheckBucket(name string) error {
	if err := checkBucket(name); err != nil {
		return fmt.Errorf("%q cannot be the name of a bucket: %w", name, err)
	}
	return nil
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
