package aws

import (
	"fmt"
	"regexp"
	"strings"
)

// accessPointAlias matches names that stand for a bucket in requests only:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-restrictions-limitations-naming-rules.html
var accessPointAlias = regexp.MustCompile(`(?:-s3alias|--ol-s3)$`)

// Objects are the objects of a bucket whose keys are under a path.
type Objects struct {
	// Partition is the name of the bucket's, such as "aws".
	Partition string
	Bucket    string
	// Path has no leading slash, and is not encoded. With or without a slash at
	// its end it says the same; empty, it stands for the whole bucket.
	Path string
}

// patterns writes the characters that are patterns or variables in an IAM
// policy of version 2012-10-17 so that they stand for themselves:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
var patterns = strings.NewReplacer(`*`, `${*}`, `?`, `${?}`, `$`, `${$}`)

// ARN is the pattern of the objects' ARNs, for a policy's resource.
func (o Objects) ARN() string { return o.BucketARN() + "/" + patterns.Replace(o.prefix()) + "*" }

// CheckPolicy reports, in a sentence for the user, why a policy on the ARNs would
// let nobody in: requests through an access point are not allowed by its alias.
func (o Objects) CheckPolicy() error {
	if accessPointAlias.MatchString(o.Bucket) {
		return fmt.Errorf("%q is the alias of an access point, which has no effect in a policy: write the name of the bucket", o.Bucket)
	}
	return nil
}

// BucketARN is the ARN of the bucket itself.
func (o Objects) BucketARN() string { return "arn:" + o.Partition + ":s3:::" + o.Bucket }

// prefix is what the objects' keys begin with.
func (o Objects) prefix() string {
	if path := strings.TrimSuffix(o.Path, "/"); path != "" {
		return path + "/"
	}
	return ""
}

// covers reports whether all of other's objects are among o's.
func (o Objects) covers(other Objects) bool {
	return o.BucketARN() == other.BucketARN() && strings.HasPrefix(other.prefix(), o.prefix())
}

// Fewest leaves out what others cover, and of equals all but the first. The
// order stays.
func Fewest(all []Objects) []Objects {
	var fewest []Objects
	for i, o := range all {
		needed := true
		for j, other := range all {
			if i != j && other.covers(o) && (j < i || !o.covers(other)) {
				needed = false
			}
		}
		if needed {
			fewest = append(fewest, o)
		}
	}
	return fewest
}
