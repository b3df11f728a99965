package twilio

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/videostorage/terraform-provider-videostorage/internal/s3url"
)

// bucketURL checks an aws_s3_url. A host that is not S3's is only a warning:
// Twilio's own reference shows one.
type bucketURL struct{}

// Description implements [validator.Describer].
func (bucketURL) Description(context.Context) string {
	return "must be the https URL of an S3 bucket"
}

// MarkdownDescription implements [validator.Describer].
func (v bucketURL) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements [validator.String].
func (bucketURL) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsUnknown() || unset(req.ConfigValue) {
		return
	}
	raw := req.ConfigValue.ValueString()
	u, err := s3url.Parse(raw)
	if err != nil && strings.Contains(raw, "@") {
		// What stands before the @ may be a secret, and Terraform shows the line that
		// an error points to.
		resp.Diagnostics.AddError("Invalid bucket URL", fmt.Sprintf("The value of %s is not a bucket URL that Twilio can write to: %s.", req.Path, err))
		return
	}
	if err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid bucket URL",
			fmt.Sprintf("%q is not a bucket URL that Twilio can write to: %s.", raw, err))
		return
	}
	if !u.IsS3() {
		resp.Diagnostics.AddAttributeWarning(req.Path, "The bucket URL's host is not one of S3",
			fmt.Sprintf("%q is not on amazonaws.com. If it is a typing error, nothing will be stored where you look for it; "+
				"an S3 bucket's URL looks like https://my-bucket.s3.eu-central-1.amazonaws.com/path.", raw))
	}
}
