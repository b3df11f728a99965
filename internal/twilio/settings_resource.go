package twilio

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// settingsResource is videostorage_twilio_recording_settings and its twin
// videostorage_twilio_composition_settings.
type settingsResource struct {
	connection
	kind settingsKind
}

var (
	_ resource.ResourceWithConfigure      = (*settingsResource)(nil)
	_ resource.ResourceWithIdentity       = (*settingsResource)(nil)
	_ resource.ResourceWithImportState    = (*settingsResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*settingsResource)(nil)
	_ resource.ResourceWithMoveState      = (*settingsResource)(nil)
	_ resource.ResourceWithValidateConfig = (*settingsResource)(nil)
)

// Metadata implements [resource.Resource].
func (r *settingsResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.kind.typeName(req.ProviderTypeName)
}

// Configure implements [resource.ResourceWithConfigure].
func (r *settingsResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.configure(req.ProviderData, &resp.Diagnostics)
}

// Create takes the settings over. What stood there was looked at when planning;
// between then and now somebody may have changed it, so it is looked at again.
func (r *settingsResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan settingsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel, account := r.connect(ctx, plan.Timeouts.Create, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	existing, found := r.fetch(ctx, account, plan.AccountSID.ValueString(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	want := plan.wanted()
	if found && !plan.OverwriteExisting.ValueBool() && !existing.off && r.occupied(account, existing.settingsAttributes, want) {
		resp.Diagnostics.Append(r.refuseOverwrite(existing.settingsAttributes, want))
		return
	}
	held, ok := r.write(ctx, account, want, &resp.Diagnostics)
	if !ok {
		return
	}
	// With state, an error would taint the resource, and replacing it begins
	// with a destroy that switches storage off. So no state is left.
	if wrong := differences(want, held); len(wrong) > 0 {
		resp.Diagnostics.Append(disagreements(wrong)...)
		resp.Diagnostics.AddError("No state was kept",
			fmt.Sprintf("Account %s now holds other %s than planned:\n\n%s\n%s", transport.Value(held.AccountSID.ValueString()), lowerFirst(r.kind.title),
				held.describe(held, false), r.howToImport()))
		return
	}
	plan.settle(held)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{AccountSID: plan.AccountSID})...)
}

// Read takes every attribute from Twilio, so that drift shows up as a plan.
func (r *settingsResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state settingsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel, account := r.connect(ctx, state.Timeouts.Read, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	held, found := r.fetch(ctx, account, state.AccountSID.ValueString(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if !found {
		// The framework wants the identity even of what is gone, and Terraform 1.11,
		// or a state that it wrote, has none.
		resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{AccountSID: state.AccountSID})...)
		resp.State.RemoveResource(ctx)
		return
	}
	state.settingsAttributes = held.spelledAs(state.settingsAttributes)
	state.completeImport()
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{AccountSID: state.AccountSID})...)
}

// Update writes the settings, unless only the provider's own attributes change.
func (r *settingsResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state settingsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{AccountSID: state.AccountSID})...)
	want := plan.wanted()
	if len(differences(want, state.settingsAttributes)) == 0 {
		resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
		return
	}

	ctx, cancel, account := r.connect(ctx, plan.Timeouts.Update, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	// This is for the account alone: the plan may have been made without a refresh.
	r.fetch(ctx, account, state.AccountSID.ValueString(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	held, ok := r.write(ctx, account, want, &resp.Diagnostics)
	if !ok {
		return
	}
	if wrong := differences(want, held); len(wrong) > 0 {
		resp.Diagnostics.Append(disagreements(wrong)...)
		// The next plan shows what is missing.
		plan.settingsAttributes = held
	}
	plan.settle(held)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Delete switches everything off, or does nothing, as on_destroy says.
func (r *settingsResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state settingsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || state.OnDestroy.ValueString() == onDestroyRetain {
		return
	}
	ctx, cancel, account := r.connect(ctx, state.Timeouts.Delete, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	before, found := r.fetch(ctx, account, state.AccountSID.ValueString(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !found {
		return
	}
	off := settingsAttributes{
		// Required on every write, and none of this resource's business any more.
		FriendlyName:      types.StringValue(cmp.Or(before.FriendlyName.ValueString(), state.FriendlyName.ValueString(), "Default")),
		AWSStorageEnabled: types.BoolValue(false),
		EncryptionEnabled: types.BoolValue(false),
	}
	held, ok := r.write(ctx, account, off, &resp.Diagnostics)
	if !ok {
		return
	}
	off.FriendlyName = held.FriendlyName
	if wrong := differences(off, held); len(wrong) > 0 {
		// An error keeps the state, so that destroying can be tried again.
		resp.Diagnostics.Append(disagreements(wrong)...)
		return
	}
	account.release(r.kind, held.params())
}

// fetch reads the settings and makes sure that they are those of the account that
// is expected. found is false where there are none.
func (r *settingsResource) fetch(ctx context.Context, account *Account, expected string, diags *diag.Diagnostics) (held heldSettings, found bool) {
	got, err := r.kind.api.Fetch(ctx, account.Client)
	found = !errors.Is(err, twilioapi.ErrNotFound)
	if err != nil && found {
		diags.Append(requestFailed("read the "+lowerFirst(r.kind.title), account.AccountSID(), err))
		return heldSettings{}, false
	}
	// An answer that names no account is the configured one's.
	got.AccountSID = cmp.Or(got.AccountSID, account.AccountSID())
	if got.AccountSID != expected {
		diags.Append(r.otherAccount(account, got.AccountSID, expected))
	}
	return heldSettings{attributesOf(got), got.Off}, found
}

// heldSettings are settings as Twilio holds them.
type heldSettings struct {
	settingsAttributes
	// off says that both switches are off in Twilio's own word. Nobody loses a recording
	// when such settings are replaced; and a destroy that was killed half way, which
	// leaves them, could otherwise be neither repeated nor undone: Terraform plans
	// before it destroys.
	off bool
}

func (r *settingsResource) otherAccount(account *Account, got, expected string) diag.Diagnostic {
	if expected == account.AccountSID() {
		return unreachedAccount(account, got)
	}
	return diag.NewErrorDiagnostic(anotherAccount,
		fmt.Sprintf("The %s are those of account %s, but the configured credentials reach account %s. Nothing was written.\n\n"+
			"Configure the provider with credentials of account %s. If the settings are to be managed in the other account from now on, "+
			"take the resource out of the state (a removed block with destroy = false), and create or import it anew.",
			lowerFirst(r.kind.title), expected, transport.Value(got), expected))
}

const anotherAccount = "The credentials belong to another account"

// unreachedAccount is the error of credentials that reach another account than the
// configured one.
func unreachedAccount(account *Account, reached string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(anotherAccount,
		fmt.Sprintf("The provider is configured for account %s, but its credentials reach account %s. Nothing was written.\n\n"+
			"Correct the provider's twilio.account_sid, or use credentials of that account.", account.AccountSID(), transport.Value(reached)))
}

// write sends what is wanted and returns what Twilio then holds.
func (r *settingsResource) write(ctx context.Context, account *Account, want settingsAttributes, diags *diag.Diagnostics) (settingsAttributes, bool) {
	got, err := r.kind.api.Write(ctx, account.Client, want.params())
	if err != nil {
		diags.Append(requestFailed("write the "+lowerFirst(r.kind.title), account.AccountSID(), err))
		return settingsAttributes{}, false
	}
	got.AccountSID = cmp.Or(got.AccountSID, account.AccountSID())
	return attributesOf(got), true
}

// settle completes the plan to the state after a write: what the plan left open
// is what Twilio holds.
func (m *settingsModel) settle(held settingsAttributes) {
	if m.URL.IsUnknown() {
		m.URL = held.URL
	}
	for _, ref := range references {
		if value := ref.value(&m.settingsAttributes); value.IsUnknown() {
			*value = *ref.value(&held)
		}
	}
}
