package s3check

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// checkAction is the action videostorage_s3_upload_check.
type checkAction struct{}

var _ action.ActionWithValidateConfig = checkAction{}

// NewAction returns the action videostorage_s3_upload_check.
func NewAction() action.Action { return checkAction{} }

type actionModel struct {
	targetModel
	AccessKeyID     types.String   `tfsdk:"access_key_id"`
	SecretAccessKey types.String   `tfsdk:"secret_access_key"`
	Timeouts        timeouts.Value `tfsdk:"timeouts"`
}

func (checkAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_s3_upload_check"
}

// Schema has no write-only form of the secret, because the framework does not support one in an action.
func (checkAction) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"access_key_id": schema.StringAttribute{
			MarkdownDescription: accessKey.Description + " It must " + accessKeyIDFormat.Requirement + ".",
			Required:            true,
			Validators:          []validator.String{accessKeyIDFormat},
		},
		"secret_access_key": schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("%s It must %s. Use a sensitive variable, because Terraform shows the configuration of an action in the plan. "+
				"Saved plans contain the value.", accessKey.Secret.Description, secretAccessKeyFormat.Requirement),
			Required:   true,
			Validators: []validator.String{secretAccessKeyFormat},
		},
		"use_path_style": schema.BoolAttribute{MarkdownDescription: usePathStyleDescription, Optional: true},
	}
	for name, description := range arguments {
		attributes[name] = schema.StringAttribute{
			MarkdownDescription: description,
			Required:            name == "url",
			Optional:            name != "url",
			Validators:          argumentValidators[name],
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: checkDescription + "\n\n" + limitsDescription + "\n\nNeeds Terraform 1.14 or later. For other versions there is a resource of the " +
			"same name, on which settings can depend.",
		Attributes: attributes,
		Blocks: map[string]schema.Block{
			"timeouts": framework.ActionTimeouts(ctx, timeouts.Opts{InvokeDescription: framework.DescribeTimeout("the check", defaultTimeout)}),
		},
	}
}

func (checkAction) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	validateTarget(ctx, req.Config, &resp.Diagnostics)
}

func (checkAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config actionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	ctx, cancel := framework.WithTimeout(ctx, config.Timeouts.Invoke, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	c := config.newCheck(ctx, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	c.AccessKeyID, c.SecretAccessKey = config.AccessKeyID.ValueString(), config.SecretAccessKey.ValueString()
	report := func(format string, args ...any) {
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf(format, args...)})
	}
	c.Report = func(err *Error, wait time.Duration) { report("Trying again in %s: %s", wait, err) }
	report("Uploading s3://%s/%s", c.Bucket, c.key())
	if _, err := c.Run(ctx); err != nil {
		resp.Diagnostics.Append(checkError(c, true, err))
		return
	}
	report("Uploaded %s, in region %s", c.objectURL(), c.Region)
}
