package aws_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/videostorage/terraform-provider-videostorage/internal/aws"
)

func TestObjectsAreUnderAPath(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"":                 "arn:aws-cn:s3:::my-bucket/*",
		"a":                "arn:aws-cn:s3:::my-bucket/a/*",
		"a/":               "arn:aws-cn:s3:::my-bucket/a/*",
		"a/b c":            "arn:aws-cn:s3:::my-bucket/a/b c/*",
		"2*?$":             "arn:aws-cn:s3:::my-bucket/2${*}${?}${$}/*",
		"${aws:username}/": "arn:aws-cn:s3:::my-bucket/${$}{aws:username}/*",
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			objects := aws.Objects{Partition: "aws-cn", Bucket: "my-bucket", Path: path}
			if got := objects.ARN(); got != want {
				t.Errorf("the ARN is %s, want %s", got, want)
			}
			if got := objects.BucketARN(); got != "arn:aws-cn:s3:::my-bucket" {
				t.Errorf("the bucket's ARN is %s", got)
			}
		})
	}
}

func TestFewestLeavesOutWhatOthersCover(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name      string
		all, want []string
	}{
		{"nothing", nil, nil},
		{"the order stays", []string{"c", "a", "b"}, []string{"c", "a", "b"}},
		{"equals", []string{"a", "b", "a", "a/"}, []string{"a", "b"}},
		{"a path above, later", []string{"a/b/c", "x", "a/", "a/d"}, []string{"x", "a/"}},
		{"the bucket", []string{"a", "", "b"}, []string{""}},
		{"no more than a common beginning", []string{"a", "ab", "a/b", "A"}, []string{"a", "ab", "A"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var all, want []aws.Objects
			for _, path := range test.all {
				all = append(all, aws.Objects{Partition: "aws", Bucket: "my-bucket", Path: path})
			}
			for _, path := range test.want {
				want = append(want, aws.Objects{Partition: "aws", Bucket: "my-bucket", Path: path})
			}
			if diff := cmp.Diff(want, aws.Fewest(all)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestFewestKeepsBucketsApart(t *testing.T) {
	t.Parallel()
	all := []aws.Objects{
		{Partition: "aws", Bucket: "one"},
		{Partition: "aws", Bucket: "one-more", Path: "a"},
		{Partition: "aws", Bucket: "two", Path: "a"},
		{Partition: "aws-cn", Bucket: "one", Path: "a"},
	}
	if diff := cmp.Diff(all, aws.Fewest(all)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAnAccessPointsAliasIsNotForAPolicy(t *testing.T) {
	t.Parallel()
	for bucket, want := range map[string]string{
		"my-bucket":      "",
		"s3alias":        "",
		"ap-abc-s3alias": `"ap-abc-s3alias" is the alias of an access point, which has no effect in a policy: write the name of the bucket`,
		"ap-abc--ol-s3":  `"ap-abc--ol-s3" is the alias of an access point, which has no effect in a policy: write the name of the bucket`,
	} {
		got := ""
		if err := (aws.Objects{Partition: "aws", Bucket: bucket}).CheckPolicy(); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: error %q, want %q", bucket, got, want)
		}
	}
}
