package twilio

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// ImportState accepts the credential's SID, or the identity. It sends nothing; the
// read that follows finds the credential.
func (r *credentialResource[M]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	sid := req.ID
	if sid == "" {
		var identity credentialIdentity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
		if resp.Diagnostics.HasError() {
			return
		}
		sid = identity.SID.ValueString()
	}
	// Of a credential that exists, never none at all.
	if sid == "" || !credentialSID.MatchString(sid) {
		resp.Diagnostics.AddError("Not the SID of a credential",
			fmt.Sprintf("To import an existing %s, give its SID: CR and 32 hexadecimal digits. Twilio's console shows it, under "+
				"Account management, Keys & Credentials, Credentials.", r.kind.title))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("sid"), sid)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("sid"), sid)...)
}
