package s3

import (
	"fmt"
	"slices"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/lazyregexp"
)

// regionPattern matches the code of a region by its form, so that a new region needs
// no release. The first word has at most four letters, which distinguishes the
// hosts s3-us-east-2 and s3-website-us-east-2.
const regionPattern = `[a-z]{2,4}(?:-[a-z]+)+-[0-9]+`

var (
	regionCode = lazyregexp.New(`^` + regionPattern + `$`)
	// isolatedRegion matches the regions of the partitions aws-iso, aws-iso-b,
	// aws-iso-e and aws-iso-f.
	isolatedRegion = lazyregexp.New(`^[a-z]+-iso[a-z]*-`)
)

// Partition is a part of AWS with ARNs and hosts of its own:
// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
type Partition struct {
	Name         string // follows "arn:" in its ARNs
	Domain       string // ends its hosts
	regionPrefix string
}

// partitions is searched in order. The last partition has all other regions.
var partitions = []Partition{
	{"aws-cn", "amazonaws.com.cn", "cn-"},
	{"aws-us-gov", "amazonaws.com", "us-gov-"},
	{"aws-eusc", "amazonaws.eu", "eusc-"},
	{"aws", "amazonaws.com", ""},
}

// PartitionOfRegion returns the partition of a region, such as "eu-central-1".
func PartitionOfRegion(region string) (Partition, error) {
	lower := strings.ToLower(region)
	switch {
	// In a host, the code is one DNS label.
	case !regionCode.MatchString(lower) || len(lower) > 63:
		return Partition{}, fmt.Errorf("%q is not a region code: write a code such as eu-central-1 or us-gov-west-1", region)
	case lower != region:
		return Partition{}, fmt.Errorf("the region code %q must be lower case: write %q", region, lower)
	case isolatedRegion.MatchString(region):
		return Partition{}, fmt.Errorf("the region %q is isolated from the Internet, and a video platform cannot write to it: choose another region", region)
	}
	i := slices.IndexFunc(partitions, func(p Partition) bool { return strings.HasPrefix(region, p.regionPrefix) })
	return partitions[i], nil
}

// partitionOfHost returns the partition of a host by its region, which may be "",
// and its domain. No host has a region and the domain of another partition.
func partitionOfHost(region, domain string) (Partition, error) {
	if region == "" {
		// GovCloud has no hosts without a region.
		i := slices.IndexFunc(partitions, func(p Partition) bool { return p.Domain == domain && p.Name != "aws-us-gov" })
		return partitions[i], nil
	}
	partition, err := PartitionOfRegion(region)
	if err == nil && partition.Domain != domain {
		return Partition{}, fmt.Errorf("the region %s has no hosts at %s: write %s at the end of the host, or another region", region, domain, partition.Domain)
	}
	return partition, err
}
