package twilio

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// settingsList finds the account's settings for `terraform query`. Its name, and
// its way to the account, are the resource's.
type settingsList struct{ settingsResource }

var _ list.ListResourceWithConfigure = (*settingsList)(nil)

// ListResourceConfigSchema implements [list.ListResource]. There is nothing to
// choose from: an account has one set of the settings.
func (l *settingsList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: l.kind.listDescription()}
}

// List implements [list.ListResource]. It finds the settings that somebody has
// made, and nothing where there are none: a creation takes Twilio's defaults over
// without an import. Whether Twilio shows the defaults, or answers 404, is not
// documented, and makes no difference here.
func (l *settingsList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	stream.Results = func(push func(list.ListResult) bool) {
		if req.Limit <= 0 {
			return
		}
		// Terraform takes what follows the last result for complete, so whatever
		// goes wrong is a result too.
		push(l.find(ctx, req))
	}
}

// find is the one result, or what there is to say in its place.
func (l *settingsList) find(ctx context.Context, req list.ListRequest) list.ListResult {
	var diags diag.Diagnostics
	account := l.account(&diags)
	if diags.HasError() {
		return list.ListResult{Diagnostics: diags}
	}
	held, found := l.fetch(ctx, account, account.AccountSID(), &diags)
	if diags.HasError() {
		return list.ListResult{Diagnostics: diags}
	}
	if !found || held.params().IsDefault() {
		diags.AddWarning("There are no "+lowerFirst(l.kind.title)+" to adopt",
			fmt.Sprintf("Nobody has made %s for account %s: Twilio stores its %s in its own cloud, unencrypted. To change that, write the resource's "+
				"block and apply it; it needs no import.", lowerFirst(l.kind.title), account.AccountSID(), l.kind.media))
		return list.ListResult{Diagnostics: diags}
	}
	result := req.NewListResult(ctx)
	result.DisplayName = l.kind.displayName(held.settingsAttributes)
	result.Diagnostics.Append(result.Identity.Set(ctx, settingsIdentity{AccountSID: held.AccountSID})...)
	if req.IncludeResource {
		// This makes the attributes that there are no values for null.
		result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root("account_sid"), held.AccountSID)...)
		var model settingsModel
		result.Diagnostics.Append(result.Resource.Get(ctx, &model)...)
		model.settingsAttributes = held.settingsAttributes
		model.completeImport()
		result.Diagnostics.Append(result.Resource.Set(ctx, model)...)
	}
	return result
}

// displayName says what the settings are called, and what they do, on one line:
// Terraform prints it as it is. A long name is cut, for what follows must be seen.
func (k settingsKind) displayName(held settingsAttributes) string {
	where, encrypted := "Twilio's cloud", "unencrypted"
	if held.AWSStorageEnabled.ValueBool() {
		where = held.AWSS3URL.ValueString()
	}
	if held.EncryptionEnabled.ValueBool() {
		encrypted = "encrypted"
	}
	name := transport.Cut(transport.Value(held.FriendlyName.ValueString()), transport.MaxValue/2)
	return transport.Value(fmt.Sprintf("%s: %s in %s, %s", cmp.Or(name, "Without a name"), k.media, where, encrypted))
}

// listDescription introduces the list resource.
func (k settingsKind) listDescription() string {
	return fmt.Sprintf("Finds the %s of the account for `terraform query`, so that they can be adopted with configuration that Terraform generates."+
		"\n\nAn account has one set of them. Settings that nobody has made are not found: to change Twilio's defaults, the resource needs no import.",
		lowerFirst(k.title))
}
