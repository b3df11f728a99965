package twilio

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// awsCredentialModel is the model of videostorage_twilio_aws_credential.
type awsCredentialModel struct {
	commonModel
	AccessKeyID              types.String `tfsdk:"access_key_id"`
	AccessKeyIDWO            types.String `tfsdk:"access_key_id_wo"`
	SecretAccessKey          types.String `tfsdk:"secret_access_key"`
	SecretAccessKeyWO        types.String `tfsdk:"secret_access_key_wo"`
	SecretAccessKeyWOVersion types.Int64  `tfsdk:"secret_access_key_wo_version"`
}

// The formats of an access key.
// Source: https://www.twilio.com/docs/api/errors/70106
var (
	accessKeyIDFormat     = framework.AccessKeyIDFormat(`^[A-Z0-9]{20}$`, "be an AWS access key ID: 20 capital letters and digits")
	secretAccessKeyFormat = framework.MatchRegexp(`^[A-Za-z0-9/+=]{40}$`,
		"be an AWS secret access key: 40 letters, digits, slashes, plus and equals signs")
)

var accessKey = framework.AccessKey{
	Description: "The ID of the AWS access key with which Twilio writes to the bucket.",
	IDFormat:    accessKeyIDFormat,
	Secret: framework.Secret{
		Name:              "secret_access_key",
		Description:       "The secret access key that belongs to `access_key_id`.",
		ChangeDescription: replacesDescription,
		Format:            secretAccessKeyFormat,
	},
}

var awsCredentialKind = credentialKind{
	newModel: func() credentialModel { return &awsCredentialModel{} },
	api:      AWSCredentials,
	name:     "aws_credential",
	title:    "AWS credential",
	description: "An AWS access key, stored at Twilio, with which Twilio writes recordings and compositions to your bucket. The recording and composition " +
		"settings refer to it by its SID ([AWS credentials](https://www.twilio.com/docs/iam/credentials/api#aws-resource))." + credentialDescription +
		"\n\nTwilio never returns the access key. After an import, `access_key_id` and the secret are null in the state. The next apply fills them in from " +
		"the configuration, with a warning, and sends Twilio nothing. Later changes replace the credential. A key that is unknown while planning " +
		"cannot be the stored one, and replaces it at once.",
	loss: "While settings that store in S3 refer to a credential that does not exist, Twilio cannot upload recordings and compositions " +
		"(errors 53613, 53623 and 53667). After some retries it deletes recordings for good (53616).",
	omission: "Twilio never returns the access key, so `access_key_id` and the secret are null. In generated configuration, set `access_key_id` and either " +
		"`secret_access_key_wo` or `secret_access_key`. Until then, planning fails.",
	attributes:     accessKey.Attributes(),
	validateConfig: accessKey.Validate,
	usedBy: func(s SettingsParams) string {
		if !s.AWSStorageEnabled {
			return ""
		}
		return s.AWSCredentialsSID
	},
}

// content has a part in the state of every credential that was applied: the version, if the key is write-only.
func (m *awsCredentialModel) content() []contentAttribute {
	return []contentAttribute{
		{"access_key_id", m.AccessKeyID}, {"secret_access_key", m.SecretAccessKey}, {"secret_access_key_wo_version", m.SecretAccessKeyWOVersion},
	}
}

// newCredential returns the access key. The plan lacks its write-only parts.
func (m *awsCredentialModel) newCredential(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) NewCredential {
	id, secret := accessKey.Value(ctx, config, diags)
	secrets := []string{secret}
	if m.AccessKeyID.IsNull() {
		secrets = append(secrets, id)
	}
	content := id + ":" + secret
	return NewCredential{Content: content, Secrets: append(secrets, content)}
}
