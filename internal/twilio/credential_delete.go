package twilio

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Delete deletes the credential, unless settings use it: what is recorded under
// them from then on would be lost.
func (r *credentialResource[M]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model M
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	state := r.kind.shared(&model)
	ctx, cancel, account := r.connect(ctx, state.Timeouts.Delete, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	sid := state.SID.ValueString()
	account.credentials.manage(sid)
	r.expectAccount(ctx, req.Private, account, sid, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if state.AccountSID.ValueString() == account.AccountSID() {
		r.expectUnused(ctx, account, sid, &resp.Diagnostics)
	} else {
		resp.Diagnostics.Append(r.unchecked(state, account.AccountSID()))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.kind.api.Delete(ctx, account.Client, sid); err != nil {
		resp.Diagnostics.Append(requestFailed(fmt.Sprintf("delete the %s %s", r.kind.title, sid), account.AccountSID(), err))
	}
}

// expectUnused adds an error for each of the account's settings that use the
// credential, or for the first that cannot be read.
func (r *credentialResource[M]) expectUnused(ctx context.Context, account *Account, sid string, diags *diag.Diagnostics) {
	for read := range r.uses(ctx, account) {
		switch title := read.title(); {
		case read.err != nil:
			failed := requestFailed(fmt.Sprintf("read the %s, to make sure that they do not use %s", title, sid), account.AccountSID(), read.err)
			diags.AddError(failed.Summary(), failed.Detail()+"\n\nNothing was deleted.")
			// What ails one read most likely ails the next.
			return
		case read.account != "" && read.account != account.AccountSID():
			diags.Append(r.foreignCredentials(account, sid, read.account))
			return
		case read.sid == sid:
			diags.AddError("The "+r.kind.title+" is in use",
				fmt.Sprintf("The %s of account %s use %s, so it was not deleted. %s\n\n"+
					"If it is being replaced, add lifecycle { create_before_destroy = true } to it: then the settings move to the new one first. "+
					"If the settings are to stay as they are, the credential has to stay too: take it out of the configuration with a removed block "+
					"and destroy = false. Otherwise, in an apply of its own and with this resource still in the configuration, point the settings "+
					"elsewhere or switch them off; then remove it.",
					title, account.AccountSID(), sid, r.kind.loss))
		}
	}
}
