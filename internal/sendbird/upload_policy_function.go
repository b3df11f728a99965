package sendbird

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/videostorage/terraform-provider-videostorage/internal/s3"
)

// uploadPolicyFunction is the function sendbird_upload_policy.
type uploadPolicyFunction struct{}

func (uploadPolicyFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "sendbird_upload_policy"
}

func (uploadPolicyFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "The IAM policy with which Sendbird can copy recordings to an S3 bucket",
		MarkdownDescription: "Returns the JSON of the smallest IAM policy for the access key that Sendbird Live copies cloud recordings with: " +
			"`s3:PutObject` in the directory, and `s3:ListBucket` on the bucket. Sendbird refuses a bucket if either is missing. " +
			"The ARNs are in the partition `aws`, as are all regions that Sendbird copies to.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "bucket",
				MarkdownDescription: "The name of the bucket, such as `bucket` of an `aws_s3_bucket`.",
			},
			function.StringParameter{
				Name: "directory",
				MarkdownDescription: "The directory in the bucket that the recordings are copied to, such as `recordings/`, without a leading slash. " +
					"A trailing slash makes no difference. `\"\"` means the whole bucket, and so does `null` on Terraform. " +
					"On OpenTofu, use `\"\"`, because OpenTofu 1.12 cannot pass `null` to a provider.",
				AllowNullValue: true,
			},
		},
		Return: function.StringReturn{},
	}
}

func (uploadPolicyFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var bucket string
	var directory *string
	if resp.Error = req.Arguments.Get(ctx, &bucket, &directory); resp.Error != nil {
		return
	}
	if directory == nil {
		directory = new(string)
	}
	for position, err := range []error{
		cmp.Or(s3.ValidateBucketName(bucket), s3.ObjectSet{Bucket: bucket}.ValidateForPolicy()), s3.ValidateDirectory(*directory),
	} {
		if err != nil {
			resp.Error = function.NewArgumentFuncError(int64(position), err.Error())
			return
		}
	}
	policy, err := uploadPolicy(bucket, *directory)
	if err != nil {
		resp.Error = function.NewFuncError(err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, policy)
}

// uploadPolicy returns the policy that Sendbird documents.
// Source: https://sendbird.com/docs/live/platform-api/v1/cloud-recording/copying-cloud-recording/copy-cloud-recording
func uploadPolicy(bucket, directory string) (string, error) {
	objects := s3.ObjectSet{Partition: "aws", Bucket: bucket, Path: directory}
	return s3.Policy(
		s3.Statement{Sid: "PutRecordings", Actions: []string{"s3:PutObject"}, Resources: []string{objects.ARN()}},
		s3.Statement{Sid: "ListBucket", Actions: []string{"s3:ListBucket"}, Resources: []string{objects.BucketARN()}},
	)
}
