package aws_test

import (
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/aws"
)

func TestAKeysARNTellsItsPartition(t *testing.T) {
	t.Parallel()
	for arn, want := range map[string]string{
		"arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab":  "aws",
		"arn:aws:kms:us-east-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab":     "aws",
		"arn:aws-cn:kms:cn-north-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab": "aws-cn",
		"arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/1234abcd":                      "aws-us-gov",
	} {
		t.Run(arn, func(t *testing.T) {
			t.Parallel()
			p, err := aws.KeyPartition(arn)
			if err != nil {
				t.Fatal(err)
			}
			if p.Name != want {
				t.Errorf("is %s, want %s", p.Name, want)
			}
		})
	}
}

func TestWhatIsNoKeysARNIsSaid(t *testing.T) {
	t.Parallel()
	const (
		form    = "it is not the ARN of a KMS key: write arn:PARTITION:kms:REGION:ACCOUNT:key/ID"
		alias   = "an alias does not stand for its key in a policy: write the ARN of the key, arn:PARTITION:kms:REGION:ACCOUNT:key/ID"
		pattern = "a pattern would let in keys that are not meant: write the ARN of each key, arn:PARTITION:kms:REGION:ACCOUNT:key/ID"
	)
	for arn, want := range map[string]string{
		"":                                     form,
		"1234abcd-12ab-34cd-56ef-1234567890ab": form,
		"arn:aws:s3:::my-bucket":               form,
		"arn:aws:kms:eu-central-1:12345:key/1234abcd":   form,
		"arn:aws:kms:eu-central-1:123456789012:key/":    form,
		"arn:aws:kms:eu-central-1:123456789012:key/a\n": form,
		"alias/recordings": alias,
		"arn:aws:kms:eu-central-1:123456789012:alias/recordings": alias,
		"*": pattern,
		"arn:aws:kms:eu-central-1:123456789012:key/*":             pattern,
		"arn:aws:kms:*:123456789012:key/1234abcd":                 `"*" does not have the form of a region's code`,
		"arn:aws:kms:eu-central-1:123456789012:key/${aws:userid}": pattern,
		"arn:aws:kms:cn-north-1:123456789012:key/1234abcd":        "the region cn-north-1 is in the partition aws-cn, not aws: write the key's ARN as AWS shows it",
		"arn:aws:kms::123456789012:key/1234abcd":                  "does not have the form of a region's code",
	} {
		t.Run(arn, func(t *testing.T) {
			t.Parallel()
			p, err := aws.KeyPartition(arn)
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("error %v, want one with %q", err, want)
			}
			if p != (aws.Partition{}) {
				t.Errorf("a partition beside the error: %+v", p)
			}
		})
	}
}
