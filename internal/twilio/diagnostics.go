package twilio

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// requestFailed says what a request was for, as in "read the …", what came of it,
// and what to do.
func requestFailed(what, account string, err error) diag.Diagnostic {
	detail := fmt.Sprintf("Account %s: %s.", account, strings.TrimSuffix(err.Error(), "."))
	var failed *twilioapi.Error
	if errors.As(err, &failed) {
		if failed.MoreInfo != "" {
			detail += "\n\nTwilio says more at " + failed.MoreInfo
		}
		if failed.Method != http.MethodGet && failed.MaybeCarriedOut() {
			detail += "\n\nWhether Twilio carried the request out is not known. The next plan shows what it holds."
		}
		detail += "\n\n" + advice(failed)
	}
	return diag.NewErrorDiagnostic("Could not "+what, detail)
}

// notTwilio is what to do about an answer that Twilio would not give.
const notTwilio = "Something other than Twilio's API seems to have answered. Check the provider's twilio.base_url if it is set, and any proxy on the way."

// advice is what to do about a failed request, by its cause. It names the provider's
// arguments only: objects differ in theirs.
func advice(failed *twilioapi.Error) string {
	switch {
	case errors.Is(failed, transport.ErrBodyTooLarge):
		return notTwilio
	case errors.Is(failed, twilioapi.ErrRepeatedPage):
		return "Try again. If it stays, report it to Twilio: the list cannot be read to its end."
	case errors.Is(failed, twilioapi.ErrForeignPage):
		return "Nothing was sent there. Check the provider's twilio.base_url if it is set, and any proxy on the way."
	case errors.Is(failed, context.Canceled):
		return "The run was interrupted. Run it again."
	case errors.Is(failed, context.DeadlineExceeded):
		return "Twilio did not answer in time. Try again; if it lasts, raise the provider's request_timeout, or timeouts where the object has them."
	case failed.Status == 0 && !failed.Foreign:
		return cmp.Or(transport.ConnectionAdvice(failed),
			"Check that Twilio can be reached from here, and the provider's twilio.base_url, twilio.region and twilio.edge if they are set.")
	case failed.Status >= 500:
		return "The fault is on Twilio's side, or on the way there, and was still there after all retries. Look at https://status.twilio.com, " +
			"check the provider's twilio.base_url and any proxy, and try again later."
	case failed.Foreign, failed.Null, failed.Status >= 300 && failed.Status < 400:
		return notTwilio
	case failed.Status == http.StatusUnauthorized && failed.Code == 70051, failed.Status == http.StatusForbidden:
		return "The credentials lack a permission. Use the auth token, or a main or standard API key."
	case failed.Status == http.StatusUnauthorized:
		return "Twilio does not accept the credentials. Check the provider's twilio.account_sid with twilio.auth_token, or twilio.api_key with twilio.api_key_secret."
	case failed.Status == http.StatusTooManyRequests:
		return "The account's rate limit is exceeded, and was still after all retries that there was time for. Try again later, or raise the provider's max_retries."
	}
	if failed.Status < 300 {
		return "The answer is not what Twilio documents. Please report this message to the provider's maintainers."
	}
	return "Correct what Twilio refuses, and try again."
}

// disagreements is an error for each attribute that Twilio, although it accepted
// the write, now holds otherwise.
func disagreements(wrong []difference) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, d := range wrong {
		diags.AddAttributeError(path.Root(d.name), "Twilio did not take over "+d.name,
			fmt.Sprintf("Twilio accepted the write, but answered with %s = %s where %s was asked for. %s",
				d.name, show(d.have), show(d.want), d.likelyCause()))
	}
	return diags
}

// likelyCause is why Twilio might ignore what it was asked for.
func (d difference) likelyCause() string {
	if d.want.Equal(types.BoolValue(false)) {
		return "The likely cause: somebody switched it on at the same moment. Try again."
	}
	switch d.name {
	case "encryption_enabled", "encryption_key_sid":
		return "The likely cause: the account has neither the Enterprise nor the Security edition, which encryption needs."
	case "aws_storage_enabled", "aws_credentials_sid", "aws_s3_url":
		return "The likely cause: Twilio could not use the bucket or the credential. Check that the credential is one of this account, " +
			"and that its key may put objects under the URL."
	}
	return "The likely cause: somebody else changed the settings at the same moment. Try again."
}

// lowerFirst fits a title into a sentence.
func lowerFirst(title string) string { return strings.ToLower(title[:1]) + title[1:] }
