package getstream

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// storageCheck is the action videostorage_getstream_external_storage_check.
type storageCheck struct{ framework.Action[*Application] }

var _ action.ActionWithModifyPlan = (*storageCheck)(nil)

func (a *storageCheck) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_getstream_external_storage_check"
}

func (a *storageCheck) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Makes GetStream check an external storage. Each invocation puts a small new file into the bucket, and fails with GetStream's reason " +
			"if that is not possible. Needs Terraform 1.14 or later. With other versions, set `check_on_apply` of the resource.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: storageNameDescription,
				Required:            true,
				Validators:          []validator.String{storageNameFormat},
			},
		},
		Blocks: map[string]schema.Block{
			"timeouts": framework.ActionTimeouts(ctx, timeouts.Opts{InvokeDescription: framework.DescribeTimeout("the check", defaultTimeout)}),
		},
	}
}

// ModifyPlan reports missing credentials in the plan, because otherwise the trigger of the action is applied before the action fails.
func (a *storageCheck) ModifyPlan(_ context.Context, _ action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	if !a.IsUnknown() {
		a.Client(&resp.Diagnostics)
	}
}

func (a *storageCheck) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config struct {
		Name     types.String   `tfsdk:"name"`
		Timeouts timeouts.Value `tfsdk:"timeouts"`
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	ctx, app, cancel := a.Begin(ctx, config.Timeouts.Invoke, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	fileURL, err := app.checkStorage(ctx, config.Name.ValueString())
	if err != nil {
		resp.Diagnostics.Append(storageError("check the "+storageTitle+" "+config.Name.ValueString(), app, err))
		return
	}
	resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("GetStream has written %s", fileURL)})
}
