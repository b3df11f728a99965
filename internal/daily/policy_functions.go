package daily

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/videostorage/terraform-provider-videostorage/internal/lazyregexp"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3"
)

// policyFunction is a function of one argument that returns an IAM policy.
type policyFunction struct {
	name, summary, description      string
	parameter, parameterDescription string
	// policy returns an error about the argument.
	policy func(argument string) (string, error)
}

// assumeRolePolicyFunction is daily_assume_role_policy.
var assumeRolePolicyFunction = policyFunction{
	name:    "daily_assume_role_policy",
	summary: "The trust policy of the role that Daily assumes",
	description: "Returns the JSON of the trust policy for `assume_role_policy` of an `aws_iam_role`: Daily's AWS account, " + accountID + ", may assume the " +
		"role with the domain's name as the external ID. Set `max_session_duration = 43200` (12 hours) for the role too. Otherwise Daily cannot assume it.",
	parameter: "domain_name", parameterDescription: "The name of the Daily domain, such as `example-clinic` for `https://example-clinic.daily.co`.",
	policy: assumeRolePolicy,
}

// bucketPolicyFunction is daily_bucket_policy.
var bucketPolicyFunction = policyFunction{
	name:    "daily_bucket_policy",
	summary: "The IAM policy with which Daily can store recordings in an S3 bucket",
	description: "Returns the JSON of the smallest IAM policy for the role that Daily assumes. Attach it to the role, for example with an " +
		"`aws_iam_role_policy`. Enable versioning for the bucket too, because Daily requires it.",
	parameter: "bucket", parameterDescription: "The name of the bucket, such as `bucket` of an `aws_s3_bucket`.",
	policy: bucketPolicy,
}

func (f policyFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = f.name
}

func (f policyFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary:             f.summary,
		MarkdownDescription: f.description,
		Parameters:          []function.Parameter{function.StringParameter{Name: f.parameter, MarkdownDescription: f.parameterDescription}},
		Return:              function.StringReturn{},
	}
}

func (f policyFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var argument string
	if resp.Error = req.Arguments.Get(ctx, &argument); resp.Error != nil {
		return
	}
	policy, err := f.policy(argument)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, policy)
}

// accountID is Daily's AWS account.
// Source: https://docs.daily.co/docs/guides/features/recording/custom-s3-storage and https://github.com/daily-co/daily-recordings-bucket
const accountID = "291871421005"

var (
	domainName  = lazyregexp.New(`^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$`)
	domainOfURL = lazyregexp.New(`^(?:https://)?([A-Za-z0-9-]+)\.daily\.co(?:/.*)?$`)
)

func assumeRolePolicy(domain string) (string, error) {
	if found := domainOfURL.FindStringSubmatch(domain); found != nil {
		return "", fmt.Errorf("%q is an address of the domain and not its name: write %q", domain, found[1])
	}
	if !domainName.MatchString(domain) {
		return "", fmt.Errorf("%q is not the name of a Daily domain: write the name before .daily.co", domain)
	}
	return s3.TrustPolicy(accountID, domain)
}

// bucketPolicy returns the actions that Daily documents, each on the kind of resource that it applies to.
func bucketPolicy(bucket string) (string, error) {
	objects := s3.ObjectSet{Partition: "aws", Bucket: bucket}
	if err := s3.ValidateBucketName(bucket); err != nil {
		return "", err
	}
	if err := objects.ValidateForPolicy(); err != nil {
		return "", err
	}
	return s3.Policy(
		s3.Statement{Sid: "StoreRecordings", Resources: []string{objects.ARN()}, Actions: []string{
			"s3:PutObject", "s3:GetObject", "s3:GetObjectVersion", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts",
		}},
		s3.Statement{Sid: "ListRecordings", Resources: []string{objects.BucketARN()}, Actions: []string{
			"s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads",
		}},
	)
}
