package s3

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestARNIsThePatternOfTheObjectsUnderAPath(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"":                 "arn:aws-cn:s3:::my-bucket/*",
		"a":                "arn:aws-cn:s3:::my-bucket/a/*",
		"a/":               "arn:aws-cn:s3:::my-bucket/a/*",
		"a/b c":            "arn:aws-cn:s3:::my-bucket/a/b c/*",
		"2*?$":             "arn:aws-cn:s3:::my-bucket/2${*}${?}${$}/*",
		"${aws:username}/": "arn:aws-cn:s3:::my-bucket/${$}{aws:username}/*",
	} {
		objects := ObjectSet{Partition: "aws-cn", Bucket: "my-bucket", Path: path}
		if got := objects.ARN(); got != want {
			t.Errorf("%q: ARN returns %s, want %s", path, got, want)
		}
		if got := objects.BucketARN(); got != "arn:aws-cn:s3:::my-bucket" {
			t.Errorf("%q: BucketARN returns %s", path, got)
		}
	}
}

func TestRemoveCoveredKeepsTheWidestPaths(t *testing.T) {
	t.Parallel()
	setsOf := func(paths []string) []ObjectSet {
		var sets []ObjectSet
		for _, path := range paths {
			sets = append(sets, ObjectSet{Partition: "aws", Bucket: "my-bucket", Path: path})
		}
		return sets
	}
	for _, test := range []struct {
		name        string
		paths, want []string
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
			if diff := cmp.Diff(setsOf(test.want), RemoveCovered(setsOf(test.paths))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestRemoveCoveredKeepsEveryBucket(t *testing.T) {
	t.Parallel()
	sets := []ObjectSet{
		{Partition: "aws", Bucket: "one"},
		{Partition: "aws", Bucket: "one-more", Path: "a"},
		{Partition: "aws", Bucket: "two", Path: "a"},
		{Partition: "aws-cn", Bucket: "one", Path: "a"},
	}
	if diff := cmp.Diff(sets, RemoveCovered(sets)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestValidateForPolicyRejectsAnAccessPointsAlias(t *testing.T) {
	t.Parallel()
	const text = " is the alias of an access point, which has no effect in a policy: write the name of the bucket"
	wantErrors(t, func(bucket string) error {
		return ObjectSet{Partition: "aws", Bucket: bucket}.ValidateForPolicy()
	}, map[string]string{
		"my-bucket":      "",
		"s3alias":        "",
		"ap-abc-s3alias": `"ap-abc-s3alias"` + text,
		"ap-abc--ol-s3":  `"ap-abc--ol-s3"` + text,
	})
}

func TestKeyARNIsInThePartitionOfItsRegion(t *testing.T) {
	t.Parallel()
	for arn, want := range map[string]string{
		"arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab":  "aws",
		"arn:aws:kms:us-east-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab":     "aws",
		"arn:aws-cn:kms:cn-north-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab": "aws-cn",
		"arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/1234abcd":                      "aws-us-gov",
	} {
		if key, err := ParseKeyARN(arn); err != nil || key.Partition.Name != want || !strings.Contains(arn, ":"+key.Region+":") {
			t.Errorf("%s: got %+v, error %v, want %s", arn, key, err, want)
		}
	}
}

func TestKeyARNRejectsOtherValues(t *testing.T) {
	t.Parallel()
	const (
		write   = "arn:PARTITION:kms:REGION:ACCOUNT:key/ID"
		form    = "the value is not the ARN of a KMS key: write " + write
		alias   = "an alias in a policy does not refer to its key: write the ARN of the key, " + write
		pattern = "a pattern would allow more keys than intended: write the ARN of each key, " + write
	)
	validate := func(arn string) error {
		key, err := ParseKeyARN(arn)
		if key != (Key{}) {
			t.Errorf("%q: got %+v and an error", arn, key)
		}
		return err
	}
	wantErrors(t, validate, map[string]string{
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
		"arn:aws:kms:*:123456789012:key/1234abcd":                 `"*" is not a region code`,
		"arn:aws:kms:eu-central-1:123456789012:key/${aws:userid}": pattern,
		"arn:aws:kms:cn-north-1:123456789012:key/1234abcd":        "the region cn-north-1 is in the partition aws-cn, not aws: copy the ARN of the key from AWS",
		"arn:aws:kms::123456789012:key/1234abcd":                  "is not a region code",
	})
}

func TestPolicyIsReadable(t *testing.T) {
	t.Parallel()
	got, err := Policy(Statement{Sid: "One", Actions: []string{"s3:PutObject", "s3:ListBucket"}, Resources: []string{"arn:aws:s3:::my-bucket/a&b/*"}})
	const want = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "One",
      "Effect": "Allow",
      "Action": [
        "s3:PutObject",
        "s3:ListBucket"
      ],
      "Resource": [
        "arn:aws:s3:::my-bucket/a&b/*"
      ]
    }
  ]
}`
	if err != nil || got != want {
		t.Errorf("got\n%s\nerror %v, want\n%s", got, err, want)
	}
}

// Terraform would normalize other characters to NFC.
func TestPolicyEscapesNonASCII(t *testing.T) {
	t.Parallel()
	const resource = "arn:aws:s3:::my-bucket/ü/u\u0308/東京/😀/\u2028\"\\\n/*"
	text, err := Policy(Statement{Sid: "One", Actions: []string{"s3:PutObject"}, Resources: []string{resource}})
	if err != nil {
		t.Fatal(err)
	}
	if i := strings.IndexFunc(text, func(r rune) bool { return r > '~' }); i >= 0 {
		t.Fatalf("byte %d is not ASCII:\n%s", i, text)
	}
	var document struct{ Statement []struct{ Resource []string } }
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		t.Fatal(err)
	}
	if got := document.Statement[0].Resource[0]; got != resource {
		t.Errorf("got %q, want %q", got, resource)
	}
}
