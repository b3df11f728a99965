package sendbird

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// recordingCopyResource is the resource videostorage_sendbird_recording_copy. Sendbird has no endpoint to read, list or delete a copy.
type recordingCopyResource struct{ framework.Resource[*Client] }

var (
	_ resource.ResourceWithModifyPlan     = (*recordingCopyResource)(nil)
	_ resource.ResourceWithValidateConfig = (*recordingCopyResource)(nil)
)

type recordingCopyResourceModel struct {
	copyModel
	SecretKey          types.String   `tfsdk:"secret_key"`
	SecretKeyWO        types.String   `tfsdk:"secret_key_wo"`
	SecretKeyWOVersion types.Int64    `tfsdk:"secret_key_wo_version"`
	Triggers           types.Map      `tfsdk:"triggers"`
	Key                types.String   `tfsdk:"key"`
	S3URI              types.String   `tfsdk:"s3_uri"`
	Timeouts           timeouts.Value `tfsdk:"timeouts"`
}

const (
	makesCopy   = " A change makes another copy."
	makesNoCopy = "A change does not make another copy."
)

var secretKey = framework.Secret{Name: "secret_key", Description: secretKeyDescription, ChangeDescription: makesNoCopy, Format: secretKeyFormat}

func (r *recordingCopyResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_sendbird_recording_copy"
}

func (r *recordingCopyResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"access_key": schema.StringAttribute{
			MarkdownDescription: accessKeyDescription + " " + makesNoCopy,
			Required:            true,
			Sensitive:           true,
			Validators:          []validator.String{accessKeyFormat},
		},
		"triggers": schema.MapAttribute{
			MarkdownDescription: "Arbitrary values." + makesCopy + " If omitted, only a change of the other arguments does.",
			ElementType:         types.StringType,
			Optional:            true,
			PlanModifiers:       []planmodifier.Map{mapplanmodifier.RequiresReplace()},
		},
		"key": schema.StringAttribute{
			MarkdownDescription: "The key of the copy in the bucket: the directory, the time and the ID of the recording, as in " +
				"`test/230209_041500_f56ee376-b6ee-4ea4-a523-f3ba87653a3e.mp4`.",
			Computed:      true,
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"s3_uri": schema.StringAttribute{
			MarkdownDescription: "The location of the copy, as `s3://BUCKET/KEY`.",
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
	}
	for _, argument := range copyArguments {
		attributes[argument.name] = schema.StringAttribute{
			MarkdownDescription: argument.description + makesCopy,
			Required:            !argument.optional,
			Optional:            argument.optional,
			Validators:          []validator.String{argument.format},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplaceIf(requireCopy, "", "")},
		}
	}
	maps.Copy(attributes, secretKey.Attributes())
	resp.Schema = schema.Schema{
		MarkdownDescription: recordingCopyDescription + " Creating the resource makes one copy.\n\n" +
			"Sendbird cannot read, list or delete a copy. The resource therefore does not notice that a copy is gone, cannot be imported, and leaves " +
			"the copy in the bucket when it is destroyed.\n\n" +
			"~> Each replacement makes another copy, which costs as much as the first. The plan warns of it, except after " +
			"`terraform apply -replace`, `replace_triggered_by` and a failed provisioner, which Terraform does not report to the provider. " +
			"With `lifecycle { create_before_destroy = true }`, the state keeps the old copy until the new one is made.\n\n" +
			"Terraform 1.14 and later have an action of the same name, which stores nothing in the state.",
		Attributes: attributes,
		Blocks: map[string]schema.Block{
			"timeouts": framework.ResourceTimeouts(ctx, timeouts.Opts{Create: true, CreateDescription: framework.DescribeTimeout("the copy", defaultTimeout)}),
		},
	}
}

func (r *recordingCopyResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	secretKey.Validate(ctx, req.Config, &resp.Diagnostics)
}

// ModifyPlan warns of a copy that stays in the bucket, and reports missing credentials.
func (r *recordingCopyResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.State.Raw.IsNull() {
		if !r.IsUnknown() {
			r.Client(&resp.Diagnostics)
		}
		return
	}
	var plan, state recordingCopyResourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	event := "Destroying this resource"
	if !req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
		if isSame(plan.Directory, state.Directory) {
			plan.Directory = state.Directory
			resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
		}
		plan.AccessKey = state.AccessKey
		if plan.copyModel == state.copyModel && plan.Triggers.Equal(state.Triggers) {
			return
		}
		event = "This change makes another copy of the recording, which costs as much as the first. It"
	}
	resp.Diagnostics.AddWarning("The copy stays in the bucket", fmt.Sprintf("%s leaves %s in the bucket, because Sendbird cannot delete a copy. "+
		"Delete the object in S3 if you no longer need it.", event, quote(state.S3URI.ValueString())))
}

// requireCopy requires a replacement, unless only a trailing slash of the directory has changed.
func requireCopy(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = !isSame(req.PlanValue, req.StateValue)
}

func isSame(plan, state types.String) bool {
	return !plan.IsUnknown() && strings.TrimSuffix(plan.ValueString(), "/") == strings.TrimSuffix(state.ValueString(), "/")
}

func (r *recordingCopyResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan recordingCopyResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	request := plan.request(secretKey.Value(ctx, req.Config, &resp.Diagnostics))
	ctx, client, cancel := r.Begin(ctx, plan.Timeouts.Create, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	made, err := client.CopyRecording(ctx, request)
	if err != nil {
		resp.Diagnostics.Append(copyError(client, request, err))
		return
	}
	plan.Key, plan.S3URI = types.StringValue(made.Key), types.StringValue(made.S3URI())
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Read keeps the state, because Sendbird cannot read a copy.
func (r *recordingCopyResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

// Update stores arguments that make no other copy.
func (r *recordingCopyResource) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
}

// Delete leaves the copy in the bucket. The framework removes it from the state.
func (r *recordingCopyResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {
}
