package twilio

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/s3"
)

// uploadPolicyFunction is the function twilio_upload_policy.
type uploadPolicyFunction struct{}

func (uploadPolicyFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "twilio_upload_policy"
}

func (uploadPolicyFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "The IAM policy that lets Twilio write to S3 buckets",
		MarkdownDescription: "Returns the JSON of the smallest IAM policy for the access key with which Twilio stores recordings and compositions: " +
			"`s3:PutObject` under each URL and, if the buckets encrypt with SSE-KMS, the actions that Twilio requires on the keys. " +
			"The policy has no wildcard in an action, and its ARNs are in the partitions of the URLs. A URL that another URL covers adds nothing.",
		Parameters: []function.Parameter{
			function.ListParameter{
				Name:        "urls",
				ElementType: types.StringType,
				MarkdownDescription: "At least one URL: the values of `aws_s3_url` in the recording settings and the composition settings. " +
					"A URL, with or without a slash at the end, stands for all objects under it.",
			},
			function.ListParameter{
				Name:        "kms_key_arns",
				ElementType: types.StringType,
				MarkdownDescription: "The ARNs of the KMS keys that the buckets encrypt with, such as `arn` of an `aws_kms_key`, or `[]`. " +
					"The ARN of an alias is an error, because it has no effect in a policy.",
			},
		},
		Return: function.StringReturn{},
	}
}

func (uploadPolicyFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var urls, keys []*string
	if resp.Error = req.Arguments.Get(ctx, &urls, &keys); resp.Error != nil {
		return
	}
	targets, regions, err := parseUploadURLs(urls)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, err.Error())
		return
	}
	keyARNs, err := s3.ParseKeyARNs("kms_key_arns", keys, func(key s3.Key) error {
		switch {
		case !slices.ContainsFunc(targets, func(o s3.ObjectSet) bool { return o.Partition == key.Partition.Name }):
			return fmt.Errorf("the key is in the partition %s, but no URL is: write the key of a bucket in urls, or remove it", key.Partition.Name)
		case !slices.Contains(regions, key.Region) && !slices.Contains(regions, ""):
			return fmt.Errorf("the key is in the region %s, but no URL is, and a bucket encrypts only with keys of its region: write the key of a bucket in "+
				"urls, or remove it", key.Region)
		}
		return nil
	})
	if err != nil {
		resp.Error = function.NewArgumentFuncError(1, err.Error())
		return
	}
	policy, err := s3.Policy(uploadStatements(targets, keyARNs)...)
	if err != nil {
		resp.Error = function.NewFuncError(err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, policy)
}

// parseUploadURLs returns the objects under the URLs of the argument urls, and the regions of the URLs. The error names the element without its value, because a wrong
// URL may contain a password.
func parseUploadURLs(urls []*string) (all []s3.ObjectSet, regions []string, err error) {
	if len(urls) == 0 {
		return nil, nil, errors.New("the list is empty, but a policy must allow something: add the URLs that Twilio writes to")
	}
	for i, url := range urls {
		if url == nil {
			return nil, nil, s3.NullElementError("urls", i)
		}
		u, err := s3.ParseBucketURL(*url)
		objects := s3.ObjectSet{Partition: u.Partition(), Bucket: u.Bucket(), Path: u.Path()}
		if err := cmp.Or(err, objects.ValidateForPolicy()); err != nil {
			return nil, nil, fmt.Errorf("urls[%d]: %w", i, err)
		}
		all, regions = append(all, objects), append(regions, u.Region())
	}
	return all, regions, nil
}

// uploadStatements returns the statements that Twilio documents:
// https://www.twilio.com/docs/video/tutorials/storing-aws-s3
//
// The guide's kms:ReEncrypt* and kms:GenerateDataKey* are written out, without the actions for key pairs, because S3 never requests
// data keys for asymmetric encryption. The guide's third statement denies all actions that are not "*", and thus none. It is omitted.
func uploadStatements(targets []s3.ObjectSet, keyARNs []string) []s3.Statement {
	put := s3.Statement{Sid: "PutMedia", Actions: []string{"s3:PutObject"}}
	for _, target := range s3.RemoveCovered(targets) {
		put.Resources = append(put.Resources, target.ARN())
	}
	if len(keyARNs) == 0 {
		return []s3.Statement{put}
	}
	use := s3.Statement{Sid: "UseKeys", Resources: keyARNs, Actions: []string{
		"kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo",
		"kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:DescribeKey",
	}}
	return []s3.Statement{put, use}
}
