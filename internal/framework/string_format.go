package framework

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// StringFormat validates a string from the configuration or the environment. Its errors never show the value, which may be a
// secret, or a secret in the wrong place.
type StringFormat struct {
	// Requirement completes "The value must …".
	Requirement string
	// Matches reports whether a value has the format.
	Matches func(string) bool
	// Secret marks every value as a secret. An error about a secret has no attribute path, because Terraform prints the
	// line at that path.
	Secret bool
	// LooksSecret reports whether an invalid value is a secret in the wrong place. It may be nil.
	LooksSecret func(string) bool
}

var _ validator.String = StringFormat{}

// MatchRegexp returns the format of strings that match a regular expression.
func MatchRegexp(pattern, requirement string) StringFormat {
	return StringFormat{Requirement: requirement, Matches: regexp.MustCompile(pattern).MatchString}
}

// AsSecret returns the format for an attribute with secret values.
func (f StringFormat) AsSecret() StringFormat {
	f.Secret = true
	return f
}

// Description implements [validator.Describer].
func (f StringFormat) Description(context.Context) string { return "must " + f.Requirement }

// MarkdownDescription implements [validator.Describer].
func (f StringFormat) MarkdownDescription(ctx context.Context) string { return f.Description(ctx) }

// ValidateString implements [validator.String].
func (f StringFormat) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || f.Matches(req.ConfigValue.ValueString()) {
		return
	}
	resp.Diagnostics.Append(f.newError(req.Path, req.ConfigValue.ValueString()))
}

func (f StringFormat) newError(at path.Path, value string) diag.Diagnostic {
	name, _ := at.Steps().LastStep()
	summary, detail := fmt.Sprintf("Invalid %s", name), fmt.Sprintf("The value of %s must %s.", at, f.Requirement)
	if f.Secret || (f.LooksSecret != nil && f.LooksSecret(value)) {
		return diag.NewErrorDiagnostic(summary, detail+" The value may be a secret, so neither it nor its line is shown.")
	}
	return diag.NewAttributeErrorDiagnostic(at, summary, detail)
}
