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
	users map[string][]string
	// unread are the titles of the settings that could not be read.
	unread []string
}

// fetchUsed returns the SID of the credential of this kind that settings use, or "". Settings that were never configured use none.
func (k credentialKind) fetchUsed(ctx context.Context, account *Account, settings settingsKind) (string, error) {
	current, _, err := account.fetchSettings(ctx, settings)
	return k.usedBy(current.SettingsParams), err
}

// readUsage reads the settings of the account. With an error, the usage lacks settings that could not be read.
func (k credentialKind) readUsage(ctx context.Context, account *Account) (usage credentialUsage, failure error) {
	for _, settings := range credentialUsers {
		sid, err := k.fetchUsed(ctx, account, settings)
		usage.add(settings, sid, err)
		if err != nil {
			failure = err
		}
	}
	return usage, failure
}

// add adds the result of fetchUsed.
func (u *credentialUsage) add(settings settingsKind, sid string, err error) {
	switch {
	case err != nil:
		u.unread = append(u.unread, settings.title)
	case sid != "":
		if u.users == nil {
			u.users = map[string][]string{}
		}
		u.users[sid] = append(u.users[sid], settings.title)
	}
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
		if written := account.settings.Run(settings.name).Written.Load(); used == sid || (written != nil && r.kind.usedBy(written.SettingsParams) == sid) {
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
