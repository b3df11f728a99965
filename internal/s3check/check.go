package s3check

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// defaultTimeout is the time that AWS gets to make a new key or policy known.
const defaultTimeout = 2 * time.Minute

const checkDescription = "Uploads a small object to an S3 bucket as a vendor's uploader does, with the access key that the vendor gets. It proves that " +
	"recordings can be stored before any depends on it: a vendor accepts every URL and every key, and loses recordings later if it cannot write.\n\n" +
	"The check is a multipart upload of one part, which needs the permissions of a large upload, those of KMS included. It overwrites the object " +
	"`" + objectName + "` under the path of the URL each time, and never deletes it, because the key may not. A check that fails after its first request " +
	"leaves an unfinished upload, which the key may not abort: a lifecycle rule with `abort_incomplete_multipart_upload` removes it."

// limitsDescription ends the descriptions.
const limitsDescription = "AWS needs some seconds to make a new key, policy or bucket known. An unknown key (`InvalidAccessKeyId`), a denial " +
	"(`AccessDenied`, also of KMS), throttling, faults of S3 and failures to connect are repeated until the timeout, and a missing bucket for " +
	"20 seconds. Other errors, such as a wrong secret or a wrong region, end the check at once.\n\n" +
	"~> The check runs on the machine that runs Terraform. A bucket policy that admits only the addresses of the vendor refuses it. It follows no redirect " +
	"and corrects no clock, because the vendor's uploader may not either."

// arguments describe the string arguments of the resource and of the action, besides those of the key.
var arguments = map[string]string{
	"url": "The `https` URL of the bucket and the path to check, as `aws_s3_url` of the Twilio settings. Let the settings refer to this attribute, so " +
		"that they change only after the check has succeeded.",
	"vendor": "The vendor that will write, which adds its requirements to the check. " + describeVendors() + ". If omitted, only the upload counts.",
	"endpoint": "The origin of another S3 server, such as `https://s3.example.com`: `https`, or `http` on a loopback address. If omitted, the check " +
		"uses the host of `url`.",
}

// argumentValidators validate the arguments that [targetModel.newCheck] does not validate.
var argumentValidators = map[string][]validator.String{"vendor": {stringvalidator.OneOf(vendorNames()...)}}

func describeVendors() string {
	var requirements []string
	for _, v := range vendors {
		requirements = append(requirements, fmt.Sprintf("`%s`: %s", v.Name, v.requirement))
	}
	return strings.Join(requirements, "; ")
}

func vendorNames() (names []string) {
	for _, v := range vendors {
		names = append(names, v.Name)
	}
	return names
}

const usePathStyleDescription = "Whether requests have the bucket in the path instead of the host, as other S3 servers may need. If omitted, the form of " +
	"`url` decides, and with `endpoint` the bucket is in the host."

// The formats of an access key. Other S3 servers have shorter ones than AWS.
var (
	accessKeyIDFormat     = framework.AccessKeyIDFormat(`^[A-Za-z0-9_-]{3,}$`, "be the ID of an access key: at least 3 letters, digits, hyphens and underscores")
	secretAccessKeyFormat = framework.MatchRegexp(`^[[:graph:]]{8,}$`, "be a secret access key of at least 8 characters, without spaces or line breaks").AsSecret()
)

// targetModel holds the arguments of the location.
type targetModel struct {
	URL          types.String `tfsdk:"url"`
	Vendor       types.String `tfsdk:"vendor"`
	Endpoint     types.String `tfsdk:"endpoint"`
	UsePathStyle types.Bool   `tfsdk:"use_path_style"`
}

// newCheck returns the check of the arguments, or adds an error.
func (m targetModel) newCheck(ctx context.Context, diags *diag.Diagnostics) Check {
	var endpoint validator.StringResponse
	framework.BaseURLFormat.ValidateString(ctx, validator.StringRequest{Path: path.Root("endpoint"), ConfigValue: m.Endpoint}, &endpoint)
	if diags.Append(endpoint.Diagnostics...); diags.HasError() {
		return Check{}
	}
	target, err := NewTarget(m.URL.ValueString(), strings.TrimRight(m.Endpoint.ValueString(), "/"), m.UsePathStyle.ValueBool())
	if err != nil {
		const summary = "Invalid bucket URL"
		detail := fmt.Sprintf("The check cannot write to the value of url: %s.", err)
		if strings.Contains(m.URL.ValueString(), "@") { // the text before it may be a secret, and Terraform prints the line at a path
			diags.AddError(summary, detail)
		} else {
			diags.AddAttributeError(path.Root("url"), summary, detail)
		}
	}
	return Check{Target: target, Vendor: findVendor(m.Vendor.ValueString())}
}

// validateTarget adds an error unless the known arguments name a bucket. A check validates arguments that are known only later.
func validateTarget(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) {
	var m targetModel
	diags.Append(config.GetAttribute(ctx, path.Root("url"), &m.URL)...)
	diags.Append(config.GetAttribute(ctx, path.Root("endpoint"), &m.Endpoint)...)
	diags.Append(config.GetAttribute(ctx, path.Root("use_path_style"), &m.UsePathStyle)...)
	if !diags.HasError() && !m.URL.IsNull() && !m.URL.IsUnknown() && !m.Endpoint.IsUnknown() && !m.UsePathStyle.IsUnknown() {
		m.newCheck(ctx, diags)
	}
}

// checkError returns the diagnostic of a failed check. It has an attribute path only if the cause is certain, and never one of a secret.
func checkError(c Check, idIsConfigured bool, err error) diag.Diagnostic {
	const summary = "Could not upload to the bucket"
	detail := fmt.Sprintf("s3://%s/%s: %s.", c.Bucket, c.key(), strings.TrimSuffix(err.Error(), "."))
	failure, ok := errors.AsType[*Error](err)
	if !ok {
		return diag.NewErrorDiagnostic(summary, detail)
	}
	detail += "\n\n" + failure.Advice()
	switch {
	case failure.isAboutURL():
		return diag.NewAttributeErrorDiagnostic(path.Root("url"), summary, detail)
	case failure.Code == "InvalidAccessKeyId" && idIsConfigured:
		return diag.NewAttributeErrorDiagnostic(path.Root("access_key_id"), summary, detail)
	}
	return diag.NewErrorDiagnostic(summary, detail)
}
