package twilio

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const describeReplaces = "Changing it creates the credential anew."

// isImported reports whether a state is that of a credential that was imported and
// not applied since: it lacks what Twilio never returns.
func isImported(ctx context.Context, state tfsdk.State, material string, diags *diag.Diagnostics) bool {
	var value types.String
	diags.Append(state.GetAttribute(ctx, path.Root(material), &value)...)
	return value.IsNull()
}

// replacesString plans a new credential when a part of what it stores changes. To
// fill in what an import could not know is no change, but what is not known yet while
// planning cannot be what was stored long ago. material is the attribute that every
// credential has but one that was imported.
func replacesString(material string) planmodifier.String {
	return stringplanmodifier.RequiresReplaceIf(func(ctx context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
		resp.RequiresReplace = req.PlanValue.IsUnknown() || !isImported(ctx, req.State, material, &resp.Diagnostics)
	}, describeReplaces, describeReplaces)
}

// replacesInt64 is [replacesString] for a number.
func replacesInt64(material string) planmodifier.Int64 {
	return int64planmodifier.RequiresReplaceIf(func(ctx context.Context, req planmodifier.Int64Request, resp *int64planmodifier.RequiresReplaceIfFuncResponse) {
		resp.RequiresReplace = req.PlanValue.IsUnknown() || !isImported(ctx, req.State, material, &resp.Diagnostics)
	}, describeReplaces, describeReplaces)
}

// ModifyPlan implements [resource.ResourceWithModifyPlan].
func (r *credentialResource[M]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		r.planDestroy(ctx, req, resp)
		return
	}
	var model M
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	plan := r.kind.shared(&model)
	if req.State.Raw.IsNull() {
		r.planCreate(ctx, plan, req, resp)
	} else {
		r.planUpdate(ctx, plan, req, resp)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	r.kind.derive(&model)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, model)...)
}

// planDestroy warns of what the destroy will not be able to check.
func (r *credentialResource[M]) planDestroy(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var model M
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() || r.source == nil || r.source.Twilio() == nil {
		return
	}
	state, account := r.kind.shared(&model), r.source.Twilio().AccountSID()
	if state.AccountSID.ValueString() != account {
		resp.Diagnostics.Append(r.unchecked(state, account))
	}
}

// unchecked is the warning about a credential of a subaccount.
func (r *credentialResource[M]) unchecked(state *credentialAttributes, account string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Whether the "+r.kind.title+" is in use is not checked",
		fmt.Sprintf("%s belongs to subaccount %s, whose settings the credentials of account %s do not reach. Make sure that they do not use it. %s",
			state.SID.ValueString(), state.AccountSID.ValueString(), account, r.kind.loss))
}

// planCreate shows whoever reviews the plan which account it is for, and has
// Terraform refuse to apply it with another account's credentials.
func (r *credentialResource[M]) planCreate(ctx context.Context, plan *credentialAttributes, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var configured types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("account_sid"), &configured)...)
	account := r.account(&resp.Diagnostics)
	// One that is configured may be known only after the apply.
	if account != nil && configured.IsNull() {
		plan.AccountSID = types.StringValue(account.AccountSID())
	}
}

func (r *credentialResource[M]) planUpdate(ctx context.Context, plan *credentialAttributes, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state M
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if prior := r.kind.shared(&state); plan.FriendlyName.Equal(prior.FriendlyName) {
		plan.DateUpdated = prior.DateUpdated
	} else {
		plan.DateUpdated = types.StringUnknown()
	}
	var material types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root(r.kind.material), &material)...)
	if isImported(ctx, req.State, r.kind.material, &resp.Diagnostics) && !material.IsNull() && !material.IsUnknown() {
		resp.Diagnostics.AddAttributeWarning(path.Root(r.kind.material), "What the "+r.kind.title+" stores cannot be checked",
			fmt.Sprintf("%s was imported, and Twilio never returns what is stored in it. Applying takes the configuration's word for it, and sends Twilio "+
				"nothing of it: from then on, a change creates the credential anew. If the credential stores something else, use "+
				"terraform apply -replace instead.", plan.SID.ValueString()))
	}
}
