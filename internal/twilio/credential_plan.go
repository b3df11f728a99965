package twilio

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const replacesDescription = "A change replaces the credential."

// contentAttribute is an attribute with a part of a credential's content.
type contentAttribute struct {
	name  string
	value attr.Value
}

// ModifyPlan shows the account of a new credential, so that Terraform refuses to apply the plan with the credentials of another one. It
// plans date_updated and the content of an existing credential.
func (r *credentialResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	planModel, stateModel := r.kind.newModel(), r.kind.newModel()
	isNew := req.State.Raw.IsNull()
	if !isNew {
		resp.Diagnostics.Append(req.State.Get(ctx, stateModel)...)
	}
	if req.Plan.Raw.IsNull() {
		r.planDestroy(stateModel.common(), &resp.Diagnostics)
		return
	}
	var configuredAccount types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("account_sid"), &configuredAccount)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, planModel)...)
	var account *Account
	if isNew && !r.IsUnknown() {
		account = r.Client(&resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	plan, state := planModel.common(), stateModel.common()
	// A configured account may be unknown until the apply.
	if account != nil && configuredAccount.IsNull() {
		plan.AccountSID = types.StringValue(account.AccountSID())
	}
	planModel.planContent(stateModel)
	if !isNew {
		plan.DateUpdated = types.StringUnknown()
		if plan.FriendlyName.Equal(state.FriendlyName) {
			plan.DateUpdated = state.DateUpdated
		}
		r.planContentChange(planModel.content(), stateModel.content(), state.SID.ValueString(), resp)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, planModel)...)
}

// planContentChange replaces the credential if its content changes. Filling in the content of an imported credential is no change, unless
// a new value is unknown while planning: then it cannot be the one that Twilio has.
func (r *credentialResource) planContentChange(planned, prior []contentAttribute, sid string, resp *resource.ModifyPlanResponse) {
	isImported := !slices.ContainsFunc(prior, func(a contentAttribute) bool { return !a.value.IsNull() })
	var changed []path.Path
	for i, attribute := range planned {
		if attribute.value.Equal(prior[i].value) {
			continue
		}
		changed = append(changed, path.Root(attribute.name))
		if !isImported || attribute.value.IsUnknown() {
			resp.RequiresReplace = append(resp.RequiresReplace, path.Root(attribute.name))
		}
	}
	if len(changed) > 0 && len(resp.RequiresReplace) == 0 {
		resp.Diagnostics.AddAttributeWarning(changed[0], "The content of the "+r.kind.title+" cannot be checked",
			fmt.Sprintf("%s was imported, and Twilio never returns its content. The apply stores the content from the configuration in the state and sends "+
				"Twilio nothing. Later changes replace the credential. If Twilio has other content, use terraform apply -replace instead.", sid))
	}
}

// planDestroy warns of a check that the destroy cannot make.
func (r *credentialResource) planDestroy(state *commonModel, diags *diag.Diagnostics) {
	if diags.HasError() || !r.IsConfigured() {
		return
	}
	if account := r.Client(diags); state.AccountSID.ValueString() != account.AccountSID() {
		diags.Append(r.kind.uncheckedWarning(state, account))
	}
}
