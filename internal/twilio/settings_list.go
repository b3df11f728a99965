package twilio

import (
	"cmp"
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// settingsList finds the settings of the account for terraform query. Metadata and Configure are the resource's.
type settingsList struct{ *settingsResource }

var _ list.ListResourceWithConfigure = (*settingsList)(nil)

func newSettingsList(kind settingsKind) list.ListResource {
	return &settingsList{newSettingsResource(kind)}
}

// ListResourceConfigSchema implements [list.ListResource]. There are no arguments, because an account has one set of the settings.
func (l *settingsList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: fmt.Sprintf("Finds the %s of the account for `terraform query`, to adopt them with generated configuration."+
			"\n\nAn account has one set of them. Settings with Twilio's defaults, under any name, are not found, because the resource changes "+
			"them without an import. A name that the configuration does not allow causes a warning with generated configuration.", l.kind.title),
	}
}

func (l *settingsList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	framework.PushAll(req, stream, "set of "+l.kind.title, func(diags *diag.Diagnostics) (subject string, results []list.ListResult) {
		account := l.Client(diags)
		if diags.HasError() {
			return "", nil
		}
		current, found, err := l.kind.api.Fetch(ctx, account.Client)
		if err != nil {
			diags.Append(accountError("read the "+l.kind.title, account, err))
			return "", nil
		}
		// Twilio does not document whether it shows the defaults or answers 404, and a creation changes the defaults without an import.
		if !found || current.IsDefault() {
			diags.AddWarning("There are no "+l.kind.title+" to adopt",
				fmt.Sprintf("Twilio stores the %s of account %s in its own cloud, unencrypted, which is the default. To change that, add the resource and "+
					"apply it. No import is needed.", l.kind.media, account.AccountSID()))
			return "", nil
		}
		if req.IncludeResource {
			diags.Append(l.kind.nameWarning(current)...)
		}
		return "", []list.ListResult{l.NewListResult(ctx, req, current.AccountSID, l.kind.displayName(current), &current)}
	})
}

// nameWarning warns of a name that the configuration does not allow.
func (k settingsKind) nameWarning(current Settings) (diags diag.Diagnostics) {
	length := utf8.RuneCountInString(current.FriendlyName)
	if length >= 1 && length <= friendlyNameMax {
		return nil
	}
	problem := "no name"
	if length > 0 {
		problem = fmt.Sprintf("a name of %d characters", length)
	}
	diags.AddWarning("The "+k.title+" need another name",
		fmt.Sprintf("They have %s. In generated configuration, set friendly_name to 1 to %d characters. Until then, planning fails. The apply renames the "+
			"settings and changes nothing else.", problem, friendlyNameMax))
	return diags
}

// displayName describes the settings on one line. Long values are cut, so that the end of the line is shown.
func (k settingsKind) displayName(current Settings) string {
	name := cmp.Or(framework.DisplayValue(current.FriendlyName), "Without a name")
	if !current.Off && !current.AWSStorageEnabled && !current.EncryptionEnabled {
		return fmt.Sprintf("%s: Twilio does not tell where it stores %s and whether it encrypts them", name, k.media)
	}
	location, encryption := "Twilio's cloud", "unencrypted"
	if current.AWSStorageEnabled {
		location = framework.DisplayValue(current.AWSS3URL)
	}
	if current.EncryptionEnabled {
		encryption = "encrypted"
	}
	return fmt.Sprintf("%s: %s in %s, %s", name, k.media, location, encryption)
}
