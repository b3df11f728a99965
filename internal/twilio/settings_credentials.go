package twilio

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// checkCredentials checks that the credentials that are new in a plan exist, because Twilio does not document that a write fails
// otherwise. It sends one GET for each. Only Twilio's own answer that a credential does not exist is an error: an API key may lack the
// permission to read credentials, and another host serves them.
func (r *settingsResource) checkCredentials(ctx context.Context, account *Account, before, planned settingsAttributes, diags *diag.Diagnostics) {
	for _, ref := range []struct {
		name          string
		kind          *credentialKind
		before, value types.String
	}{
		{"aws_credentials_sid", &awsCredentialKind, before.AWSCredentialsSID, planned.AWSCredentialsSID},
		{"encryption_key_sid", &publicKeyKind, before.EncryptionKeySID, planned.EncryptionKeySID},
	} {
		sid := ref.value.ValueString()
		if _, isCreated := account.createdCredentials.Load(sid); sid == "" || ref.value.Equal(ref.before) || isCreated {
			continue
		}
		credential, err := ref.kind.api.Fetch(ctx, account.Client, sid)
		switch at := path.Root(ref.name); {
		case isNotFound(err):
			diags.AddAttributeError(at, "The "+ref.kind.title+" does not exist",
				fmt.Sprintf("Account %s has no %s %s, and %s would refer to it. %s\n\nSet %s to the sid of a %s of this account. The credentials of its parent "+
					"account and of its subaccounts do not count, nor does another kind of credential.",
					account.AccountSID(), ref.kind.title, sid, ref.name, ref.kind.loss, ref.name, ref.kind.typeName("videostorage")))
		case err != nil:
			failure := framework.RequestError("check the "+ref.kind.title, "Account "+account.AccountSID(), err)
			diags.AddAttributeWarning(at, failure.Summary(),
				fmt.Sprintf("%s\n\nThe plan continues without this check. Make sure that %s exists. %s", failure.Detail(), sid, ref.kind.loss))
		case credential.AccountSID != "" && credential.AccountSID != account.AccountSID():
			// For a credential of a subaccount, Twilio does not document whether account_sid is the subaccount or its parent.
			diags.AddAttributeWarning(at, "The "+ref.kind.title+" may belong to another account",
				fmt.Sprintf("Twilio returns %s with account %s, and the %s are those of account %s. If the credential does not belong to account %s, Twilio "+
					"cannot use it. %s", sid, credential.AccountSID, r.kind.title, account.AccountSID(), account.AccountSID(), ref.kind.loss))
		}
	}
}
