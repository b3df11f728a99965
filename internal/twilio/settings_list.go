package twilio

import (
	"cmp"
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
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

// List implements [list.ListResource]. It finds settings that are not Twilio's defaults,
// and nothing where there are none: a creation takes the defaults over without an import. Whether Twilio shows the defaults, or answers 404, is not
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
			fmt.Sprintf("Twilio stores the %s of account %s in its own cloud, unencrypted, as it does by default. To change that, write the resource's "+
				"block and apply it; it needs no import.", l.kind.media, account.AccountSID()))
		return list.ListResult{Diagnostics: diags}
	}
	result := req.NewListResult(ctx)
	result.DisplayName = l.kind.displayName(held)
	result.Diagnostics.Append(result.Identity.Set(ctx, settingsIdentity{AccountSID: held.AccountSID})...)
	if req.IncludeResource {
		result.Diagnostics.Append(fill(ctx, result.Resource, path.Root("account_sid"), held.AccountSID.ValueString(), func(model *settingsModel) {
			model.settingsAttributes = held.settingsAttributes
			model.completeImport()
		})...)
		result.Diagnostics.Append(l.kind.unplannable(held.settingsAttributes)...)
	}
	return result
}

// unplannable warns of a name that a configuration may not have: what Terraform
// generates is refused until it has another.
func (k settingsKind) unplannable(held settingsAttributes) (diags diag.Diagnostics) {
	problem := ""
	switch n := utf8.RuneCountInString(held.FriendlyName.ValueString()); {
	case n == 0:
		problem = "no name"
	case n > friendlyNameMax:
		problem = fmt.Sprintf("a name of %d characters", n)
	default:
		return nil
	}
	diags.AddWarning("The "+lowerFirst(k.title)+" need another name",
		fmt.Sprintf("They have %s. Where Terraform generates configuration, give friendly_name 1 to %d characters: until then, planning fails. "+
			"Applying that renames the settings, and changes nothing else.", problem, friendlyNameMax))
	return diags
}

// displayName says what the settings are called, and what they do, on one line:
// Terraform prints it as it is. What is long is cut, for what follows must be seen.
func (k settingsKind) displayName(held heldSettings) string {
	name := cmp.Or(short(held.FriendlyName.ValueString()), "Without a name")
	where, encrypted := "Twilio's cloud", "unencrypted"
	if held.AWSStorageEnabled.ValueBool() {
		where = short(held.AWSS3URL.ValueString())
	}
	if held.EncryptionEnabled.ValueBool() {
		encrypted = "encrypted"
	}
	if !held.off && !held.AWSStorageEnabled.ValueBool() && !held.EncryptionEnabled.ValueBool() {
		return fmt.Sprintf("%s: where %s are stored, and whether they are encrypted, Twilio does not say", name, k.media)
	}
	return fmt.Sprintf("%s: %s in %s, %s", name, k.media, where, encrypted)
}

// listDescription introduces the list resource.
func (k settingsKind) listDescription() string {
	return fmt.Sprintf("Finds the %s of the account for `terraform query`, so that they can be adopted with configuration that Terraform generates."+
		"\n\nAn account has one set of them. Settings that are as Twilio's defaults are not found, whatever their name: to change them, the resource needs no import. "+
		"A name that a configuration may not have is a warning where Terraform generates configuration.",
		lowerFirst(k.title))
}
