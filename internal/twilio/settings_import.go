package twilio

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// importDefault is the name that Twilio gives the singletons.
const importDefault = "Default"

// ImportState accepts "Default", the account's SID, or the identity. It sends
// nothing; the read that follows finds the settings.
func (r *settingsResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	configured := r.account(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	account, id := configured.AccountSID(), req.ID
	if id == "" {
		var identity settingsIdentity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
		if resp.Diagnostics.HasError() {
			return
		}
		id = identity.AccountSID.ValueString()
	}
	if id != importDefault && id != account {
		resp.Diagnostics.AddError("No such "+lowerFirst(r.kind.title),
			fmt.Sprintf("%q names neither the settings nor the account that the provider is configured for. An account has one set of %s: "+
				"import it as %q, or as %q.", transport.Value(id), lowerFirst(r.kind.title), importDefault, account))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("account_sid"), account)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("account_sid"), account)...)
}

// completeImport gives what an import leaves open its default, so that the
// configuration that is generated for it plans empty.
func (m *settingsModel) completeImport() {
	if m.OnDestroy.IsNull() {
		m.OnDestroy = types.StringValue(onDestroyDisable)
	}
	if m.OverwriteExisting.IsNull() {
		m.OverwriteExisting = types.BoolValue(false)
	}
}
