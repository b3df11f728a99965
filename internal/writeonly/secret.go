// Package writeonly is the pair of attributes in which a resource takes a secret:
// NAME_wo, which Terraform neither plans nor stores, with a NAME_wo_version that
// says when it has changed; or NAME, which it stores, for Terraform and OpenTofu
// below 1.11.
package writeonly

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/rule"
)

// Secret is a secret of a resource.
type Secret struct {
	// Name is that of the stored form.
	Name string
	// What begins the attributes' descriptions: "The secret access key."
	What string
	// Changed ends them: what a change does.
	Changed string
	// Rule is what it must look like. Its errors never show it.
	Rule rule.Rule
	// StoredModifiers and VersionModifiers plan changes of the stored form and of
	// the version.
	StoredModifiers  []planmodifier.String
	VersionModifiers []planmodifier.Int64
}

func (s Secret) writeOnly() string { return s.Name + "_wo" }
func (s Secret) version() string   { return s.Name + "_wo_version" }

// Attributes are the three, by name.
func (s Secret) Attributes() map[string]schema.Attribute {
	mustBe := " It must " + s.Rule.Must + "."
	return map[string]schema.Attribute{
		s.writeOnly(): schema.StringAttribute{
			MarkdownDescription: s.What + mustBe + fmt.Sprintf(" Terraform neither plans nor stores it, so it may come from an ephemeral value. "+
				"Needs Terraform 1.11 or OpenTofu 1.11, and `%s`. Exactly one of it and `%s` must be set.", s.version(), s.Name),
			Optional:   true,
			WriteOnly:  true,
			Sensitive:  true,
			Validators: []validator.String{s.Rule.OfSecret()},
		},
		s.version(): schema.Int64Attribute{
			MarkdownDescription: fmt.Sprintf("Says which version of `%s` this is, counted from 1: as Terraform does not store the secret, it cannot see that it "+
				"has changed. Raise it with every change of the secret. To be left out where `%s` is used. ", s.writeOnly(), s.Name) + s.Changed,
			Optional:      true,
			PlanModifiers: s.VersionModifiers,
		},
		s.Name: schema.StringAttribute{
			MarkdownDescription: s.What + mustBe + fmt.Sprintf(" Terraform stores it in its plan and state files: use `%[1]s` where you can. "+
				"Exactly one of it and `%[1]s` must be set. ", s.writeOnly()) + s.Changed,
			Optional:      true,
			Sensitive:     true,
			Validators:    []validator.String{s.Rule.OfSecret()},
			PlanModifiers: s.StoredModifiers,
		},
	}
}

// Validate adds an error unless the configuration has exactly one form, and the
// write-only one with its version. Where a value is still unknown, it may turn out
// to be null. No error points to the secret: Terraform shows the line that an
// error points to.
func (s Secret) Validate(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) {
	var stored, writeOnly types.String
	var version types.Int64
	diags.Append(config.GetAttribute(ctx, path.Root(s.Name), &stored)...)
	diags.Append(config.GetAttribute(ctx, path.Root(s.writeOnly()), &writeOnly)...)
	diags.Append(config.GetAttribute(ctx, path.Root(s.version()), &version)...)
	switch {
	case diags.HasError():
	case isSet(stored) && isSet(writeOnly):
		diags.AddError("Two forms of "+s.Name, fmt.Sprintf("%s and %s are the same secret in two forms: set one of them.", s.writeOnly(), s.Name))
	case stored.IsNull() && writeOnly.IsNull():
		diags.AddError("Missing "+s.writeOnly(), fmt.Sprintf("Set %s with %s, or, for Terraform and OpenTofu below 1.11, %s.",
			s.writeOnly(), s.version(), s.Name))
	case stored.IsNull() && !writeOnly.IsNull() && version.IsNull():
		diags.AddAttributeError(path.Root(s.version()), "Missing "+s.version(), fmt.Sprintf("%s needs %s: as Terraform does not store the secret, "+
			"it could not see that it has changed. Set it to 1, and raise it with every change.", s.writeOnly(), s.version()))
	case writeOnly.IsNull() && isSet(version):
		diags.AddAttributeError(path.Root(s.version()), "Superfluous "+s.version(), fmt.Sprintf("%s goes with %s, which is not set. Remove it: a change of %s is seen without.",
			s.version(), s.writeOnly(), s.Name))
	}
}

// Value is the secret, in whichever form the configuration has it: Terraform hands
// the write-only one out with the configuration alone.
func (s Secret) Value(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) string {
	var stored, writeOnly types.String
	diags.Append(config.GetAttribute(ctx, path.Root(s.Name), &stored)...)
	diags.Append(config.GetAttribute(ctx, path.Root(s.writeOnly()), &writeOnly)...)
	if isSet(writeOnly) {
		return writeOnly.ValueString()
	}
	return stored.ValueString()
}

func isSet(v interface {
	IsNull() bool
	IsUnknown() bool
},
) bool {
	return !v.IsNull() && !v.IsUnknown()
}
