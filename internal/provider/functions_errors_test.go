package provider_test

import (
	"fmt"
	"strings"
	"testing"
)

// Each wrong argument, alone in its call: the CLI names the argument's own line,
// and says which parameter it is and what to write.
func TestFunctionsRefuseAtTheArgument(t *testing.T) {
	t.Parallel()
	const (
		want      = "write https://BUCKET.s3.REGION.amazonaws.com/PATH."
		bucketURL = `["https://my-bucket.s3.eu-central-1.amazonaws.com"]`
		keyForm   = "arn:PARTITION:kms:REGION:ACCOUNT:key/ID."
	)
	for _, tt := range []struct {
		function  string
		arguments []string
		// wrong is the position of the argument that is.
		wrong           int
		parameter, text string
	}{
		{"s3_url", []string{`"My-Bucket"`, `"eu-central-1"`, `"a"`}, 0, "bucket", `"My-Bucket" cannot be the name of a bucket: it has capital letters: write "my-bucket".`},
		{"s3_url", []string{`null`, `"eu-central-1"`, `"a"`}, 0, "bucket", "argument must not be null."},
		{"s3_url", []string{`"my-bucket"`, `"Frankfurt"`, `"a"`}, 1, "region", `"Frankfurt" does not have the form of a region's code: write it as eu-central-1 or us-gov-west-1.`},
		{"s3_url", []string{`"my-bucket"`, `"us-iso-east-1"`, `"a"`}, 1, "region", `the region "us-iso-east-1" is in a partition apart from the Internet, where a video platform cannot write: choose another.`},
		{"s3_url", []string{`"my-bucket"`, `"eu-central-1"`, `"/a"`}, 2, "path", `the path must not begin with a slash: write "a".`},
		{"s3_url", []string{`"my-bucket"`, `"eu-central-1"`, `"a//b"`}, 2, "path", `the path has two slashes in a row: write one "/".`},
		{"s3_url", []string{`"my-bucket"`, `"eu-central-1"`, `"a/../b"`}, 2, "path", `the path must not have the segment "..": write the path that it leads to.`},

		{"parse_s3_url", []string{`"https://storage.example.com/a"`}, 0, "url", `the host "storage.example.com" is not one of S3's: ` + want},
		{"parse_s3_url", []string{`"http://my-bucket.s3.amazonaws.com"`}, 0, "url", `the scheme must be https, not "http": ` + want},
		{"parse_s3_url", []string{`"https://s3.us-west-2.amazonaws.com/"`}, 0, "url", "the URL names no bucket: write https://BUCKET.s3.us-west-2.amazonaws.com, with the bucket's name for BUCKET."},
		{"parse_s3_url", []string{`"https://my-bucket.s3-website.eu-central-1.amazonaws.com"`}, 0, "url", `the host "my-bucket.s3-website.eu-central-1.amazonaws.com" is S3's website or control endpoint, which takes no uploads: ` + want},
		{"parse_s3_url", []string{`"https://my-point-123456789012.s3-accesspoint.us-west-2.amazonaws.com"`}, 0, "url", `the host "my-point-123456789012.s3-accesspoint.us-west-2.amazonaws.com" is that of an access point or a directory bucket`},
		{"parse_s3_url", []string{`"https://my-bucket.s3.cn-north-1.amazonaws.com"`}, 0, "url", "the region cn-north-1 is not at amazonaws.com: write amazonaws.com.cn at the end of the host, or another region."},

		{"twilio_upload_policy", []string{`[]`, `[]`}, 0, "urls", "the list is empty, and a policy must allow something: write the URLs that Twilio is to write to."},
		{"twilio_upload_policy", []string{`["https://my-bucket.s3.amazonaws.com", null]`, `[]`}, 0, "urls", "urls[1] is null: leave it out, as compact() does."},
		{"twilio_upload_policy", []string{`["https://storage.example.com"]`, `[]`}, 0, "urls", `urls[0]: the host "storage.example.com" is not one of S3's: ` + want},
		{"twilio_upload_policy", []string{bucketURL, `["alias/recordings"]`}, 1, "kms_key_arns", "kms_key_arns[0]: an alias does not stand for its key in a policy: write the ARN of the key, " + keyForm},
		{"twilio_upload_policy", []string{bucketURL, `[null]`}, 1, "kms_key_arns", "kms_key_arns[0] is null: leave it out, as compact() does."},
		{"twilio_upload_policy", []string{bucketURL, `["arn:aws-cn:kms:cn-north-1:123456789012:key/1234abcd"]`}, 1, "kms_key_arns", "kms_key_arns[0]: the key is in the partition aws-cn, and no URL is"},

		{"sendbird_upload_policy", []string{`"my_bucket"`, `"live/"`}, 0, "bucket", `"my_bucket" cannot be the name of a bucket`},
		{"sendbird_upload_policy", []string{`"my-bucket"`, `"/live"`}, 1, "directory", `the path must not begin with a slash: write "live".`},
		{"sendbird_upload_policy", []string{`"my-bucket"`, `".."`}, 1, "directory", `the path must not have the segment ".."`},
	} {
		t.Run(fmt.Sprintf("%s(%s)", tt.function, strings.Join(tt.arguments, ", ")), func(t *testing.T) {
			t.Parallel()
			w := withoutVendors(t)
			w.Config("")
			// The first argument is on the third line.
			w.Write("outputs.tf", output("x", call(tt.function, tt.arguments...)))
			line := 3 + tt.wrong
			expectOneError(t, w.Fail("validate", "-no-color"),
				fmt.Sprintf(`Error: Invalid function argument on outputs.tf line %d, in output "x":`, line),
				"while calling provider::videostorage::"+tt.function+"(",
				fmt.Sprintf("Invalid value for %q parameter: %s", tt.parameter, tt.text))
		})
	}
}
