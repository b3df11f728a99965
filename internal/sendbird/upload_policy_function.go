package sendbird

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

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
		// Without a key, no third argument is needed.
		VariadicParameter: function.ListParameter{
			Name:        "kms_key_arns",
			ElementType: types.StringType,
			MarkdownDescription: "A list of the ARNs of the KMS keys that the bucket encrypts with, such as `arn` of an `aws_kms_key`. Omit it without such a " +
				"key. The ARN of an alias is an error, because it has no effect in a policy.",
		},
		Return: function.StringReturn{},
	}
}

func (uploadPolicyFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var bucket string
	var directory *string
	var keys [][]*string
	if resp.Error = req.Arguments.Get(ctx, &bucket, &directory, &keys); resp.Error != nil {
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
	var keyARNs []string
	for i, list := range keys {
		arns, err := s3.ParseKeyARNs("kms_key_arns", list, func(key s3.Key) error {
			if key.Partition.Name != partition {
				return fmt.Errorf("the key is in the partition %s, but Sendbird copies only to regions of the partition %s: remove it", key.Partition.Name, partition)
			}
			return nil
		})
		if err != nil {
			resp.Error = function.NewArgumentFuncError(int64(2+i), err.Error())
			return
		}
		keyARNs = append(keyARNs, arns...)
	}
	policy, err := uploadPolicy(bucket, *directory, keyARNs)
	if err != nil {
		resp.Error = function.NewFuncError(err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, policy)
}

// partition is the AWS partition of all regions that Sendbird copies to.
const partition = "aws"

// uploadPolicy returns the policy that Sendbird documents. Sendbird uploads in parts of 5 MB. With a KMS key, S3 needs both actions of
// the last statement for such an upload.
// Sources: https://sendbird.com/docs/live/platform-api/v1/cloud-recording/copying-cloud-recording/copy-cloud-recording and
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuAndPermissions.html
func uploadPolicy(bucket, directory string, keyARNs []string) (string, error) {
	objects := s3.ObjectSet{Partition: partition, Bucket: bucket, Path: directory}
	statements := []s3.Statement{
		{Sid: "PutRecordings", Actions: []string{"s3:PutObject"}, Resources: []string{objects.ARN()}},
		{Sid: "ListBucket", Actions: []string{"s3:ListBucket"}, Resources: []string{objects.BucketARN()}},
	}
	if len(keyARNs) > 0 {
		statements = append(statements, s3.Statement{Sid: "UseKeys", Actions: []string{"kms:GenerateDataKey", "kms:Decrypt"}, Resources: keyARNs})
	}
	return s3.Policy(statements...)
}
