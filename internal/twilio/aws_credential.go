package twilio

import (
	"context"
	"maps"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/rule"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
	"github.com/videostorage/terraform-provider-videostorage/internal/writeonly"
)

// awsCredentialModel is the resource.
type awsCredentialModel struct {
	credentialAttributes
	AccessKeyID              types.String `tfsdk:"access_key_id"`
	SecretAccessKey          types.String `tfsdk:"secret_access_key"`
	SecretAccessKeyWO        types.String `tfsdk:"secret_access_key_wo"`
	SecretAccessKeyWOVersion types.Int64  `tfsdk:"secret_access_key_wo_version"`
}

// Twilio's error 70106 names both forms: https://www.twilio.com/docs/api/errors/70106
var (
	accessKeyIDRule     = rule.Matching(`^[A-Z0-9]{20}$`, "be an AWS access key ID: 20 capital letters and digits")
	secretAccessKeyRule = rule.Matching(`^[A-Za-z0-9/+=]{40}$`, "be an AWS secret access key: 40 letters, digits, slashes, plus and equals signs")
)

var secretAccessKey = writeonly.Secret{
	Name:             "secret_access_key",
	What:             "The secret access key that belongs to `access_key_id`.",
	Changed:          describeReplaces,
	Rule:             secretAccessKeyRule,
	StoredModifiers:  []planmodifier.String{replacesString("access_key_id")},
	VersionModifiers: []planmodifier.Int64{replacesInt64("access_key_id")},
}

var awsCredential = credentialKind[awsCredentialModel]{
	api:         twilioapi.AWSCredentials,
	name:        "aws_credential",
	title:       "AWS credential",
	description: describeAWSCredential,
	loss: "While settings that store in S3 refer to a credential that does not exist, Twilio cannot upload recordings and compositions " +
		"(errors 53613, 53623 and 53667); after some retries it deletes recordings for good (53616).",
	fillIn: "Twilio never returns the access key, so `access_key_id` and the secret are null. Where Terraform generates configuration, write `access_key_id` " +
		"and either `secret_access_key_wo` or `secret_access_key` into it: until then, planning fails.",
	shared:   func(m *awsCredentialModel) *credentialAttributes { return &m.credentialAttributes },
	material: "access_key_id",
	attributes: func() map[string]schema.Attribute {
		attributes := map[string]schema.Attribute{
			"access_key_id": schema.StringAttribute{
				MarkdownDescription: "The ID of the AWS access key that Twilio writes to the bucket with. It must " + accessKeyIDRule.Must + ". " + describeReplaces,
				Required:            true,
				Validators:          []validator.String{accessKeyID},
				PlanModifiers:       []planmodifier.String{replacesString("access_key_id")},
			},
		}
		maps.Copy(attributes, secretAccessKey.Attributes())
		return attributes
	},
	validate: secretAccessKey.Validate,
	derive:   func(*awsCredentialModel) {},
	store: func(ctx context.Context, config tfsdk.Config, m *awsCredentialModel, diags *diag.Diagnostics) twilioapi.Material {
		return twilioapi.AWSKey(m.AccessKeyID.ValueString(), secretAccessKey.Value(ctx, config, diags))
	},
	inForce: func(s twilioapi.SettingsParams) string {
		if !s.AWSStorageEnabled {
			return ""
		}
		return s.AWSCredentialsSID
	},
}

// accessKeyID is the rule with an eye on a secret in the wrong place.
var accessKeyID = func() rule.Rule {
	r, secret := accessKeyIDRule, regexp.MustCompile(`[A-Za-z0-9/+=]{40}`)
	r.Secret = secret.MatchString
	return r
}()
