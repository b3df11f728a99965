package sendbird

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/limits"
)

// copyResource is the resource videostorage_sendbird_recording_copy.
type copyResource struct{ connection }

var (
	_ resource.ResourceWithConfigure      = (*copyResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*copyResource)(nil)
	_ resource.ResourceWithValidateConfig = (*copyResource)(nil)
)

// copyResourceModel is the resource.
type copyResourceModel struct {
	copyModel
	SecretKey          types.String   `tfsdk:"secret_key"`
	SecretKeyWO        types.String   `tfsdk:"secret_key_wo"`
	SecretKeyWOVersion types.Int64    `tfsdk:"secret_key_wo_version"`
	Triggers           types.Map      `tfsdk:"triggers"`
	Key                types.String   `tfsdk:"key"`
	S3URI              types.String   `tfsdk:"s3_uri"`
	Timeouts           timeouts.Value `tfsdk:"timeouts"`
}

// Metadata implements [resource.Resource].
func (r *copyResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = typeName(req.ProviderTypeName)
}

// Configure implements [resource.ResourceWithConfigure].
func (r *copyResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.configure(req.ProviderData, &resp.Diagnostics)
}

// ValidateConfig implements [resource.ResourceWithValidateConfig].
func (r *copyResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var configured timeouts.Value
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("timeouts"), &configured)...)
	limits.Check(configured, &resp.Diagnostics)
	secretKey.Validate(ctx, req.Config, &resp.Diagnostics)
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it says what becomes of
// the object in the bucket, which only its owner can delete.
func (r *copyResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state copyResourceModel
	destroys, creates := req.Plan.Raw.IsNull(), req.State.Raw.IsNull()
	if !destroys {
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	}
	if !creates {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	switch {
	case resp.Diagnostics.HasError():
	case creates:
		// Without credentials, the plan says so.
		r.application(&resp.Diagnostics)
	case destroys:
		resp.Diagnostics.Append(staysInTheBucket("Destroying this resource", state))
	case !plan.copiesTheSame(state):
		resp.Diagnostics.Append(staysInTheBucket("Another copy of the recording will be made, which costs as much as the first. This", state))
	}
}

// copiesTheSame reports whether nothing has changed that makes another copy. The plan
// has the prior spelling of what is the same.
func (m copyResourceModel) copiesTheSame(state copyResourceModel) bool {
	return m.RecordingID.Equal(state.RecordingID) && m.Bucket.Equal(state.Bucket) && m.Region.Equal(state.Region) &&
		m.Directory.Equal(state.Directory) && m.Triggers.Equal(state.Triggers)
}

func staysInTheBucket(what string, state copyResourceModel) diag.Diagnostic {
	return diag.NewWarningDiagnostic("The copy stays in the bucket",
		fmt.Sprintf("%s leaves %s where it is: Sendbird has no way to delete a copy, and Terraform forgets it. Delete it in S3 if it is not needed.",
			what, shown(state.S3URI.ValueString())))
}

// Create makes the copy.
func (r *copyResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan copyResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	limit, found := plan.Timeouts.Create(ctx, defaultTimeout)
	resp.Diagnostics.Append(found...)
	ask := plan.request(secretKey.Value(ctx, req.Config, &resp.Diagnostics))
	application := r.application(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	copied, err := application.Copy(ctx, ask)
	if err != nil {
		resp.Diagnostics.Append(copyFailed(application, ask, err))
		return
	}
	plan.Key, plan.S3URI = types.StringValue(copied.Key), types.StringValue(uri(copied))
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Read implements [resource.Resource]. There is nothing that it could ask.
func (r *copyResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

// Update takes over what is of no consequence for a copy that exists.
func (r *copyResource) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
}

// Delete implements [resource.Resource]: Terraform forgets the copy.
func (r *copyResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
