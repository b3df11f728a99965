package sendbird

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/videostorage/terraform-provider-videostorage/internal/aws"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3url"
)

// uploadPolicy is the function sendbird_upload_policy.
type uploadPolicy struct{}

// Metadata implements [function.Function].
func (uploadPolicy) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "sendbird_upload_policy"
}

// Definition implements [function.Function].
func (uploadPolicy) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "The IAM policy with which Sendbird can copy recordings to an S3 bucket",
		MarkdownDescription: "Returns, as JSON, the least IAM policy for the access key that Sendbird Live copies cloud recordings with: " +
			"`s3:PutObject` under the directory, and `s3:ListBucket` on the bucket. Sendbird refuses a bucket on which it lacks either. " +
			"All regions that Sendbird copies to are in the partition `aws`, and so are the ARNs.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "bucket",
				MarkdownDescription: "The name of the bucket, such as `bucket` of an `aws_s3_bucket`.",
			},
			function.StringParameter{
				Name: "directory",
				MarkdownDescription: "The directory in the bucket that the recordings are copied to, such as `recordings/`. Without a leading slash; " +
					"one at the end makes no difference. `null` or `\"\"` is the bucket as a whole.",
				AllowNullValue: true,
			},
		},
		Return: function.StringReturn{},
	}
}

// Run implements [function.Function].
func (uploadPolicy) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var (
		bucket    string
		directory *string
	)
	if resp.Error = req.Arguments.Get(ctx, &bucket, &directory); resp.Error != nil {
		return
	}
	to := aws.Objects{Partition: "aws", Bucket: bucket}
	if directory != nil {
		to.Path = *directory
	}
	for position, err := range []error{
		cmp.Or(s3url.CheckBucket(to.Bucket), to.CheckPolicy()),
		s3url.CheckDirectory(to.Path),
	} {
		if err != nil {
			resp.Error = function.NewArgumentFuncError(int64(position), err.Error())
			return
		}
	}
	policy, err := policyFor(to.Bucket, to.Path)
	if err != nil {
		resp.Error = function.NewFuncError(err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, policy)
}

// policyFor is the policy that Sendbird documents:
// https://sendbird.com/docs/live/platform-api/v1/cloud-recording/copying-cloud-recording/copy-cloud-recording
func policyFor(bucket, directory string) (string, error) {
	to := aws.Objects{Partition: "aws", Bucket: bucket, Path: directory}
	return aws.Policy(
		aws.Statement{Sid: "PutRecordings", Actions: []string{"s3:PutObject"}, Resources: []string{to.ARN()}},
		aws.Statement{Sid: "ListBucket", Actions: []string{"s3:ListBucket"}, Resources: []string{to.BucketARN()}},
	)
}
