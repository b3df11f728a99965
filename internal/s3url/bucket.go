package s3url

import (
	"cmp"
	"fmt"

	"github.com/videostorage/terraform-provider-videostorage/internal/aws"
)

// New is the URL of a path in a bucket, in the form that works in every region:
// https://BUCKET.s3.REGION.amazonaws.com/PATH, at the domain of the region's
// partition. Parse gives the three back, exactly. The errors are those of
// [CheckBucket], [aws.PartitionOf] and [CheckPath].
func New(bucket, region, path string) (URL, error) {
	partition, err := aws.PartitionOf(region)
	if err := cmp.Or(CheckBucket(bucket), err, CheckPath(path)); err != nil {
		return URL{}, err
	}
	raw := fmt.Sprintf("https://%s.s3.%s.%s", bucket, region, partition.Domain)
	if path != "" {
		raw += "/" + encodePath(path)
	}
	return Parse(raw)
}

// ParseBucket is Parse for what must be the URL of a bucket. A host that is not
// S3's is an error too, and so are access points and directory buckets.
func ParseBucket(raw string) (URL, error) {
	u, err := Parse(raw)
	switch {
	case err != nil:
		return URL{}, err
	case !u.IsS3():
		return URL{}, fmt.Errorf("the host %q is not one of S3's: write %s", u.host, want)
	case u.Bucket() == "":
		return URL{}, fmt.Errorf("the host %q is that of an access point or a directory bucket: write the URL of a general purpose bucket, %s", u.host, want)
	}
	return u, nil
}
