package framework

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The two forms of the ID of an access key.
const (
	accessKeyID   = "access_key_id"
	accessKeyIDWO = "access_key_id_wo"
)

// AccessKey is the key of an AWS account in a resource: its ID in two forms, access_key_id and access_key_id_wo, and its secret. One
// version is that of both write-only forms.
type AccessKey struct {
	// Description begins the description of the ID.
	Description string
	IDFormat    StringFormat
	// Secret is the secret access key. The ID is in the same block. It may be omitted if the secret may be.
	Secret Secret
}

// Attributes returns the attributes of the ID and the secret by name.
func (k AccessKey) Attributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		accessKeyID: schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("%s It must %s. %s %s", k.Description, k.IDFormat.Requirement, k.Secret.requirement(accessKeyIDWO),
				k.Secret.ChangeDescription),
			Optional:   true,
			Validators: []validator.String{k.IDFormat},
		},
		accessKeyIDWO: schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("The ID of the AWS access key, which Terraform neither plans nor stores. Use it if one ephemeral value contains "+
				"both the ID and the secret. Needs `%s`, and `%s` is the version of both. Omit it with `%s`.",
				k.Secret.writeOnlyName(), k.Secret.versionName(), accessKeyID),
			Optional:   true,
			WriteOnly:  true,
			Sensitive:  true,
			Validators: []validator.String{k.IDFormat.AsSecret()},
		},
	}
	maps.Copy(attributes, k.Secret.Attributes())
	return attributes
}

// Validate adds an error unless the configuration has exactly one form of the ID and of the secret, or none that may be omitted. The
// write-only ID needs the write-only secret. An unknown value may turn out to be null. No error points to a write-only value, because
// Terraform prints its line.
func (k AccessKey) Validate(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) {
	stored, writeOnly := k.readID(ctx, config, diags)
	storedSecret, writeOnlySecret := k.Secret.read(ctx, config, diags)
	k.Secret.Validate(ctx, config, diags)
	hasID, hasSecret := !stored.IsNull() || !writeOnly.IsNull(), !storedSecret.IsNull() || !writeOnlySecret.IsNull()
	switch {
	case k.Secret.Omission != "" && !hasID && !hasSecret:
	case !hasID:
		diags.AddError("Missing "+accessKeyID, fmt.Sprintf("Set %s or, if the ID comes from an ephemeral value, %s.", accessKeyID, accessKeyIDWO))
	case isKnown(stored) && isKnown(writeOnly):
		diags.AddError("Two forms of "+accessKeyID, fmt.Sprintf("%s and %s are two forms of the same ID. Set only one of them.", accessKeyID, accessKeyIDWO))
	case isKnown(writeOnly) && writeOnlySecret.IsNull():
		diags.AddError("Missing "+k.Secret.writeOnlyName(),
			fmt.Sprintf("%s needs %s and %s, the version of both.", accessKeyIDWO, k.Secret.writeOnlyName(), k.Secret.versionName()))
	case !hasSecret && k.Secret.Omission != "":
		diags.AddError("Missing "+k.Secret.writeOnlyName(),
			fmt.Sprintf("%s needs its secret: set %s and %s, or %s.", accessKeyID, k.Secret.writeOnlyName(), k.Secret.versionName(), k.Secret.Name))
	}
}

// IsSet reports whether the configuration has a key, which may be unknown.
func (k AccessKey) IsSet(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) bool {
	stored, writeOnly := k.readID(ctx, config, diags)
	return !stored.IsNull() || !writeOnly.IsNull()
}

// Value returns the ID and the secret in the forms that the configuration has. The plan lacks the write-only ones.
func (k AccessKey) Value(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) (id, secret string) {
	stored, writeOnly := k.readID(ctx, config, diags)
	if isKnown(writeOnly) {
		stored = writeOnly
	}
	return stored.ValueString(), k.Secret.Value(ctx, config, diags)
}

func (k AccessKey) readID(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) (stored, writeOnly types.String) {
	k.Secret.get(ctx, config, accessKeyID, &stored, diags)
	k.Secret.get(ctx, config, accessKeyIDWO, &writeOnly, diags)
	return stored, writeOnly
}
