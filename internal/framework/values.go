package framework

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
)

// StringOrNull returns a string of a vendor's response. Null, absent and "" mean the same there.
func StringOrNull(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}

// IsEmpty reports whether a string is null or "".
func IsEmpty(value types.String) bool {
	return value.IsNull() || (!value.IsUnknown() && value.ValueString() == "")
}

// FormatValue formats a value for a message: quoted, with escapes for invisible characters, and at most 512 bytes long.
func FormatValue(value attr.Value) string {
	switch {
	case value.IsNull():
		return "null"
	case value.IsUnknown():
		return "(known after apply)"
	}
	return api.Truncate(value.String(), api.MaxValue)
}

// DisplayValue returns a vendor's value for the display name of a list result, which has several of them.
func DisplayValue(text string) string { return api.Truncate(api.SanitizeValue(text), api.MaxValue/3) }

// RequestError returns the diagnostic of a failed request to a vendor. The operation completes "Could not …", and the subject
// names the account, as in "Account AC…".
func RequestError(operation, subject string, err error) diag.Diagnostic {
	detail := DescribeError(subject, err)
	if failure, ok := errors.AsType[*api.Error](err); ok {
		if failure.MaybeProcessed {
			detail += "\n\nThe request may have been processed nevertheless. The next plan shows the result."
		}
		detail += "\n\n" + failure.Advice()
	}
	return diag.NewErrorDiagnostic("Could not "+operation, detail)
}

// DescribeError returns the first sentences of a diagnostic: the subject, the failed request and the vendor's page about it.
func DescribeError(subject string, err error) string {
	detail := fmt.Sprintf("%s: %s.", subject, strings.TrimSuffix(err.Error(), "."))
	if failure, ok := errors.AsType[*api.Error](err); ok && failure.MoreInfo != "" {
		detail += "\n\nMore information: " + failure.MoreInfo
	}
	return detail
}
