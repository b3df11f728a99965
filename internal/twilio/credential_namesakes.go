package twilio

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// mostNamed is how many credentials a message names.
const mostNamed = 20

// lookForNamesakes returns a warning that names the credentials of the same name that
// were there before this run, nil where there are none. A run that was killed after Twilio
// created a credential, and before Terraform noted it, could tell nobody: the creation
// that follows is the first that can. One that the account's own settings use is in no
// danger of being forgotten, and in a rotation it is the one to be replaced. Not to find
// out keeps nothing from being created. It is asked before the creation, whose outcome
// must reach the state at once.
func (r *credentialResource[M]) lookForNamesakes(ctx context.Context, account *Account, plan *credentialAttributes) diag.Diagnostic {
	ctx, cancel := context.WithTimeout(ctx, share(ctx, searchTime))
	defer cancel()
	all, err := account.credentials.before(ctx, r.kind.name, func() ([]twilioapi.Credential, error) {
		return r.kind.api.List(ctx, account.Client)
	})
	if err != nil {
		return r.blindness(account, err)
	}
	alike := slices.DeleteFunc(namesakes(all, account, plan), func(c twilioapi.Credential) bool { return account.credentials.isManaged(c.SID) })
	if len(alike) == 0 || !account.credentials.isFirst(r.kind.title+" "+named(plan)) {
		return nil
	}
	used, unread := r.users(ctx, account)
	alike = slices.DeleteFunc(alike, func(c twilioapi.Credential) bool { return used.of(c.SID) != "" })
	if len(alike) == 0 {
		return nil
	}
	unused := fmt.Sprintf("The recording and composition settings of account %s use none of them; those of other accounts are not known here.", account.AccountSID())
	if unread != nil {
		unused = fmt.Sprintf("Whether the settings of account %s use one of them could not be found out (%s).", account.AccountSID(), unread)
	}
	return diag.NewWarningDiagnostic("There are more "+r.kind.title+"s of the same name",
		fmt.Sprintf("Before this one was created, account %s had %d %s(s) %s:\n\n%s\n%s\n\nIf they are of other resources, be it of this configuration, all is well. "+
			"But a run that was killed may have left one behind that no state has. If you find one that is managed nowhere, and that neither the settings "+
			"of a subaccount nor another product of Twilio uses, delete it in Twilio's console.",
			plan.AccountSID.ValueString(), len(alike), r.kind.title, named(plan), listed(alike, users{}), unused))
}

func (r *credentialResource[M]) blindness(account *Account, err error) diag.Diagnostic {
	if !account.credentials.isFirst(r.kind.title) {
		return nil
	}
	return diag.NewWarningDiagnostic("Could not look for "+r.kind.title+"s of the same name",
		fmt.Sprintf("Account %s: %s.\n\nA run that was killed may leave a credential behind that Terraform does not know of, and a creation points it out. "+
			"This one could not; all else went on.", account.AccountSID(), strings.TrimSuffix(err.Error(), ".")))
}

// namesakes are those of the account's credentials that have the name of the planned
// one and belong to the same account, the newest first.
func namesakes(all []twilioapi.Credential, account *Account, plan *credentialAttributes) []twilioapi.Credential {
	var alike []twilioapi.Credential
	for _, c := range all {
		here := c.AccountSID == plan.AccountSID.ValueString() || c.AccountSID == account.AccountSID()
		if here && c.FriendlyName == plan.FriendlyName.ValueString() {
			alike = append(alike, c)
		}
	}
	slices.SortStableFunc(alike, func(a, b twilioapi.Credential) int { return strings.Compare(b.DateCreated, a.DateCreated) })
	return alike
}

// named says which name a credential has.
func named(plan *credentialAttributes) string {
	if name := plan.FriendlyName.ValueString(); name != "" {
		return fmt.Sprintf("with the name %q", name)
	}
	return "without a name"
}

// listed is a line for each of the credentials, with what uses it.
func listed(all []twilioapi.Credential, used users) string {
	text := ""
	for _, c := range all[:min(len(all), mostNamed)] {
		text += fmt.Sprintf("  %s, created %s", c.SID, transport.Value(c.DateCreated))
		if by := used.of(c.SID); by != "" {
			text += ", IN USE by " + by
		}
		text += "\n"
	}
	if more := len(all) - mostNamed; more > 0 {
		text += fmt.Sprintf("  and %d older\n", more)
	}
	return text
}

// share is a time, but at most a fifth of what is left of ctx.
func share(ctx context.Context, most time.Duration) time.Duration {
	if deadline, ok := ctx.Deadline(); ok {
		return min(most, time.Until(deadline)/5)
	}
	return most
}
