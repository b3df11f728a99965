package aws

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// RegionPattern matches today's codes of regions (us-gov-west-1, eusc-de-east-1)
// by their shape, so that a region of tomorrow needs no release. It has no
// anchors and no groups. The first word has at most four letters, which in the
// hosts of S3 tells s3-us-east-2 from s3-website-us-east-2.
const RegionPattern = `[a-z]{2,4}(?:-[a-z]+)+-[0-9]+`

var (
	regionForm = regexp.MustCompile(`^` + RegionPattern + `$`)
	// isolated matches the regions of the partitions aws-iso, aws-iso-b, aws-iso-e
	// and aws-iso-f.
	isolated = regexp.MustCompile(`^[a-z]+-iso[a-z]*-`)
)

// Partition is a part of AWS with ARNs and hosts of its own:
// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
type Partition struct {
	// Name is how its ARNs begin, after "arn:".
	Name string
	// Domain is how the hosts of its services end.
	Domain string
	// regions is how the codes of its regions begin.
	regions string
}

// partitions are in the order in which they are looked at for a region. The
// last takes the rest.
var partitions = []Partition{
	{"aws-cn", "amazonaws.com.cn", "cn-"},
	{"aws-us-gov", "amazonaws.com", "us-gov-"},
	{"aws-eusc", "amazonaws.eu", "eusc-"},
	{"aws", "amazonaws.com", ""},
}

// PartitionOf returns the partition of a region, by its code, such as
// "eu-central-1". The error is a sentence for the user; it comes for what does
// not have the form of a code, and for a region that no video platform can
// reach.
func PartitionOf(region string) (Partition, error) {
	lower := strings.ToLower(region)
	switch {
	// In a host, the code is one DNS label.
	case !regionForm.MatchString(lower) || len(lower) > 63:
		return Partition{}, fmt.Errorf("%q does not have the form of a region's code: write it as eu-central-1 or us-gov-west-1", region)
	case lower != region:
		return Partition{}, fmt.Errorf("the region %q has capital letters: write %q", region, lower)
	case isolated.MatchString(region):
		return Partition{}, fmt.Errorf("the region %q is in a partition apart from the Internet, where a video platform cannot write: choose another", region)
	}
	for _, p := range partitions {
		if strings.HasPrefix(region, p.regions) {
			return p, nil
		}
	}
	return standard(), nil
}

// PartitionAt returns the partition of a host that names no region, by the
// domain that it ends with, in lower case. GovCloud is not among the answers, for
// it shares its domain and has no hosts without a region. An unknown domain is
// that of "aws".
func PartitionAt(domain string) Partition {
	for _, p := range slices.Backward(partitions) {
		if p.Domain == domain {
			return p
		}
	}
	return standard()
}

// standard is the partition of all regions that are in no other.
func standard() Partition { return partitions[len(partitions)-1] }
