package twilio

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// hookWriteError returns the error of a creation, which has no SID, or of an update. After an ambiguous creation, or if Twilio refuses a name that
// is in use, it shows the hook with the name. Twilio does not document the code of such a refusal.
func hookWriteError(ctx context.Context, account *Account, operation, sid, name string, err error) diag.Diagnostic {
	failure, ok := errors.AsType[*api.Error](err)
	if !ok || !isRefusal(failure) && (sid != "" || !failure.MaybeProcessed) {
		return accountError(operation, account, err)
	}
	ctx, cancel := searchContext(ctx)
	defer cancel()
	existing, found, searchErr := account.FindCompositionHook(ctx, name)
	description := fmt.Sprintf("%s, %q, created %s", existing.SID, api.SanitizeValue(existing.FriendlyName), api.SanitizeValue(existing.DateCreated))
	importBlock := fmt.Sprintf("\n\n  import {\n    to = videostorage_%s.NAME\n    id = %q\n  }", compositionHookName, existing.SID)
	detail := framework.DescribeError("Account "+account.AccountSID(), err) + "\n\n"
	if isRefusal(failure) {
		if !found || existing.SID == sid {
			return accountError(operation, account, err)
		}
		detail += "Names are unique, and the account already has a composition hook with this name: " + description + ". "
		if sid != "" {
			return diag.NewAttributeErrorDiagnostic(path.Root("friendly_name"), "Another composition hook has this name",
				detail+"Choose another friendly_name, or rename the other hook first.")
		}
		return diag.NewAttributeErrorDiagnostic(path.Root("friendly_name"), "The composition hook exists already",
			detail+"To adopt it, import it:"+importBlock+"\n\nIf another configuration manages it, choose another friendly_name.\n\n"+
				"If this configuration manages it already, Terraform replaces the resource, and nothing was changed. If its address has changed, add a moved block. "+
				"If it has create_before_destroy, remove that, or change friendly_name with the replacement.")
	}
	detail += "Twilio may have processed the request nevertheless, so it was not repeated: Twilio refuses a second hook with the same name.\n\n"
	// The advice for other failures is to try again, which the search may advise against.
	if failure.Status != 0 && failure.Status < 500 {
		detail += failure.Advice() + "\n\n"
	}
	switch {
	case searchErr != nil:
		detail += fmt.Sprintf("If it was created, it is not in the state. The search for it failed (%s): look for a composition hook with the name %q with "+
			"terraform query, and import it.", searchErr, name)
	case !found:
		detail += fmt.Sprintf("Twilio lists no composition hook with the name %q now, so it was probably not created, unless Twilio is still processing the "+
			"request. Try again.", name)
	default:
		detail += "Twilio now lists a composition hook with this name: " + description + ". It is not in the state. If this run created it, judging by its date, " +
			"import it:" + importBlock
	}
	return diag.NewErrorDiagnostic("Could not "+operation, detail)
}
