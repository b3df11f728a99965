package aws_test

import (
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/aws"
)

func TestARegionTellsItsPartition(t *testing.T) {
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
		t.Run(region, func(t *testing.T) {
			t.Parallel()
			p, err := aws.PartitionOf(region)
			if err != nil {
				t.Fatal(err)
			}
			if got := p.Name + " " + p.Domain; got != want {
				t.Errorf("is %s, want %s", got, want)
			}
		})
	}
}

func TestWhatIsNoRegionIsSaid(t *testing.T) {
	t.Parallel()
	const form = "does not have the form of a region's code: write it as eu-central-1 or us-gov-west-1"
	for region, want := range map[string]string{
		"":                                     form,
		"Frankfurt":                            form,
		"eu-central":                           form,
		"eu-central-1a":                        form,
		"aws-global":                           form,
		"website-us-east-1":                    form,
		" eu-central-1":                        form,
		"eu-central-1\n":                       form,
		"eu-" + strings.Repeat("a", 59) + "-1": form,
		"EU-Central-1":                         `the region "EU-Central-1" has capital letters: write "eu-central-1"`,
		"us-iso-east-1":                        "apart from the Internet",
		"us-isob-east-1":                       "apart from the Internet",
		"eu-isoe-west-1":                       "apart from the Internet",
	} {
		t.Run(region, func(t *testing.T) {
			t.Parallel()
			p, err := aws.PartitionOf(region)
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("error %v, want one with %q", err, want)
			}
			if p != (aws.Partition{}) {
				t.Errorf("a partition beside the error: %+v", p)
			}
		})
	}
}

func TestADomainTellsThePartitionOfHostsWithoutARegion(t *testing.T) {
	t.Parallel()
	for domain, want := range map[string]string{
		"amazonaws.com": "aws", "amazonaws.com.cn": "aws-cn", "amazonaws.eu": "aws-eusc", "example.com": "aws",
	} {
		if got := aws.PartitionAt(domain).Name; got != want {
			t.Errorf("%s is at %s, want %s", got, domain, want)
		}
	}
}
