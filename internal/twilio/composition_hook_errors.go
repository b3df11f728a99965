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

// hookCreationError returns the error of a creation. After an ambiguous one, or if Twilio refuses a name that is in use, it shows the hook with the
// name and the import block. Twilio does not document the code of such a refusal.
func hookCreationError(ctx context.Context, account *Account, name string, err error) diag.Diagnostic {
	const operation = "create the composition hook"
	subject := "Account " + account.AccountSID()
	failure, ok := errors.AsType[*api.Error](err)
	if !ok || !failure.MaybeProcessed && !isRefusal(failure) {
		return framework.RequestError(operation, subject, err)
	}
	ctx, cancel := searchContext(ctx)
	defer cancel()
	existing, found, searchErr := account.FindCompositionHook(ctx, name)
	if isRefusal(failure) {
		if !found {
			return framework.RequestError(operation, subject, err)
		}
		return diag.NewAttributeErrorDiagnostic(path.Root("friendly_name"), "The composition hook exists already",
			fmt.Sprintf("%s\n\nNames are unique, and the account already has a composition hook with this name: %s. To adopt it, import it:\n\n%s\n\nIf another "+
				"configuration manages it, choose another friendly_name.\n\nIf this configuration manages it already, Terraform replaces the resource, and nothing was "+
				"changed. If its address has changed, add a moved block. If it has create_before_destroy, remove that, or change friendly_name with the replacement.",
				framework.DescribeError(subject, err), describeHook(existing), hookImportBlock(existing.SID)))
	}
	detail := framework.DescribeError(subject, err) +
		"\n\nTwilio may have processed the request nevertheless, so it was not repeated: Twilio refuses a second hook with the same name."
	// The advice for other failures is to try again, which the search may advise against.
	if failure.Status != 0 && failure.Status < 500 {
		detail += "\n\n" + failure.Advice()
	}
	switch {
	case searchErr != nil:
		detail += fmt.Sprintf("\n\nIf it was created, it is not in the state. The search for it failed (%s): look for a composition hook with the name %q with "+
			"terraform query, and import it.", searchErr, name)
	case !found:
		detail += fmt.Sprintf("\n\nTwilio lists no composition hook with the name %q now, so it was probably not created, unless Twilio is still processing the "+
			"request. Try again.", name)
	default:
		detail += fmt.Sprintf("\n\nTwilio now lists a composition hook with this name: %s. It is not in the state. If this run created it, judging by its date, import "+
			"it:\n\n%s", describeHook(existing), hookImportBlock(existing.SID))
	}
	return diag.NewErrorDiagnostic("Could not "+operation, detail)
}

// hookUpdateError returns the error of an update, with the hook that already has the name, if Twilio refused it.
func hookUpdateError(ctx context.Context, account *Account, sid, name string, err error) diag.Diagnostic {
	if failure, ok := errors.AsType[*api.Error](err); ok && isRefusal(failure) {
		if existing, found, _ := account.FindCompositionHook(ctx, name); found && existing.SID != sid {
			return diag.NewAttributeErrorDiagnostic(path.Root("friendly_name"), "Another composition hook has this name",
				fmt.Sprintf("%s\n\nNames are unique, and the account already has a composition hook with this name: %s. Choose another friendly_name, or rename the "+
					"other hook first.", framework.DescribeError("Account "+account.AccountSID(), err), describeHook(existing)))
		}
	}
	return accountError("change the composition hook "+sid, account, err)
}

// describeHook describes a hook in a message.
func describeHook(h CompositionHook) string {
	return fmt.Sprintf("%s, %q, created %s", h.SID, api.SanitizeValue(h.FriendlyName), api.SanitizeValue(h.DateCreated))
}

func hookImportBlock(sid string) string {
	return fmt.Sprintf("  import {\n    to = videostorage_%s.NAME\n    id = %q\n  }", compositionHookName, sid)
}
