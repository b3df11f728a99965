package framework

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/videostorage/terraform-provider-videostorage/internal/s3"
)

// BucketNameFormat is the format of the name of an S3 bucket.
var BucketNameFormat = StringFormat{
	Requirement: "be the name of an S3 bucket: 3 to 63 lower-case letters, digits, hyphens and dots",
	Matches:     func(value string) bool { return s3.ValidateBucketName(value) == nil },
	Explain: func(value string) string {
		if bucket := s3.BucketInAddress(value); bucket != "" {
			return fmt.Sprintf("The value is an address of the bucket: write %q.", bucket)
		}
		return ""
	},
}

// RegionFormat is the format of the code of an AWS region.
var RegionFormat = StringFormat{
	Requirement: "be the code of an AWS region that a video platform can reach, such as eu-central-1",
	Matches: func(value string) bool {
		_, err := s3.PartitionOfRegion(value)
		return err == nil
	},
}

// RoleARN validates the ARN of an IAM role. A certain mistake is an error, and a likely one is a warning.
type RoleARN struct{}

var _ validator.String = RoleARN{}

func (RoleARN) Description(context.Context) string               { return "must be the ARN of an IAM role" }
func (v RoleARN) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (RoleARN) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	warning, err := s3.CheckRoleARN(req.ConfigValue.ValueString())
	if err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid ARN of a role", fmt.Sprintf("The value of %s is wrong: %s.", req.Path, err))
	} else if warning != "" {
		resp.Diagnostics.AddAttributeWarning(req.Path, "Malformed ARN of a role", warning)
	}
}
