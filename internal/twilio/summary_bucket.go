package twilio

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3client"
)

// verification is the block verify_in_bucket.
type verification struct {
	Endpoint     types.String `tfsdk:"endpoint"`
	UsePathStyle types.Bool   `tfsdk:"use_path_style"`
	Profile      types.String `tfsdk:"profile"`
}

func verifyInBucketBlock(items string) schema.Block {
	return schema.SingleNestedBlock{
		MarkdownDescription: fmt.Sprintf("Lists the bucket under `expected_s3_url`, and reports each of the completed %s without an object that has its "+
			"SID in the key. The credentials are those of AWS's default chain, as for the `aws` provider, and need `s3:ListBucket`. Omit to rely "+
			"on Twilio's responses alone.", items),
		Attributes: map[string]schema.Attribute{
			"endpoint": schema.StringAttribute{
				MarkdownDescription: "The origin of another S3 server: `https`, or `http` on a loopback address. Defaults to AWS's.",
				Optional:            true,
				Validators:          []validator.String{framework.BaseURLFormat},
			},
			"use_path_style": schema.BoolAttribute{
				MarkdownDescription: "Whether requests have the bucket in the path instead of the host, as most other S3 servers need. Defaults to `false`.",
				Optional:            true,
			},
			"profile": schema.StringAttribute{
				MarkdownDescription: "A profile in AWS's configuration files. Defaults to the environment variable `AWS_PROFILE`, and then to `default`.",
				Optional:            true,
			},
		},
	}
}

// validateVerification refuses verify_in_bucket without a bucket.
func validateVerification(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) {
	var block types.Object
	var expected types.String
	diags.Append(config.GetAttribute(ctx, path.Root("verify_in_bucket"), &block)...)
	diags.Append(config.GetAttribute(ctx, path.Root("expected_s3_url"), &expected)...)
	if block.IsNull() || expected.IsUnknown() {
		return
	}
	if framework.IsEmpty(expected) {
		diags.AddAttributeError(path.Root("verify_in_bucket"), "Missing expected_s3_url",
			"verify_in_bucket lists the bucket under expected_s3_url. Set expected_s3_url, or remove the block.")
		return
	}
	// The validator of the attribute reports other mistakes.
	if u, err := s3.ParseURL(expected.ValueString()); err == nil && u.Bucket() == "" {
		_, err := s3.ParseBucketURL(expected.ValueString())
		diags.AddAttributeError(path.Root("expected_s3_url"), "No bucket to list", fmt.Sprintf("verify_in_bucket needs the URL of a bucket: %s.", err))
	}
}

// verify lists the bucket, and finds the completed items without an object. It lists the bucket after Twilio's list, so that each
// item that was completed meanwhile has its object.
func (k summaryKind) verify(ctx context.Context, account *Account, a summaryArguments, s *summary) diag.Diagnostics {
	listing := s3client.Listing{
		Bucket: s.expectedURL.Bucket(), Region: s.expectedURL.Region(), Prefix: s.expectedURL.Directory(),
		Endpoint: a.verification.Endpoint.ValueString(), UsePathStyle: a.verification.UsePathStyle.ValueBool(), Profile: a.verification.Profile.ValueString(),
	}
	s.completed.sort()
	err := listing.Objects(ctx, func(key string, size int64) { s.addObject(key, size, k.sidPrefix) })
	if err != nil {
		return diag.Diagnostics{bucketError(listing, err)}
	}
	for digits := range s.completed.unmarked() {
		sid := digits.format(k.sidPrefix)
		if !s.wantsFindings() {
			s.findingsTotal++
			continue
		}
		// The set has no room and no date. The item may have been deleted meanwhile, at Twilio and in the bucket.
		item, found, err := a.list.Fetch(ctx, account.Client, sid)
		if err != nil {
			return diag.Diagnostics{framework.RequestError("read the "+k.item()+" "+sid, "Account "+account.AccountSID(), err)}
		}
		if found && item.Status == statusCompleted {
			s.report(&item, problemMissing)
		}
	}
	return nil
}

// bucketError returns the diagnostic of a bucket that could not be listed.
func bucketError(listing s3client.Listing, err error) diag.Diagnostic {
	advice := "Run Terraform again. If the error persists, check that the endpoint is an S3 server."
	if failure, ok := errors.AsType[*s3client.RequestError](err); ok {
		advice = cmp.Or(bucketAdvice(listing.Bucket, failure), advice)
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("verify_in_bucket"), "Could not list the bucket",
		fmt.Sprintf("Listing %s/%s failed: %s.\n\n%s", listing.Bucket, listing.Prefix, err, advice))
}

// bucketAdvice returns the next step for an error of S3, or "".
// Source of the codes: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
func bucketAdvice(bucket string, e *s3client.RequestError) string {
	switch e.Code {
	case "AccessDenied", "AllAccessDisabled":
		return fmt.Sprintf("Allow the credentials of AWS's default chain to list the bucket: s3:ListBucket on arn:aws:s3:::%s, in their IAM policy and, "+
			"from another AWS account, in the policy of the bucket.", bucket)
	case "NoSuchBucket":
		return "Correct expected_s3_url, or create the bucket first."
	case "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken":
		return "S3 refuses the credentials of AWS's default chain. Log in again, or select other credentials with profile or AWS_PROFILE."
	case "PermanentRedirect", "AuthorizationHeaderMalformed":
		return fmt.Sprintf("The bucket is in %s. Correct expected_s3_url.", cmp.Or(e.Region, "another region"))
	case "RequestTimeTooSkewed":
		return "Set the clock of this machine."
	}
	if e.Status == 0 && !errors.Is(e, s3client.ErrNotS3) {
		return "Set credentials for AWS as for the aws provider, for example with profile or AWS_PROFILE, and check that this machine reaches S3."
	}
	return ""
}
