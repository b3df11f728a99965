package twilio

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// credentialResource is videostorage_twilio_aws_credential, or
// videostorage_twilio_public_key.
type credentialResource[M any] struct {
	connection
	kind credentialKind[M]
}

var (
	_ resource.ResourceWithConfigure      = (*credentialResource[awsCredentialModel])(nil)
	_ resource.ResourceWithIdentity       = (*credentialResource[awsCredentialModel])(nil)
	_ resource.ResourceWithImportState    = (*credentialResource[awsCredentialModel])(nil)
	_ resource.ResourceWithModifyPlan     = (*credentialResource[awsCredentialModel])(nil)
	_ resource.ResourceWithValidateConfig = (*credentialResource[awsCredentialModel])(nil)
)

// Metadata implements [resource.Resource].
func (r *credentialResource[M]) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.kind.typeName(req.ProviderTypeName)
}

// Configure implements [resource.ResourceWithConfigure].
func (r *credentialResource[M]) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.configure(req.ProviderData, &resp.Diagnostics)
}

// Read takes from Twilio what it tells; what it never returns stays as it is.
func (r *credentialResource[M]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model M
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	state := r.kind.shared(&model)
	ctx, cancel, account := r.connect(ctx, state.Timeouts.Read, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	sid := state.SID.ValueString()
	account.credentials.manage(sid)
	held, err := r.kind.api.Fetch(ctx, account.Client, sid)
	if errors.Is(err, twilioapi.ErrNotFound) {
		r.gone(ctx, account, sid, req, resp)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(requestFailed(fmt.Sprintf("read the %s %s", r.kind.title, sid), account.AccountSID(), err))
		return
	}
	state.hold(held, account.AccountSID())
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	rememberAccount(ctx, resp.Private, account.AccountSID(), &resp.Diagnostics)
	pay(ctx, resp.Private, &resp.Diagnostics)
}

// gone drops a credential that does not exist any more from the state, for
// Terraform to create it anew.
func (r *credentialResource[M]) gone(ctx context.Context, account *Account, sid string, req resource.ReadRequest, resp *resource.ReadResponse) {
	r.expectAccount(ctx, req.Private, account, sid, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() {
		r.confirmAccount(ctx, account, sid, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.AddWarning("The "+r.kind.title+" is gone",
		fmt.Sprintf("Account %s has no %s %s any more: somebody deleted it. %s Plan and apply soon: that creates a new one, and points the settings "+
			"of this configuration to it.", account.AccountSID(), r.kind.title, sid, r.kind.loss))
	// The framework wants the identity even of what is gone, and Terraform 1.11, or a
	// state that it wrote, has none.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("sid"), sid)...)
	resp.State.RemoveResource(ctx)
}

// Update renames the credential, unless only the provider's own attributes change.
func (r *credentialResource[M]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var planModel, stateModel M
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planModel)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &stateModel)...)
	if resp.Diagnostics.HasError() {
		return
	}
	plan, state := r.kind.shared(&planModel), r.kind.shared(&stateModel)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	if plan.FriendlyName.Equal(state.FriendlyName) {
		resp.Diagnostics.Append(resp.State.Set(ctx, planModel)...)
		return
	}

	ctx, cancel, account := r.connect(ctx, plan.Timeouts.Update, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	account.credentials.manage(state.SID.ValueString())
	r.expectAccount(ctx, req.Private, account, state.SID.ValueString(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	want := plan.FriendlyName
	held, err := r.kind.api.Rename(ctx, account.Client, state.SID.ValueString(), want.ValueString())
	if errors.Is(err, twilioapi.ErrNotFound) {
		resp.Diagnostics.AddError("The "+r.kind.title+" is gone",
			fmt.Sprintf("Account %s has no %s %s any more. Plan with a refresh: that creates a new one.", account.AccountSID(), r.kind.title, state.SID.ValueString()))
		return
	}
	if err != nil {
		failed := requestFailed(fmt.Sprintf("rename the %s %s", r.kind.title, state.SID.ValueString()), account.AccountSID(), err)
		detail := failed.Detail()
		if want.IsNull() {
			detail += "\n\n" + howToUnname
		}
		resp.Diagnostics.AddAttributeError(path.Root("friendly_name"), failed.Summary(), detail)
		return
	}
	// All else is as planned, whatever the answer leaves out.
	plan.FriendlyName, plan.DateUpdated = orNull(held.FriendlyName), orNull(held.DateUpdated)
	if !plan.FriendlyName.Equal(want) {
		detail := fmt.Sprintf("Twilio accepted the change, but answered with friendly_name = %s where %s was asked for.", show(plan.FriendlyName), show(want))
		if want.IsNull() {
			detail += " " + howToUnname
		}
		resp.Diagnostics.AddAttributeError(path.Root("friendly_name"), "Twilio did not take over friendly_name", detail)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, planModel)...)
}

const howToUnname = "Twilio does not document whether a name can be taken away. Set friendly_name to the name that the credential has, or to another one."
