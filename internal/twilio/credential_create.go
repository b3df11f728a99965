package twilio

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

const (
	// searchTime is how much of a creation's time is kept for looking for what it
	// may have left behind, at most a fifth of it.
	searchTime = 30 * time.Second
	// searchTimeAfterInterrupt is how long somebody who interrupts waits for that.
	searchTimeAfterInterrupt = 5 * time.Second
)

// Create stores the credential. Twilio takes the same one twice, so a creation of
// which nobody knows whether it was carried out is not repeated: the error names
// what Twilio then has.
func (r *credentialResource[M]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model M
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	plan := r.kind.shared(&model)
	material := r.kind.store(ctx, req.Config, &model, &resp.Diagnostics)
	ctx, cancel, account := r.connect(ctx, plan.Timeouts.Create, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	want := twilioapi.NewCredential{Material: material, FriendlyName: plan.FriendlyName.ValueString()}
	if sid := plan.AccountSID.ValueString(); sid != account.AccountSID() {
		want.AccountSID = sid
	}
	warning := r.lookForNamesakes(ctx, account, plan)
	creating, done := exceptFor(ctx, searchTime)
	held, err := r.kind.api.Create(creating, account.Client, want)
	done()
	if err != nil {
		resp.Diagnostics.Append(r.creationFailed(ctx, account, plan, err, warning)...)
		return
	}
	account.credentials.manage(held.SID)
	resp.Diagnostics.Append(warning)
	owe(ctx, resp.Private, warning, &resp.Diagnostics)
	if want.AccountSID != "" && !r.reaches(ctx, account, held, &resp.Diagnostics) {
		return
	}
	r.keep(account, plan, held, &resp.Diagnostics)
	// From here on the credential exists: whatever is wrong with it, the state must
	// have it.
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	through := account.AccountSID()
	if want.AccountSID == "" && held.AccountSID != "" {
		// Where Twilio created it, if that is not where the configuration says.
		through = held.AccountSID
	}
	rememberAccount(ctx, resp.Private, through, &resp.Diagnostics)
}

// keep takes over what Twilio answered to the creation.
func (r *credentialResource[M]) keep(account *Account, plan *credentialAttributes, held twilioapi.Credential, diags *diag.Diagnostics) {
	want := *plan
	plan.hold(held, account.AccountSID())
	if !plan.AccountSID.Equal(want.AccountSID) {
		diags.AddAttributeError(path.Root("account_sid"), "Twilio created the "+r.kind.title+" in another account",
			fmt.Sprintf("%s was created in account %s, where account %s was asked for: settings of that account cannot refer to it. It is in the state, as "+
				"tainted.\n\nCheck that the provider's twilio.account_sid is that of its credentials. To be rid of it, destroy it with the provider "+
				"configured for the account that it is in.",
				held.SID, show(plan.AccountSID), show(want.AccountSID)))
	}
	if !plan.FriendlyName.Equal(want.FriendlyName) {
		// An error would taint the credential, and to replace one that works for its
		// name's sake is worse than a name. The next plan shows it.
		diags.AddAttributeWarning(path.Root("friendly_name"), "Twilio changed friendly_name",
			fmt.Sprintf("%s was created with friendly_name = %s where %s was asked for.", held.SID, show(plan.FriendlyName), show(want.FriendlyName)))
		plan.FriendlyName = want.FriendlyName
	}
}

// reaches makes sure that a credential of a subaccount can be managed with the
// configured account's credentials, which Twilio does not document.
func (r *credentialResource[M]) reaches(ctx context.Context, account *Account, held twilioapi.Credential, diags *diag.Diagnostics) bool {
	_, err := r.kind.api.Fetch(ctx, account.Client, held.SID)
	if !errors.Is(err, twilioapi.ErrNotFound) {
		// Any other failure is the next read's.
		return true
	}
	diags.AddAttributeError(path.Root("account_sid"), "The "+r.kind.title+" cannot be managed from here",
		fmt.Sprintf("Twilio created %s in subaccount %s, but does not show it to account %s, which the provider is configured for. Terraform does not "+
			"manage it.\n\nConfigure a provider with credentials of the subaccount, and import %s there, or delete it in Twilio's console.",
			held.SID, held.AccountSID, account.AccountSID(), held.SID))
	return false
}

// exceptFor is ctx but for some time at its end, at most a fifth of what is left.
func exceptFor(ctx context.Context, kept time.Duration) (context.Context, context.CancelFunc) {
	deadline, ok := ctx.Deadline()
	if !ok {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, deadline.Add(-share(ctx, kept)))
}
