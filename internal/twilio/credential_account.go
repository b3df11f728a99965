package twilio

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// accountKey is where a credential's private state has the account through which
// it is managed. It is not the credential's own, which may be a subaccount.
const accountKey = "account"

// rememberAccount notes through which account a credential is managed.
func rememberAccount(ctx context.Context, private privateWriter, account string, diags *diag.Diagnostics) {
	note(ctx, private, accountKey, account, diags)
}

// expectAccount adds an error if the provider is configured for another account
// than the credential is managed through. That one would answer that there is no
// such credential, and Terraform would forget one that still exists.
func (r *credentialResource[M]) expectAccount(ctx context.Context, private privateReader, account *Account, sid string, diags *diag.Diagnostics) {
	var through string
	// One that is being imported has none yet.
	if !noted(ctx, private, accountKey, &through, diags) {
		return
	}
	if through != account.AccountSID() {
		through = transport.Value(through)
		diags.AddError("The credentials belong to another account",
			fmt.Sprintf("The %s %s is managed through account %s, but the provider is configured for account %s. It stays in the state as it is.\n\n"+
				"Configure the provider for account %s. If the credential is to be managed in the other account from now on, take the resource out of "+
				"the state (a removed block with destroy = false), and create or import it anew.",
				r.kind.title, sid, through, account.AccountSID(), through))
	}
}

// confirmAccount adds an error if the credentials reach another account than the
// configured one. An API key belongs to one account, whatever account_sid says, and of
// another account's credentials Twilio says that they do not exist. Settings that were
// never made name no account.
func (r *credentialResource[M]) confirmAccount(ctx context.Context, account *Account, sid string, diags *diag.Diagnostics) {
	held, err := recordingSettings.api.Fetch(ctx, account.Client)
	switch {
	case errors.Is(err, twilioapi.ErrNotFound):
	case err != nil:
		diags.Append(requestFailed("read the recording settings, to make sure whose credentials these are", account.AccountSID(), err))
	case held.AccountSID != "" && held.AccountSID != account.AccountSID():
		diags.Append(r.foreignCredentials(account, sid, held.AccountSID))
	}
}

// foreignCredentials is the error where the credentials belong to another account than
// the configured one.
func (r *credentialResource[M]) foreignCredentials(account *Account, sid, reached string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("The credentials belong to another account",
		fmt.Sprintf("The provider is configured for account %s, but its credentials reach account %s, which knows nothing of the %s %s. It stays in the state "+
			"as it is.\n\nCorrect the provider's twilio.account_sid, or use credentials of that account.", account.AccountSID(), transport.Value(reached), r.kind.title, sid))
}
