// Package rule says what the value of a string attribute must look like, in words
// that never show the value: it may be a secret, or one in the wrong place.
package rule

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Rule is what a value must look like, in a configuration and wherever else it
// may come from, such as the environment.
type Rule struct {
	// Must completes "The value must …".
	Must string
	// Valid reports whether a value keeps to the rule.
	Valid func(string) bool
	// Secret reports whether a value must not be shown; nil is for none. Terraform
	// shows the line of the configuration that an error points to, with the value
	// if it is written there, so an error about a secret points to nothing.
	Secret func(string) bool
}

var _ validator.String = Rule{}

// Matching is the rule that a value matches a regular expression.
func Matching(pattern, must string) Rule {
	return Rule{Must: must, Valid: regexp.MustCompile(pattern).MatchString}
}

// OfSecret is the rule for an attribute whose values are secrets.
func (r Rule) OfSecret() Rule {
	r.Secret = func(string) bool { return true }
	return r
}

// Description implements [validator.Describer].
func (r Rule) Description(context.Context) string { return "must " + r.Must }

// MarkdownDescription implements [validator.Describer].
func (r Rule) MarkdownDescription(ctx context.Context) string { return r.Description(ctx) }

// ValidateString implements [validator.String].
func (r Rule) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || r.Valid(req.ConfigValue.ValueString()) {
		return
	}
	resp.Diagnostics.Append(r.Broken(req.Path, req.ConfigValue.ValueString()))
}

// Broken is the error about a value, which is not in it.
func (r Rule) Broken(at path.Path, value string) diag.Diagnostic {
	name, _ := at.Steps().LastStep()
	summary, detail := fmt.Sprintf("Invalid %s", name), fmt.Sprintf("The value of %s must %s.", at, r.Must)
	if r.Secret != nil && r.Secret(value) {
		return diag.NewErrorDiagnostic(summary, detail+" As it may hold a secret, neither the value nor its line is shown.")
	}
	return diag.NewAttributeErrorDiagnostic(at, summary, detail)
}
