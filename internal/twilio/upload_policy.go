package twilio

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/aws"
)

// Functions are Twilio's functions, for the provider to register.
func Functions() []func() function.Function {
	return []func() function.Function{
		func() function.Function { return uploadPolicy{} },
	}
}

// uploadPolicy is the function twilio_upload_policy.
type uploadPolicy struct{}

// Metadata implements [function.Function].
func (uploadPolicy) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "twilio_upload_policy"
}

// Definition implements [function.Function].
func (uploadPolicy) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "The IAM policy with which Twilio can write to S3 buckets",
		MarkdownDescription: "Returns, as JSON, the least IAM policy for the access key that Twilio stores recordings and compositions with: " +
			"`s3:PutObject` under each URL and, where the buckets encrypt with SSE-KMS, the actions that Twilio asks for on the keys. " +
			"No action is a pattern, and the ARNs are those of the URLs' partitions. A URL that another one covers adds nothing.",
		Parameters: []function.Parameter{
			function.ListParameter{
				Name:        "urls",
				ElementType: types.StringType,
				MarkdownDescription: "The URLs that `aws_s3_url` of the recording settings and of the composition settings have; at least one. " +
					"With or without a slash at the end, a URL stands for all objects under it.",
			},
			function.ListParameter{
				Name:        "kms_key_arns",
				ElementType: types.StringType,
				MarkdownDescription: "The ARNs of the KMS keys with which the buckets encrypt, such as `arn` of an `aws_kms_key`; `[]` if there are none. " +
					"The ARN of an alias does not work in a policy and is an error.",
			},
		},
		Return: function.StringReturn{},
	}
}

// Run implements [function.Function].
func (uploadPolicy) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var urls, keys []types.String
	if resp.Error = req.Arguments.Get(ctx, &urls, &keys); resp.Error != nil {
		return
	}
	places, err := writtenTo(urls)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, err.Error())
		return
	}
	keyARNs, err := encryptedWith(keys, places)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(1, err.Error())
		return
	}
	policy, err := aws.Policy(uploadStatements(places, keyARNs)...)
	if err != nil {
		resp.Error = function.NewFuncError(err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, policy)
}

// uploadStatements say what Twilio documents that it needs:
// https://www.twilio.com/docs/video/tutorials/storing-aws-s3
//
// The guide's kms:ReEncrypt* is written out. So is kms:GenerateDataKey*, less the
// actions for key pairs: those are data keys for asymmetric encryption, which S3
// never asks for. The guide's third statement, which denies all actions that are
// not "*", is left out: there are none, so it denies nothing.
func uploadStatements(places []aws.Objects, keyARNs []string) []aws.Statement {
	put := aws.Statement{Sid: "PutMedia", Actions: []string{"s3:PutObject"}}
	for _, place := range aws.Fewest(places) {
		put.Resources = append(put.Resources, place.ARN())
	}
	if len(keyARNs) == 0 {
		return []aws.Statement{put}
	}
	return []aws.Statement{put, {
		Sid: "UseKeys",
		Actions: []string{
			"kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo",
			"kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:DescribeKey",
		},
		Resources: keyARNs,
	}}
}
