package twilio

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/videostorage/terraform-provider-videostorage/internal/limits"
	"github.com/videostorage/terraform-provider-videostorage/internal/rule"
)

const describeCredentialSID = "The SID (`CR…`) of the credential, which settings refer to it by."

var accountSIDRule = rule.Matching(`^AC[0-9a-fA-F]{32}$`, "be the SID of an account: AC and 32 hexadecimal digits")

// Schema implements [resource.Resource].
func (r *credentialResource[M]) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	kept := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	attributes := map[string]schema.Attribute{
		"sid": schema.StringAttribute{
			MarkdownDescription: describeCredentialSID,
			Computed:            true,
			PlanModifiers:       kept,
		},
		"account_sid": schema.StringAttribute{
			MarkdownDescription: "The SID (`AC…`) of the account that the credential belongs to: the provider's own, or a subaccount of it. Settings can " +
				"refer only to credentials of their own account. Defaults to the provider's account. Changing it creates the credential anew.",
			Optional:   true,
			Computed:   true,
			Validators: []validator.String{accountSIDRule},
			PlanModifiers: []planmodifier.String{
				stringplanmodifier.UseStateForUnknown(),
				stringplanmodifier.RequiresReplace(),
			},
		},
		"friendly_name": schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("A name for the credential, shown in Twilio's console. 1 to %d characters. Without it, the credential has no name. Changed in place.", friendlyNameMax),
			Optional:            true,
			Validators:          []validator.String{stringvalidator.UTF8LengthBetween(1, friendlyNameMax)},
		},
		"date_created": schema.StringAttribute{
			MarkdownDescription: "When the credential was created, in the format of RFC 3339.",
			Computed:            true,
			PlanModifiers:       kept,
		},
		"date_updated": schema.StringAttribute{
			MarkdownDescription: "When the credential was last changed, in the format of RFC 3339; null if Twilio does not say.",
			Computed:            true,
		},
		"url": schema.StringAttribute{
			MarkdownDescription: "The address of the credential in Twilio's API.",
			Computed:            true,
			PlanModifiers:       kept,
		},
		"timeouts": limits.Described(timeouts.Attributes(ctx, timeouts.Opts{
			Create: true, Read: true, Update: true, Delete: true,
			CreateDescription: describeTimeout("creating the credential"),
			ReadDescription:   describeTimeout("reading the credential"),
			UpdateDescription: describeTimeout("renaming the credential"),
			DeleteDescription: describeTimeout("deleting the credential"),
		})),
	}
	maps.Copy(attributes, r.kind.attributes())
	resp.Schema = schema.Schema{MarkdownDescription: r.kind.description, Attributes: attributes}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (r *credentialResource[M]) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"sid": identityschema.StringAttribute{Description: describeCredentialSID, RequiredForImport: true},
		},
	}
}

// ValidateConfig implements [resource.ResourceWithValidateConfig].
func (r *credentialResource[M]) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var configured timeouts.Value
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("timeouts"), &configured)...)
	limits.Check(configured, &resp.Diagnostics)
	r.kind.validate(ctx, req.Config, &resp.Diagnostics)
}
