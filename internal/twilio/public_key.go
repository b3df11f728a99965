package twilio

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/publickey"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// publicKeyModel is the resource.
type publicKeyModel struct {
	credentialAttributes
	PublicKey         types.String `tfsdk:"public_key"`
	FingerprintSHA256 types.String `tfsdk:"fingerprint_sha256"`
}

var publicKeyCredential = credentialKind[publicKeyModel]{
	api:         twilioapi.PublicKeys,
	name:        "public_key",
	title:       "public key",
	description: describePublicKey,
	loss: "While settings that encrypt refer to a public key that does not exist, Twilio cannot process recordings and compositions " +
		"(errors 53614, 53624 and 53668); after some retries it deletes recordings for good (53616).",
	fillIn: "Twilio never returns the key, so `public_key` is null. Where Terraform generates configuration, write `public_key` into it: until then, " +
		"planning fails.",
	shared:   func(m *publicKeyModel) *credentialAttributes { return &m.credentialAttributes },
	material: "public_key",
	attributes: func() map[string]schema.Attribute {
		return map[string]schema.Attribute{
			"public_key": schema.StringAttribute{
				MarkdownDescription: "The public key: RSA, 2048 bits, exponent 65537, as X.509 PEM, such as `openssl pkey -in private.pem -pubout` prints. " +
					"White space, line ends, and whether the BEGIN and END lines are there make no difference. " + describeReplaces,
				Required:      true,
				Validators:    []validator.String{publicKeyPEM{}},
				PlanModifiers: []planmodifier.String{sameKey{}, replacesString("public_key")},
			},
			"fingerprint_sha256": schema.StringAttribute{
				MarkdownDescription: "The SHA-256 of the key in DER, in hexadecimal digits, to tell which private key it belongs to: " +
					"`openssl pkey -in private.pem -pubout -outform DER | openssl dgst -sha256` prints the same. Null after an import, until it is applied.",
				Computed: true,
			},
		}
	},
	validate: func(context.Context, tfsdk.Config, *diag.Diagnostics) {},
	derive: func(m *publicKeyModel) {
		m.FingerprintSHA256 = types.StringUnknown()
		if key, err := publickey.Parse(m.PublicKey.ValueString()); err == nil {
			m.FingerprintSHA256 = types.StringValue(key.FingerprintSHA256())
		}
	},
	store: func(_ context.Context, _ tfsdk.Config, m *publicKeyModel, diags *diag.Diagnostics) twilioapi.Material {
		key, err := publickey.Parse(m.PublicKey.ValueString())
		if err != nil {
			diags.AddError("Invalid public_key", refused(err))
			return twilioapi.Material{}
		}
		m.FingerprintSHA256 = types.StringValue(key.FingerprintSHA256())
		return twilioapi.PublicKey(key.PEM())
	},
	inForce: func(s twilioapi.SettingsParams) string {
		if !s.EncryptionEnabled {
			return ""
		}
		return s.EncryptionKeySID
	},
}

// publicKeyPEM checks a public_key.
type publicKeyPEM struct{}

// Description implements [validator.Describer].
func (publicKeyPEM) Description(context.Context) string {
	return "must be an RSA public key of 2048 bits with exponent 65537, as X.509 PEM"
}

// MarkdownDescription implements [validator.Describer].
func (v publicKeyPEM) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements [validator.String]. The error points to nothing, for
// Terraform shows the lines that an error points to, and what is no public key may be a
// private one in a form that nobody recognizes.
func (publicKeyPEM) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	_, err := publickey.Parse(req.ConfigValue.ValueString())
	switch {
	case errors.Is(err, publickey.ErrPrivateKey):
		resp.Diagnostics.AddError("A private key in public_key", refused(err))
	case err != nil:
		resp.Diagnostics.AddError("Invalid public_key", refused(err)+" As it may be a private key, it is not shown.")
	}
}

// refused says why a public key cannot be used. The error holds nothing of it.
func refused(err error) string { return "The value of public_key cannot be used: " + err.Error() + "." }

// sameKey keeps the prior spelling of a key, where the new one is no other key.
type sameKey struct{}

// Description implements [planmodifier.Describer].
func (sameKey) Description(context.Context) string {
	return "The same key in another spelling is no change."
}

// MarkdownDescription implements [planmodifier.Describer].
func (m sameKey) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

// PlanModifyString implements [planmodifier.String].
func (sameKey) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsNull() || req.PlanValue.IsUnknown() {
		return
	}
	if publickey.Same(req.StateValue.ValueString(), req.PlanValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}
