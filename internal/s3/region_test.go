package s3

import (
	"strings"
	"testing"
)

func TestPartitionOfRegionKnowsEveryPartition(t *testing.T) {
	t.Parallel()
	for region, want := range map[string]string{
		"eu-central-1":   "aws amazonaws.com",
		"ap-southeast-7": "aws amazonaws.com",
		"mx-central-1":   "aws amazonaws.com",
		"us-east-1":      "aws amazonaws.com",
		"cn-north-1":     "aws-cn amazonaws.com.cn",
		"cn-northwest-1": "aws-cn amazonaws.com.cn",
		"us-gov-west-1":  "aws-us-gov amazonaws.com",
		"eusc-de-east-1": "aws-eusc amazonaws.eu",
	} {
		partition, err := PartitionOfRegion(region)
		if got := partition.Name + " " + partition.Domain; err != nil || got != want {
			t.Errorf("%s: got %s, error %v, want %s", region, got, err, want)
		}
	}
}

func TestPartitionOfRegionRejectsAnUnusableRegion(t *testing.T) {
	t.Parallel()
	const form = "is not a region code: write a code such as eu-central-1 or us-gov-west-1"
	validate := func(region string) error {
		partition, err := PartitionOfRegion(region)
		if partition != (Partition{}) {
			t.Errorf("%q: got %+v and an error", region, partition)
		}
		return err
	}
	wantErrors(t, validate, map[string]string{
		"":                                     form,
		"Frankfurt":                            form,
		"eu-central":                           form,
		"eu-central-1a":                        form,
		"aws-global":                           form,
		"website-us-east-1":                    form,
		" eu-central-1":                        form,
		"eu-central-1\n":                       form,
		"eu-" + strings.Repeat("a", 59) + "-1": form,
		"EU-Central-1":                         `the region code "EU-Central-1" must be lower case: write "eu-central-1"`,
		"us-iso-east-1":                        "isolated from the Internet",
		"us-isob-east-1":                       "isolated from the Internet",
		"eu-isoe-west-1":                       "isolated from the Internet",
	})
}
