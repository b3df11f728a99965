package twilio

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// credentialUsers are the settings that may use credentials. Twilio has no other way to tell whether a credential is in use.
var credentialUsers = []settingsKind{recordingSettings, compositionSettings}

// credentialUsage tells which settings of the account use which credentials of a kind.
type credentialUsage struct {
	// users are the titles of the settings by the SID of the credential that they use.
	users  map[string][]string
	unread []unreadSettings
}

// unreadSettings are settings that could not be read.
type unreadSettings struct {
	title string
	err   error
}

// fetchUsed returns the SID of the credential of this kind that settings use, or "". Settings that were never configured use none.
func (k credentialKind) fetchUsed(ctx context.Context, account *Account, settings settingsKind) (string, error) {
	current, _, err := account.fetchSettings(ctx, settings)
	return k.usedBy(current.SettingsParams), err
}

// readUsage reads the settings of the account.
func (k credentialKind) readUsage(ctx context.Context, account *Account) credentialUsage {
	usage := credentialUsage{users: map[string][]string{}}
	for _, settings := range credentialUsers {
		if sid, err := k.fetchUsed(ctx, account, settings); err != nil {
			usage.unread = append(usage.unread, unreadSettings{settings.title, err})
		} else {
			usage.users[sid] = append(usage.users[sid], settings.title)
		}
	}
	return usage
}

// of returns the settings that use a credential, as in "the recording settings and the composition settings", or "".
func (u *credentialUsage) of(sid string) string { return joinTitles(u.users[sid]) }

func joinTitles(titles []string) string {
	if len(titles) == 0 {
		return ""
	}
	return "the " + strings.Join(titles, " and the ")
}

// requireUnused adds an error for each of the account's settings that use the credential, or for the first that cannot be read.
func (r *credentialResource) requireUnused(ctx context.Context, account *Account, sid string, diags *diag.Diagnostics) {
	for _, settings := range credentialUsers {
		used, err := r.kind.fetchUsed(ctx, account, settings)
		if err != nil {
			diags.Append(r.settingsError(fmt.Sprintf("read the %s, to check that they do not use %s", settings.title, sid), account, sid, err))
			return
		}
		// A read may lag behind the write of this run.
		if written := account.settings.Run(settings.name).Written.Load(); used == sid || (written != nil && r.kind.usedBy((*written).SettingsParams) == sid) {
			diags.AddError("The "+r.kind.title+" is in use",
				fmt.Sprintf("The %s of account %s use %s, so it was not deleted. %s\n\nTo replace it, add lifecycle { create_before_destroy = true } to it: the "+
					"settings then move to the new one first. To keep the settings as they are, keep the credential: remove it from the configuration with a "+
					"removed block and destroy = false. To delete it, first apply settings that refer to another credential or are switched off, with "+
					"this resource still in the configuration. Then remove it.", settings.title, account.AccountSID(), sid, r.kind.loss))
		}
	}
}

// settingsError returns the error of settings that could not be read before the credential is deleted or removed from the state.
func (r *credentialResource) settingsError(operation string, account *Account, sid string, err error) diag.Diagnostic {
	failure := accountError(operation, account, err)
	return diag.NewErrorDiagnostic(failure.Summary(),
		fmt.Sprintf("%s\n\nNothing was deleted. The %s %s stays in the state.", failure.Detail(), r.kind.title, sid))
}

// uncheckedWarning returns the warning about the deletion of a subaccount's credential.
func (k credentialKind) uncheckedWarning(state *commonModel, account *Account) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Use of the "+k.title+" is not checked",
		fmt.Sprintf("%s belongs to subaccount %s. The credentials of account %s do not reach its settings. Make sure that they do not use it. %s",
			state.SID.ValueString(), state.AccountSID.ValueString(), account.AccountSID(), k.loss))
}
