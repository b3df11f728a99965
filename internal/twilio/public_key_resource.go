package twilio

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// publicKeyModel is the model of videostorage_twilio_public_key.
type publicKeyModel struct {
	commonModel
	PublicKey         types.String `tfsdk:"public_key"`
	FingerprintSHA256 types.String `tfsdk:"fingerprint_sha256"`
}

var publicKeyKind = credentialKind{
	newModel: func() credentialModel { return &publicKeyModel{} },
	api:      PublicKeys,
	name:     "public_key",
	title:    "public key",
	description: "A public key, stored at Twilio, with which Twilio encrypts recordings and compositions. The recording and composition settings refer to " +
		"it by its SID ([public keys](https://www.twilio.com/docs/iam/credentials/api#publickey-resource)). Keep the private key: it alone decrypts " +
		"them." + credentialDescription +
		"\n\nTwilio never returns the key. After an import, `public_key` is null in the state. The next apply fills it in from the configuration, with a " +
		"warning, and sends Twilio nothing. Later changes replace the credential.",
	loss: "While settings that encrypt refer to a public key that does not exist, Twilio cannot process recordings and compositions " +
		"(errors 53614, 53624 and 53668). After some retries it deletes recordings for good (53616).",
	omission: "Twilio never returns the key, so `public_key` is null. In generated configuration, set `public_key`. Until then, planning fails.",
	attributes: map[string]schema.Attribute{
		"public_key": schema.StringAttribute{
			MarkdownDescription: "The public key: RSA, 2048 bits, exponent 65537, in X.509 PEM, as `openssl pkey -in private.pem -pubout` prints it. White " +
				"space, line ends, and the presence of the BEGIN and END lines make no difference. " + replacesDescription,
			Required:   true,
			Validators: []validator.String{publicKeyValidator{}},
		},
		"fingerprint_sha256": schema.StringAttribute{
			MarkdownDescription: "The SHA-256 of the key in DER, in hexadecimal digits, which identifies the private key: " +
				"`openssl pkey -in private.pem -pubout -outform DER | openssl dgst -sha256` prints the same. Null after an import, until the next apply.",
			Computed: true,
		},
	},
	usedBy: func(s SettingsParams) string {
		if !s.EncryptionEnabled {
			return ""
		}
		return s.EncryptionKeySID
	},
}

func (m *publicKeyModel) content() []contentAttribute {
	return []contentAttribute{{"public_key", m.PublicKey}}
}

// planContent plans the fingerprint of a known key. It keeps the prior text if the new text is the same key in another spelling.
func (m *publicKeyModel) planContent(prior credentialModel) {
	key, err := parsePublicKey(m.PublicKey.ValueString())
	if err != nil {
		return
	}
	m.FingerprintSHA256 = types.StringValue(key.fingerprint())
	if state, ok := prior.(*publicKeyModel); ok {
		if stored, err := parsePublicKey(state.PublicKey.ValueString()); err == nil && stored == key {
			m.PublicKey = state.PublicKey
		}
	}
}

// newCredential returns the key in its usual form, and sets the fingerprint if it was unknown while planning.
func (m *publicKeyModel) newCredential(_ context.Context, _ tfsdk.Config, diags *diag.Diagnostics) NewCredential {
	key, err := parsePublicKey(m.PublicKey.ValueString())
	if err != nil {
		diags.Append(publicKeyError(err))
		return NewCredential{}
	}
	m.FingerprintSHA256 = types.StringValue(key.fingerprint())
	return NewCredential{Content: key.pem()}
}

// publicKeyError returns the diagnostic of an error of parsePublicKey. It has no attribute path, because Terraform prints the line
// there, and every invalid text may be a private key.
func publicKeyError(err error) diag.Diagnostic {
	if errors.Is(err, errPrivateKey) {
		return diag.NewErrorDiagnostic("A private key in public_key",
			"The value of public_key holds a private key, so nothing was sent. Set it to the public key, which `openssl pkey -in private.pem -pubout` "+
				"prints. If the configuration is shared, as in version control, consider the private key exposed and create another pair.")
	}
	return diag.NewErrorDiagnostic("Invalid public_key",
		"The value of public_key is not an RSA public key of 2048 bits with exponent 65537 in X.509 PEM, the only kind that Twilio accepts. Create a "+
			"pair with `openssl genrsa -out private.pem 2048`, and set public_key to the output of `openssl pkey -in private.pem -pubout`. The value may "+
			"be a private key, so it is not shown.")
}

// publicKeyValidator validates public_key.
type publicKeyValidator struct{}

func (publicKeyValidator) Description(context.Context) string {
	return "must be an RSA public key of 2048 bits with exponent 65537 in X.509 PEM"
}

func (v publicKeyValidator) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

func (publicKeyValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := parsePublicKey(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.Append(publicKeyError(err))
	}
}
