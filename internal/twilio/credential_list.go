package twilio

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// credentialList finds the credentials of a kind for terraform query. Metadata and Configure are the resource's.
type credentialList struct{ *credentialResource }

var _ list.ListResourceWithConfigure = (*credentialList)(nil)

// ListResourceConfigSchema implements [list.ListResource]. Twilio has no filters for credentials.
func (l *credentialList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: fmt.Sprintf("Finds the %ss of the account for `terraform query`. The display names show which of them the account's recording and "+
			"composition settings use. Use them to find orphans: credentials that are in no state and that no settings use. Settings that cannot be read "+
			"cause a warning. The settings of subaccounts are not read. Twilio has no filters for credentials.\n\n%s", l.kind.title, l.kind.omission),
	}
}

func (l *credentialList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	framework.PushAll(req, stream, l.kind.title, func(diags *diag.Diagnostics) (string, []list.ListResult) { return l.find(ctx, req, diags) })
}

// find reads the credentials of the account, and one more than the limit.
func (l *credentialList) find(ctx context.Context, req list.ListRequest, diags *diag.Diagnostics) (subject string, results []list.ListResult) {
	account := l.Client(diags)
	if diags.HasError() {
		return "", nil
	}
	subject = "Account " + account.AccountSID()
	ctx, cancel := context.WithTimeout(ctx, defaultTimeout)
	defer cancel()
	all, err := l.kind.api.List(ctx, account.Client, req.Limit+1)
	if err != nil {
		diags.Append(l.requestError("list the "+l.kind.title+"s", account, err))
		return subject, nil
	}
	usage := l.kind.readUsage(ctx, account)
	for _, settings := range usage.unread {
		failure := accountError("read the "+settings.title, account, settings.err)
		// The credentials of another account are not the configured one's.
		if _, ok := errors.AsType[*OtherAccountError](settings.err); ok || ctx.Err() != nil {
			diags.Append(failure)
			return subject, nil
		}
		diags.AddWarning(fmt.Sprintf("The use of %ss by the %s is unknown", l.kind.title, settings.title), failure.Detail())
	}
	if req.IncludeResource {
		diags.AddWarning("The content of the "+l.kind.title+"s is not listed", strings.ReplaceAll(l.kind.omission, "`", ""))
	}
	for _, c := range all {
		sid := path.Root("sid")
		result := req.NewListResult(ctx)
		result.DisplayName = credentialDisplayName(c, account, usage)
		result.Diagnostics.Append(result.Identity.SetAttribute(ctx, sid, c.SID)...)
		if req.IncludeResource {
			model := l.kind.newModel()
			framework.LoadListed(ctx, result.Resource, sid, c.SID, model, &result.Diagnostics)
			model.common().setRemote(c, account)
			result.Diagnostics.Append(result.Resource.Set(ctx, model)...)
		}
		results = append(results, result)
	}
	return subject, results
}

// credentialDisplayName describes a credential on one line: its name, an account other than the configured one, and the settings that
// use it. Long values are cut, so that the end of the line is shown.
func credentialDisplayName(c Credential, account *Account, usage credentialUsage) string {
	name := framework.DisplayValue(c.FriendlyName)
	if name == "" {
		name = "without a name"
		if c.DateCreated != "" {
			name += ", created " + framework.DisplayValue(c.DateCreated)
		}
	}
	if c.AccountSID != "" && c.AccountSID != account.AccountSID() {
		name += ", in account " + framework.DisplayValue(c.AccountSID) + " (its settings were not read)"
	}
	if users := usage.of(c.SID); users != "" {
		name += ", in use by " + users
	}
	for _, settings := range usage.unread {
		name += ", use by the " + settings.title + " unknown"
	}
	return name
}
