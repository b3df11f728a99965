package sendbird_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/functiontest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird"
)

const name = "sendbird_upload_policy"

func policy(objects string) attr.Value {
	return types.StringValue(`{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "PutRecordings",
      "Effect": "Allow",
      "Action": [
        "s3:PutObject"
      ],
      "Resource": [
        "` + objects + `"
      ]
    },
    {
      "Sid": "ListBucket",
      "Effect": "Allow",
      "Action": [
        "s3:ListBucket"
      ],
      "Resource": [
        "arn:aws:s3:::my-bucket"
      ]
    }
  ]
}`)
}

func TestUploadPolicyLetsSendbirdPutAndList(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name      string
		directory types.String
		objects   string
	}{
		{"a directory", types.StringValue("recordings"), "arn:aws:s3:::my-bucket/recordings/*"},
		{"a slash at its end", types.StringValue("recordings/"), "arn:aws:s3:::my-bucket/recordings/*"},
		{"a path", types.StringValue("live/2*/"), "arn:aws:s3:::my-bucket/live/2${*}/*"},
		{"none", types.StringNull(), "arn:aws:s3:::my-bucket/*"},
		{"an empty one", types.StringValue(""), "arn:aws:s3:::my-bucket/*"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := functiontest.Call(t, sendbird.Functions(), name, types.StringValue("my-bucket"), test.directory)
			if err != nil {
				t.Fatal(err)
			}
			if want := policy(test.objects); !got.Equal(want) {
				t.Errorf("is %s, want %s", got, want)
			}
		})
	}
}

func TestUploadPolicyRefusesAtTheArgument(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		bucket, directory string
		position          int64
		text              string
	}{
		{"My-Bucket", "a", 0, `"My-Bucket" cannot be the name of a bucket: it has capital letters: write "my-bucket"`},
		{"ap-abc-s3alias", "a", 0, `"ap-abc-s3alias" is the alias of an access point, which has no effect in a policy: write the name of the bucket`},
		{"my-bucket", "/a", 1, `the path must not begin with a slash: write "a"`},
		{"my-bucket", "a/../b", 1, `the path must not have the segment "..": write the path that it leads to`},
		{"my-bucket", "a//", 1, `the path has two slashes in a row: write one "/"`},
	} {
		t.Run(test.text, func(t *testing.T) {
			t.Parallel()
			_, err := functiontest.Call(t, sendbird.Functions(), name, types.StringValue(test.bucket), types.StringValue(test.directory))
			functiontest.WantError(t, err, test.position, test.text)
		})
	}
}
