package sendbird

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdapi"
	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// copyFailed says what came of a copy, and what to do. It points to an attribute
// where the cause is certain, and never to one with a secret.
func copyFailed(application *sendbirdapi.Client, ask sendbirdapi.Copy, err error) diag.Diagnostic {
	summary := "Could not copy the recording"
	detail := fmt.Sprintf("Application %s, recording %s: %s.", application.ApplicationID(), ask.RecordingID, strings.TrimSuffix(err.Error(), "."))
	var failed *sendbirdapi.Error
	if !errors.As(err, &failed) {
		return diag.NewErrorDiagnostic(summary, detail)
	}
	look := whereToLook(ask.Bucket, ask.Prefix(), ask.RecordingID)
	switch {
	case failed.BadKey:
		detail += "\n\nBy this answer the recording was copied, but the state cannot have such a key, so Terraform does not know of the copy: " +
			"another try would make a second one, which costs money. Before you try again, " + look + "."
	case failed.MaybeCarriedOut():
		detail += "\n\nWhether the recording was copied is not known, so the request was not repeated: a second copy costs money. Before you try again, " + look + "."
	}
	detail += "\n\n" + advice(failed, ask)
	if failed.Code == sendbirdapi.CodeNotFound {
		return diag.NewAttributeErrorDiagnostic(path.Root("recording_id"), summary, detail)
	}
	return diag.NewErrorDiagnostic(summary, detail)
}

// advice is what to do about a failed copy, by its cause.
func advice(failed *sendbirdapi.Error, ask sendbirdapi.Copy) string {
	switch {
	case errors.Is(failed, context.Canceled):
		return "The run was interrupted."
	case errors.Is(failed, context.DeadlineExceeded):
		return "Sendbird did not answer in time. A large recording takes long: raise the timeouts of this object."
	case errors.Is(failed, transport.ErrBodyTooLarge):
		return somebodyElse
	case failed.BadKey:
		return "If the object is there, the copy is made: leave it out of the configuration, and tell Sendbird about its answer. If it is not: " + somebodyElse
	case failed.Status == 0:
		return cmp.Or(transport.ConnectionAdvice(failed),
			"Check that Sendbird can be reached from here, and the provider's sendbird.application_id and sendbird.base_url: they make the host.")
	case failed.Foreign && failed.Status < http.StatusInternalServerError:
		return somebodyElse
	case failed.Status == http.StatusTooManyRequests:
		return "Sendbird's rate limit is exceeded, and was still after all retries that there was time for. Try again later, or raise the provider's max_retries."
	case failed.Status >= http.StatusInternalServerError:
		return "The fault is on Sendbird's side, or on the way there. Look at https://status.sendbird.com, and try again later. " + likelyCauses(ask)
	case failed.Code == sendbirdapi.CodeNotAllowed:
		// Which of its refusals have this code is not documented.
		return "Sendbird does not allow it. " + checkToken + " " + likelyCauses(ask)
	case failed.Status == http.StatusUnauthorized, failed.Code == sendbirdapi.CodeNotAuthorized:
		return "Sendbird does not accept the API token. " + checkToken
	case failed.Code == sendbirdapi.CodeExists:
		return "There is such a copy already, in the bucket or under way. Look for it, and try again in a second if it is not the one."
	case failed.Code == sendbirdapi.CodeNotFound:
		return "Check recording_id, and that the recording is one of this application."
	}
	return likelyCauses(ask)
}

const somebodyElse = "Something other than Sendbird's API seems to have answered. Check the provider's sendbird.application_id, sendbird.base_url if it is set, " +
	"and any proxy on the way."

const checkToken = "Check the provider's sendbird.api_token: it must be an API token of the application, from Settings, Application, General, in Sendbird's dashboard."

// likelyCauses are what Sendbird's documentation says that a copy needs. The words
// of its errors are not documented, so nothing is read into them.
func likelyCauses(ask sendbirdapi.Copy) string {
	text := "The likely causes, by what Sendbird documents that a copy needs:\n\n" +
		"- The recording is not in status Completed yet. Wait until its webhook, or the dashboard, says so.\n" +
		fmt.Sprintf("- Region %s is not the application's own, which Sendbird's dashboard shows under Settings, Application, General; the bucket must be in that region.\n", ask.Region) +
		"- The access key is wrong, or lacks s3:PutObject or s3:ListBucket."
	if policy, err := policyFor(ask.Bucket, ask.Directory); err == nil {
		text += " This is the policy that its IAM user needs, which provider::videostorage::sendbird_upload_policy returns:\n\n" + policy
	}
	return text
}
