package twilio

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// awsCredentialModel is the model of videostorage_twilio_aws_credential.
type awsCredentialModel struct {
	credentialModel
	AccessKeyID              types.String `tfsdk:"access_key_id"`
	SecretAccessKey          types.String `tfsdk:"secret_access_key"`
	SecretAccessKeyWO        types.String `tfsdk:"secret_access_key_wo"`
	SecretAccessKeyWOVersion types.Int64  `tfsdk:"secret_access_key_wo_version"`
}

// The formats of an access key.
// Source: https://www.twilio.com/docs/api/errors/70106
var (
	accessKeyIDFormat = framework.StringFormat{
		Requirement: "be an AWS access key ID: 20 capital letters and digits",
		Matches:     regexp.MustCompile(`^[A-Z0-9]{20}$`).MatchString,
		LooksSecret: regexp.MustCompile(`[A-Za-z0-9/+=]{40}`).MatchString,
	}
	secretAccessKeyFormat = framework.MatchRegexp(`^[A-Za-z0-9/+=]{40}$`,
		"be an AWS secret access key: 40 letters, digits, slashes, plus and equals signs")
)

var secretAccessKey = framework.Secret{
	Name:              "secret_access_key",
	Description:       "The secret access key that belongs to `access_key_id`.",
	ChangeDescription: replacesDescription,
	Format:            secretAccessKeyFormat,
	StoredModifiers:   []planmodifier.String{replaceOnChange("access_key_id")},
	VersionModifiers:  []planmodifier.Int64{replaceOnVersionChange("access_key_id")},
}

var awsCredentialKind = credentialKind{
	api:   AWSCredentials,
	name:  "aws_credential",
	title: "AWS credential",
	description: "An AWS access key, stored at Twilio, with which Twilio writes recordings and compositions to your bucket. The recording and composition " +
		"settings refer to it by its SID ([AWS credentials](https://www.twilio.com/docs/iam/credentials/api#aws-resource))." + credentialDescription +
		"\n\nTwilio never returns the access key. After an import, `access_key_id` and the secret are null in the state. The next apply fills them in from " +
		"the configuration, with a warning, and sends Twilio nothing. Later changes replace the credential. A key that is unknown while planning " +
		"cannot be the stored one, and replaces it at once.",
	loss: "While settings that store in S3 refer to a credential that does not exist, Twilio cannot upload recordings and compositions " +
		"(errors 53613, 53623 and 53667). After some retries it deletes recordings for good (53616).",
	omission: "Twilio never returns the access key, so `access_key_id` and the secret are null. In generated configuration, set `access_key_id` and either " +
		"`secret_access_key_wo` or `secret_access_key`. Until then, planning fails.",
	content: "access_key_id",
	attributes: map[string]schema.Attribute{
		"access_key_id": schema.StringAttribute{
			MarkdownDescription: "The ID of the AWS access key with which Twilio writes to the bucket. It must " + accessKeyIDFormat.Requirement + ". " +
				replacesDescription,
			Required:      true,
			Validators:    []validator.String{accessKeyIDFormat},
			PlanModifiers: []planmodifier.String{replaceOnChange("access_key_id")},
		},
	},
	secret: &secretAccessKey,
	usedBy: func(s SettingsParams) string {
		if !s.AWSStorageEnabled {
			return ""
		}
		return s.AWSCredentialsSID
	},
}

// newCredential returns the access key. The plan lacks its write-only secret.
func (m *awsCredentialModel) newCredential(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) NewCredential {
	secret := secretAccessKey.Value(ctx, config, diags)
	content := m.AccessKeyID.ValueString() + ":" + secret
	return NewCredential{Content: content, Secrets: []string{secret, content}}
}
