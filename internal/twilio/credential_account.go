package twilio

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// accountKey is where a credential's private state has the account through which
// it is managed. It is not the credential's own, which may be a subaccount.
const accountKey = "account"

// rememberAccount notes through which account a credential is managed.
func rememberAccount(ctx context.Context, private interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}, account *Account, diags *diag.Diagnostics,
) {
	value, err := json.Marshal(account.AccountSID())
	if err != nil {
		diags.AddError("Could not note the account", err.Error())
		return
	}
	diags.Append(private.SetKey(ctx, accountKey, value)...)
}

// expectAccount adds an error if the provider is configured for another account
// than the credential is managed through. That one would answer that there is no
// such credential, and Terraform would forget one that still exists.
func (r *credentialResource[M]) expectAccount(ctx context.Context, private interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}, account *Account, sid string, diags *diag.Diagnostics,
) {
	value, found := private.GetKey(ctx, accountKey)
	diags.Append(found...)
	// One that is being imported has none yet.
	if value == nil || diags.HasError() {
		return
	}
	var through string
	if err := json.Unmarshal(value, &through); err != nil {
		diags.AddError("Could not read the account in the private state", err.Error())
		return
	}
	if through != account.AccountSID() {
		diags.AddError("The credentials belong to another account",
			fmt.Sprintf("The %s %s is managed through account %s, but the provider is configured for account %s. It stays in the state as it is.\n\n"+
				"Configure the provider for account %s. If the credential is to be managed in the other account from now on, take the resource out of "+
				"the state (a removed block with destroy = false), and create or import it anew.",
				r.kind.title, sid, through, account.AccountSID(), through))
	}
}
