package twilio

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const replacesDescription = "A change replaces the credential."

// isImported reports whether the state is that of an imported credential that was not applied since. It lacks the content.
func isImported(ctx context.Context, state tfsdk.State, content []string, diags *diag.Diagnostics) bool {
	for _, name := range content {
		var value attr.Value
		diags.Append(state.GetAttribute(ctx, path.Root(name), &value)...)
		if diags.HasError() || !value.IsNull() {
			return false
		}
	}
	return true
}

// replaceOnChange replaces the credential if a part of its content changes. Filling in the content of an imported credential is no
// change, unless the new value is unknown while planning: then it cannot be the one that Twilio has.
func replaceOnChange(content ...string) planmodifier.String {
	return stringplanmodifier.RequiresReplaceIf(func(ctx context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
		resp.RequiresReplace = req.PlanValue.IsUnknown() || !isImported(ctx, req.State, content, &resp.Diagnostics)
	}, replacesDescription, replacesDescription)
}

// replaceOnVersionChange is [replaceOnChange] for the version of a write-only secret.
func replaceOnVersionChange(content ...string) planmodifier.Int64 {
	return int64planmodifier.RequiresReplaceIf(func(ctx context.Context, req planmodifier.Int64Request, resp *int64planmodifier.RequiresReplaceIfFuncResponse) {
		resp.RequiresReplace = req.PlanValue.IsUnknown() || !isImported(ctx, req.State, content, &resp.Diagnostics)
	}, replacesDescription, replacesDescription)
}

func (r *credentialResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	switch {
	case req.Plan.Raw.IsNull():
		r.planDestroy(ctx, req, resp)
	case req.State.Raw.IsNull():
		r.planCreate(ctx, req, resp)
	default:
		r.planUpdate(ctx, req, resp)
	}
}

// planCreate shows the account in the plan, so that Terraform refuses to apply it with the credentials of another account.
func (r *credentialResource) planCreate(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var configured types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("account_sid"), &configured)...)
	if r.IsUnknown() {
		return
	}
	account := r.Client(&resp.Diagnostics)
	// A configured account may be unknown until the apply.
	if resp.Diagnostics.HasError() || !configured.IsNull() {
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("account_sid"), account.AccountSID())...)
}

// planUpdate plans date_updated, and warns of content that it fills in after an import.
func (r *credentialResource) planUpdate(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	planModel, stateModel := r.kind.newModel(), r.kind.newModel()
	resp.Diagnostics.Append(req.Plan.Get(ctx, planModel)...)
	resp.Diagnostics.Append(req.State.Get(ctx, stateModel)...)
	if resp.Diagnostics.HasError() {
		return
	}
	plan, state := planModel.common(), stateModel.common()
	dateUpdated := types.StringUnknown()
	if plan.FriendlyName.Equal(state.FriendlyName) {
		dateUpdated = state.DateUpdated
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("date_updated"), dateUpdated)...)
	if !isImported(ctx, req.State, r.kind.content, &resp.Diagnostics) {
		return
	}
	for _, name := range r.kind.content {
		var value attr.Value
		resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root(name), &value)...)
		if resp.Diagnostics.HasError() || value.IsNull() || value.IsUnknown() {
			continue
		}
		resp.Diagnostics.AddAttributeWarning(path.Root(name), "The content of the "+r.kind.title+" cannot be checked",
			fmt.Sprintf("%s was imported, and Twilio never returns its content. The apply stores the content from the configuration in the state and sends "+
				"Twilio nothing. Later changes replace the credential. If Twilio has other content, use terraform apply -replace instead.",
				plan.SID.ValueString()))
		return
	}
}

// planDestroy warns of a check that the destroy cannot make.
func (r *credentialResource) planDestroy(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	model := r.kind.newModel()
	resp.Diagnostics.Append(req.State.Get(ctx, model)...)
	if resp.Diagnostics.HasError() || !r.IsConfigured() {
		return
	}
	state, account := model.common(), r.Client(&resp.Diagnostics)
	if state.AccountSID.ValueString() != account.AccountSID() {
		resp.Diagnostics.Append(r.kind.uncheckedWarning(state, account))
	}
}
