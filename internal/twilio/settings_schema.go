package twilio

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/videostorage/terraform-provider-videostorage/internal/limits"
)

// credentialSID matches the SID of a stored credential, or nothing at all.
var credentialSID = regexp.MustCompile(`^(CR[0-9a-fA-F]{32})?$`)

// friendlyNameMax is the longest friendly name, in characters.
const friendlyNameMax = 64

// Schema implements [resource.Resource].
//
// The references are computed too, so that the state can show what Twilio holds
// although the configuration leaves them out: it may keep a reference when a
// write omits it.
func (r *settingsResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	media := r.kind.media
	sid := stringvalidator.RegexMatches(credentialSID, "must be the SID of a credential: CR and 32 hexadecimal digits")
	resp.Schema = schema.Schema{
		MarkdownDescription: r.kind.description(),
		Attributes: map[string]schema.Attribute{
			"account_sid": schema.StringAttribute{
				MarkdownDescription: describeAccountSID,
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"url": schema.StringAttribute{
				MarkdownDescription: describeURL,
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"friendly_name": schema.StringAttribute{
				MarkdownDescription: fmt.Sprintf("%s 1 to %d characters.", describeFriendlyName, friendlyNameMax),
				Required:            true,
				Validators:          []validator.String{stringvalidator.UTF8LengthBetween(1, friendlyNameMax)},
			},
			"aws_storage_enabled": schema.BoolAttribute{
				MarkdownDescription: describeStorageEnabled(media) + " Needs `aws_s3_url` and `aws_credentials_sid`. Defaults to `false`.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"aws_s3_url": schema.StringAttribute{
				MarkdownDescription: describeS3URL(media) + " `https`, with a DNS-compliant bucket name, such as " +
					"`https://my-bucket.s3.eu-central-1.amazonaws.com/" + media + "`. A trailing slash makes no difference. " +
					describeLeftOut,
				Optional:   true,
				Computed:   true,
				Validators: []validator.String{bucketURL{}},
			},
			"aws_credentials_sid": schema.StringAttribute{
				MarkdownDescription: describeCredentialsSID(r.kind) + " " + describeLeftOut,
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{sid},
			},
			"encryption_enabled": schema.BoolAttribute{
				MarkdownDescription: describeEncryptionEnabled(media) + " Needs `encryption_key_sid`. Defaults to `false`.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"encryption_key_sid": schema.StringAttribute{
				MarkdownDescription: describeKeySID + " " + describeLeftOut,
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{sid},
			},
			"on_destroy": schema.StringAttribute{
				MarkdownDescription: "What destroying this resource does, for Twilio cannot delete the settings. `\"disable\"` switches " +
					"storage and encryption off, so that new " + media + " are stored in Twilio's cloud, unencrypted. `\"retain\"` leaves " +
					"the settings as they are: the credentials that they refer to must then outlive this resource, or new " + media +
					" " + r.kind.unstored + ". Changing it sends no request. Defaults to `\"disable\"`.",
				Optional:   true,
				Computed:   true,
				Default:    stringdefault.StaticString(onDestroyDisable),
				Validators: []validator.String{stringvalidator.OneOf(onDestroyDisable, onDestroyRetain)},
			},
			"overwrite_existing": schema.BoolAttribute{
				MarkdownDescription: "Whether creating this resource may replace settings that somebody has already made. Without it, " +
					"such settings are an error that shows them and how to import them. Settings that are switched off, and only hold references that " +
					"were left in them, are replaced with a warning that lists them. Changing it sends no request. Defaults to `false`.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
			},
			"timeouts": limits.Described(timeouts.Attributes(ctx, timeouts.Opts{
				Create: true, CreateDescription: describeTimeout("creating this resource (and, when that is planned, looking at what is there)"),
				Read: true, ReadDescription: describeTimeout("reading the settings"),
				Update: true, UpdateDescription: describeTimeout("changing the settings"),
				Delete: true, DeleteDescription: describeTimeout("destroying this resource") + " The value that was last applied counts.",
			})),
		},
	}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (r *settingsResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"account_sid": identityschema.StringAttribute{
				Description:       describeAccountSID,
				RequiredForImport: true,
			},
		},
	}
}

// ValidateConfig implements [resource.ResourceWithValidateConfig]: what a switch
// needs must be there when it is on. Terraform asks again at apply, when values
// that were unknown have become known.
func (r *settingsResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config settingsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	for _, ref := range references {
		if ref.enabled(&config.settingsAttributes).ValueBool() && unset(*ref.value(&config.settingsAttributes)) {
			resp.Diagnostics.Append(ref.missing())
		}
	}
	limits.Check(config.Timeouts, &resp.Diagnostics)
}

// missing is the error where the reference is needed and not there.
func (r reference) missing() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root(r.name), "Missing "+r.name,
		fmt.Sprintf("%s is needed when %s is true. Set it, or set %s = false.", r.name, r.switchName, r.switchName))
}
