package framework

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Secret is a secret of a resource, in two forms: NAME_wo, which Terraform neither plans nor stores, with NAME_wo_version,
// which tells that it has changed; and NAME, which Terraform stores, because write-only attributes need version 1.11.
type Secret struct {
	// Block is the single nested block with the secret. It is empty for a secret of the resource itself.
	Block string
	// Name is the name of the stored form.
	Name string
	// Description begins the descriptions of the attributes.
	Description string
	// ChangeDescription ends them. It says what a change does.
	ChangeDescription string
	// Omission describes the effect of omitting both forms. It is empty if the secret is required.
	Omission string
	Format   StringFormat
}

func (s Secret) writeOnlyName() string { return s.Name + "_wo" }
func (s Secret) versionName() string   { return s.Name + "_wo_version" }

// path returns the path of an attribute beside the secret.
func (s Secret) path(name string) path.Path {
	if s.Block == "" {
		return path.Root(name)
	}
	return path.Root(s.Block).AtName(name)
}

// requirement describes which forms must be set. The other form is the one of the attribute that is described.
func (s Secret) requirement(other string) string {
	if s.Omission == "" {
		return fmt.Sprintf("Exactly one of this attribute and `%s` must be set.", other)
	}
	return fmt.Sprintf("At most one of this attribute and `%s` may be set. %s", other, s.Omission)
}

// Attributes returns the attributes of both forms by name.
func (s Secret) Attributes() map[string]schema.Attribute {
	description := fmt.Sprintf("%s It must %s. ", s.Description, s.Format.Requirement)
	return map[string]schema.Attribute{
		s.writeOnlyName(): schema.StringAttribute{
			MarkdownDescription: description + fmt.Sprintf("Terraform neither plans nor stores it, so it may come from an ephemeral value. "+
				"Needs Terraform 1.11 or OpenTofu 1.11, and `%s`. ", s.versionName()) + s.requirement(s.Name),
			Optional:   true,
			WriteOnly:  true,
			Sensitive:  true,
			Validators: []validator.String{s.Format.AsSecret()},
		},
		s.versionName(): schema.Int64Attribute{
			MarkdownDescription: fmt.Sprintf("The version of `%s`, at least 1. Raise it with every change of the secret, because Terraform "+
				"does not store the secret and cannot see a change. Omit it with `%s`. ", s.writeOnlyName(), s.Name) + s.ChangeDescription,
			Optional:   true,
			Validators: []validator.Int64{int64validator.AtLeast(1)},
		},
		s.Name: schema.StringAttribute{
			MarkdownDescription: description + fmt.Sprintf("Terraform stores it in its plan and state files, so prefer `%s`. ", s.writeOnlyName()) +
				s.requirement(s.writeOnlyName()) + " " + s.ChangeDescription,
			Optional:   true,
			Sensitive:  true,
			Validators: []validator.String{s.Format.AsSecret()},
		},
	}
}

// Validate adds an error unless the configuration has exactly one form, or none that may be omitted, and the write-only one with its version. An unknown
// value may turn out to be null. No error points to the secret, because Terraform prints the line at the path of an error.
func (s Secret) Validate(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) {
	stored, writeOnly := s.read(ctx, config, diags)
	var version types.Int64
	s.get(ctx, config, s.versionName(), &version, diags)
	switch {
	case diags.HasError():
	case isKnown(stored) && isKnown(writeOnly):
		diags.AddError("Two forms of "+s.Name,
			fmt.Sprintf("%s and %s are two forms of the same secret. Set only one of them.", s.writeOnlyName(), s.Name))
	case stored.IsNull() && writeOnly.IsNull() && s.Omission == "":
		diags.AddError("Missing "+s.writeOnlyName(), fmt.Sprintf("Set %s and %s or, with Terraform or OpenTofu below 1.11, %s.",
			s.writeOnlyName(), s.versionName(), s.Name))
	case stored.IsNull() && !writeOnly.IsNull() && version.IsNull():
		diags.AddAttributeError(s.path(s.versionName()), "Missing "+s.versionName(),
			fmt.Sprintf("%s needs %s, because Terraform does not store the secret and cannot see a change. Set it to 1, and raise it with every "+
				"change.", s.writeOnlyName(), s.versionName()))
	case writeOnly.IsNull() && isKnown(version):
		diags.AddAttributeError(s.path(s.versionName()), "Superfluous "+s.versionName(),
			fmt.Sprintf("%s belongs to %s, which is not set. Remove it: Terraform sees a change of %s without it.",
				s.versionName(), s.writeOnlyName(), s.Name))
	}
}

// Value returns the secret in the form that the configuration has. The plan lacks the write-only one.
func (s Secret) Value(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) string {
	stored, writeOnly := s.read(ctx, config, diags)
	if isKnown(writeOnly) {
		return writeOnly.ValueString()
	}
	return stored.ValueString()
}

func (s Secret) read(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) (stored, writeOnly types.String) {
	s.get(ctx, config, s.Name, &stored, diags)
	s.get(ctx, config, s.writeOnlyName(), &writeOnly, diags)
	return stored, writeOnly
}

// get reads an attribute beside the secret into a pointer. It stays null if there is no block, because the path of an attribute in an
// absent block is an error of the framework.
func (s Secret) get(ctx context.Context, config tfsdk.Config, name string, into any, diags *diag.Diagnostics) {
	if s.Block != "" {
		var block types.Object
		diags.Append(config.GetAttribute(ctx, path.Root(s.Block), &block)...)
		if block.IsNull() || block.IsUnknown() {
			return
		}
	}
	diags.Append(config.GetAttribute(ctx, s.path(name), into)...)
}

// isKnown reports whether a value is neither null nor unknown.
func isKnown(value interface {
	IsNull() bool
	IsUnknown() bool
},
) bool {
	return !value.IsNull() && !value.IsUnknown()
}
