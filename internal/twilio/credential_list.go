package twilio

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// credentialList finds the credentials of a kind for `terraform query`. Its name,
// and its way to the account, are the resource's.
type credentialList[M any] struct{ credentialResource[M] }

var _ list.ListResourceWithConfigure = (*credentialList[awsCredentialModel])(nil)

// ListResourceConfigSchema implements [list.ListResource]. Twilio's list has no
// filters.
func (l *credentialList[M]) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: l.kind.listDescription()}
}

// List implements [list.ListResource]. It pushes nothing before it has read all:
// Terraform shows nothing before it has all, and drops what came before an error.
func (l *credentialList[M]) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	stream.Results = func(push func(list.ListResult) bool) {
		if req.Limit <= 0 {
			return
		}
		var diags diag.Diagnostics
		results := l.find(ctx, req, &diags)
		if diags.HasError() {
			push(list.ListResult{Diagnostics: diags})
			return
		}
		for _, result := range results {
			if !push(result) {
				return
			}
		}
	}
}

// find reads the account's credentials, up to the limit.
func (l *credentialList[M]) find(ctx context.Context, req list.ListRequest, diags *diag.Diagnostics) []list.ListResult {
	account := l.account(diags)
	if diags.HasError() {
		return nil
	}
	// One more than may be shown tells whether there are more.
	all, err := l.kind.api.ListUpTo(ctx, account.Client, req.Limit+1)
	if err != nil {
		diags.Append(requestFailed("list the "+l.kind.title+"s", account.AccountSID(), err))
		return nil
	}
	var warnings diag.Diagnostics
	used := l.listedUsers(ctx, account, &warnings)
	if warnings.HasError() {
		diags.Append(warnings...)
		return nil
	}
	if int64(len(all)) > req.Limit {
		all = all[:req.Limit]
		warnings.AddWarning("There are more "+l.kind.title+"s",
			fmt.Sprintf("Account %s has more %ss than the list block's limit of %d. Raise limit, which is 100 where it is left out.",
				account.AccountSID(), l.kind.title, req.Limit))
	}
	if req.IncludeResource {
		warnings.AddWarning("What the "+l.kind.title+"s store is not listed", strings.ReplaceAll(l.kind.fillIn, "`", ""))
	}
	results := make([]list.ListResult, 0, len(all))
	for _, c := range all {
		result := l.result(ctx, account, req, c)
		result.DisplayName = displayName(c, account, used)
		results = append(results, result)
	}
	// Terraform shows the warnings of all results in one place.
	if len(results) > 0 {
		results[0].Diagnostics.Append(warnings...)
	}
	return results
}

func (l *credentialList[M]) result(ctx context.Context, account *Account, req list.ListRequest, c twilioapi.Credential) list.ListResult {
	result := req.NewListResult(ctx)
	sid := path.Root("sid")
	result.Diagnostics.Append(result.Identity.SetAttribute(ctx, sid, c.SID)...)
	if req.IncludeResource {
		result.Diagnostics.Append(fill(ctx, result.Resource, sid, c.SID, func(model *M) { l.kind.shared(model).hold(c, account.AccountSID()) })...)
	}
	return result
}

// listedUsers is users for a list. Settings that cannot be read are a warning, for a
// credential must not look unused. It is an error where they show that the provider's
// credentials are another account's, and where the run was interrupted.
func (l *credentialList[M]) listedUsers(ctx context.Context, account *Account, diags *diag.Diagnostics) users {
	all := users{}
	for read := range l.uses(ctx, account) {
		all.add(read)
		switch {
		case read.err != nil:
			failed := requestFailed("read the "+read.title(), account.AccountSID(), read.err)
			if ctx.Err() != nil {
				diags.Append(failed)
				return users{}
			}
			diags.AddWarning(fmt.Sprintf("Which %s the %s use is not known", l.kind.title, read.title()), failed.Detail())
		case read.account != "" && read.account != account.AccountSID():
			diags.Append(unreachedAccount(account, read.account))
			return users{}
		}
	}
	return all
}

// displayName says what a credential is called, and what it is in use by, on one line:
// Terraform prints it as it is. What is long is cut, for what follows must be seen.
func displayName(c twilioapi.Credential, account *Account, used users) string {
	name := short(c.FriendlyName)
	if name == "" {
		name = "without a name"
		if c.DateCreated != "" {
			name += ", created " + short(c.DateCreated)
		}
	}
	if c.AccountSID != "" && c.AccountSID != account.AccountSID() {
		name += ", of account " + c.AccountSID + ", whose settings were not read"
	}
	if by := used.of(c.SID); by != "" {
		name += ", in use by " + by
	}
	if len(used.unread) > 0 {
		name += ", use by " + titles(used.unread) + " not known"
	}
	return name
}

// listDescription introduces the list resource.
func (k credentialKind[M]) listDescription() string {
	return fmt.Sprintf("Finds the %ss of the account for `terraform query`, and says which of them the account's recording and composition settings "+
		"use. Settings that cannot be read are a warning. The settings of subaccounts are not read. Twilio has no filters for credentials.\n\n%s", k.title, k.fillIn)
}
