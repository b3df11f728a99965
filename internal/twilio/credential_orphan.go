package twilio

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// creationFailed says what came of a creation. Where nobody knows whether it was
// carried out, it names what Twilio has, so that no credential is left behind unseen. That
// includes what the warning, which may be nil, is about.
func (r *credentialResource[M]) creationFailed(ctx context.Context, account *Account, plan *credentialAttributes, err error, warning diag.Diagnostic) diag.Diagnostics {
	what := "create the " + r.kind.title
	failed := (*twilioapi.Error)(nil)
	if !errors.As(err, &failed) || !failed.MaybeCarriedOut() {
		var said diag.Diagnostics
		said.Append(requestFailed(what, account.AccountSID(), err), warning)
		return said
	}
	detail := fmt.Sprintf("Account %s: %s.", account.AccountSID(), strings.TrimSuffix(err.Error(), "."))
	if failed.MoreInfo != "" {
		detail += "\n\nTwilio says more at " + failed.MoreInfo
	}
	detail += "\n\nWhether Twilio carried the request out is not known, so it was not repeated: that could create a second one."
	if failed.Status < 500 && (failed.Status != 0 || failed.Foreign) {
		detail += "\n\n" + advice(failed)
	}
	if errors.Is(ctx.Err(), context.Canceled) {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), searchTimeAfterInterrupt)
		defer cancel()
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic("Could not "+what, detail+"\n\n"+r.leftBehind(ctx, account, plan))}
}

// leftBehind says what a creation may have left at Twilio, and what to do about it.
func (r *credentialResource[M]) leftBehind(ctx context.Context, account *Account, plan *credentialAttributes) string {
	all, err := r.kind.api.List(ctx, account.Client)
	if err != nil {
		return fmt.Sprintf("If it was created, Terraform does not know of it. Twilio could not be asked for the %ss %s (%s): look for them in Twilio's "+
			"console, and delete the new one or import it.", r.kind.title, named(plan), err)
	}
	alike := namesakes(all, account, plan)
	if len(alike) == 0 {
		text := fmt.Sprintf("Twilio now lists no %s %s, so it seems not to have been created, unless Twilio is still at it. Try again.", r.kind.title, named(plan))
		if plan.AccountSID.ValueString() != account.AccountSID() {
			text += fmt.Sprintf(" Twilio may not show those of subaccount %s to this account: look there first.", plan.AccountSID.ValueString())
		}
		return text
	}
	used, unread := r.users(ctx, account)
	// Of those of the same second, the ones that nothing uses come first.
	slices.SortStableFunc(alike, func(a, b twilioapi.Credential) int {
		if byDate := strings.Compare(b.DateCreated, a.DateCreated); byDate != 0 {
			return byDate
		}
		return strings.Compare(used.of(a.SID), used.of(b.SID))
	})
	text := fmt.Sprintf("Twilio now lists %d %s(s) %s:\n\n%s", len(alike), r.kind.title, named(plan), listed(alike, used))
	if unread != nil {
		text += fmt.Sprintf("\nWhether the account's settings use one of them could not be found out (%s).\n", unread)
	}
	return text + fmt.Sprintf("\nIf one of them is of this run, by its date, Terraform does not know of it. Before you try again, delete it in Twilio's console. "+
		"Never delete one that is in use. If this resource has nothing in the state yet, you can import it instead:\n\n"+
		"  import {\n    to = %s.NAME\n    id = %q\n  }", r.kind.typeName("videostorage"), alike[0].SID)
}
