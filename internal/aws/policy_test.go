package aws_test

import (
	"encoding/json"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/aws"
)

func TestPolicyIsReadable(t *testing.T) {
	t.Parallel()
	got, err := aws.Policy(
		aws.Statement{Sid: "One", Actions: []string{"s3:PutObject"}, Resources: []string{"arn:aws:s3:::my-bucket/a&b/*"}},
		aws.Statement{Sid: "Two", Actions: []string{"s3:GetObject", "s3:ListBucket"}, Resources: []string{"x", "y"}},
	)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "One",
      "Effect": "Allow",
      "Action": [
        "s3:PutObject"
      ],
      "Resource": [
        "arn:aws:s3:::my-bucket/a&b/*"
      ]
    },
    {
      "Sid": "Two",
      "Effect": "Allow",
      "Action": [
        "s3:GetObject",
        "s3:ListBucket"
      ],
      "Resource": [
        "x",
        "y"
      ]
    }
  ]
}`
	if got != want {
		t.Errorf("is\n%s\nwant\n%s", got, want)
	}
}

func TestPolicyIsASCIIAndMeansWhatWasSaid(t *testing.T) {
	t.Parallel()
	const resource = "arn:aws:s3:::my-bucket/ü/u\u0308/東京/😀/\u2028\"\\\n/*"
	text, err := aws.Policy(aws.Statement{Sid: "One", Actions: []string{"s3:PutObject"}, Resources: []string{resource}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range len(text) {
		if text[i] > 0x7E {
			t.Fatalf("byte %d is %#x:\n%s", i, text[i], text)
		}
	}
	var document struct{ Statement []struct{ Resource []string } }
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		t.Fatal(err)
	}
	if got := document.Statement[0].Resource[0]; got != resource {
		t.Errorf("is %q, want %q", got, resource)
	}
}
