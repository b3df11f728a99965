package twilio

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// onDestroyDisable is the value of on_destroy that switches the settings off.
const onDestroyDisable = "disable"

// settingsResource is videostorage_twilio_recording_settings or videostorage_twilio_composition_settings.
type settingsResource struct {
	framework.SingletonResource[*Account, *settingsModel, *Settings]
	kind settingsKind
}

var (
	_ resource.ResourceWithImportState    = (*settingsResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*settingsResource)(nil)
	_ resource.ResourceWithMoveState      = (*settingsResource)(nil)
	_ resource.ResourceWithValidateConfig = (*settingsResource)(nil)
)

func newSettingsResource(kind settingsKind) *settingsResource {
	return &settingsResource{kind: kind, SingletonResource: framework.SingletonResource[*Account, *settingsModel, *Settings]{
		Resource: framework.Resource[*Account]{Connection: connection}, Kind: kind, Name: "twilio_" + kind.name,
		Identity: "account_sid", IdentityDescription: settingsAccountDescription, DefaultTimeout: defaultTimeout,
	}}
}

type settingsModel struct {
	settingsAttributes
	framework.SingletonArguments
}

// Schema implements [resource.Resource]. The references are computed too: Twilio may keep one that a write omits, and the state
// shows Twilio's value.
func (r *settingsResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	k := r.kind
	description := fmt.Sprintf("Manages where Twilio Video stores an account's %s, and whether it encrypts them ([%s](%s)). An account has exactly "+
		"one set of these settings, which always exists: creating this resource changes it, and fails if storage or encryption is on already."+
		"\n\n~> A replacement ends with the settings of the new resource: a destroy sends nothing, and warns, after another resource of the same run has "+
		"written the settings. If the destroy comes first, storage is off until the creation, unless `on_destroy = \"retain\"` was applied before. Terraform "+
		"does not tell a provider of a second resource that stays unchanged, such as one in another configuration: remove one of two with a `removed` block and "+
		"`destroy = false`, because its destroy switches storage and encryption off for both, with a warning.", k.media, framework.Capitalize(k.title), k.docs)
	if k.endsComposing {
		description += "\n\n~> Twilio cannot compose recordings that are stored in S3 or encrypted."
	}
	sid := framework.MatchRegexp(`^(CR[0-9a-fA-F]{32})?$`, "be the SID of a credential: CR and 32 hexadecimal digits")
	unchanged := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		MarkdownDescription: description,
		Attributes: map[string]schema.Attribute{
			"account_sid": schema.StringAttribute{
				MarkdownDescription: settingsAccountDescription,
				Computed:            true,
				PlanModifiers:       unchanged,
			},
			"url": schema.StringAttribute{
				MarkdownDescription: settingsURLDescription,
				Computed:            true,
				PlanModifiers:       unchanged,
			},
			"friendly_name": schema.StringAttribute{
				MarkdownDescription: fmt.Sprintf("%s 1 to %d characters.", settingsNameDescription, friendlyNameMax),
				Required:            true,
				Validators:          []validator.String{stringvalidator.UTF8LengthBetween(1, friendlyNameMax)},
			},
			"aws_storage_enabled": schema.BoolAttribute{
				MarkdownDescription: k.storageDescription() + " Needs `aws_s3_url` and `aws_credentials_sid`. Defaults to `false`.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"aws_s3_url": schema.StringAttribute{
				MarkdownDescription: k.s3URLDescription() + " Must be `https` with a DNS-compliant bucket name, such as " +
					"`https://my-bucket.s3.eu-central-1.amazonaws.com/" + k.media + "`. A trailing slash makes no difference. " + omittedDescription,
				Optional:   true,
				Computed:   true,
				Validators: []validator.String{bucketURLValidator{}},
			},
			"aws_credentials_sid": schema.StringAttribute{
				MarkdownDescription: k.credentialsDescription() + " " + checkedDescription + " " + omittedDescription,
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{sid},
			},
			"encryption_enabled": schema.BoolAttribute{
				MarkdownDescription: k.encryptionDescription() + " Needs `encryption_key_sid`. Defaults to `false`.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"encryption_key_sid": schema.StringAttribute{
				MarkdownDescription: keySIDDescription + " " + checkedDescription + " " + omittedDescription,
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{sid},
			},
			"on_destroy": framework.OnDestroyAttribute(onDestroyDisable,
				fmt.Sprintf("The effect of a destroy, because Twilio cannot delete the settings. `\"disable\"` switches storage and "+
					"encryption off, so that Twilio stores new %[1]s in its cloud, unencrypted. `\"retain\"` leaves the settings unchanged: the "+
					"credentials that they refer to must then outlive this resource, or new %[1]s %[2]s.", k.media, k.mediaLoss)),
			"overwrite_existing": framework.OverwriteExistingAttribute(
				"Whether creating this resource may replace existing settings with storage or encryption on. Otherwise such settings " +
					"are an error that shows them and how to import them. Settings that are switched off and only contain references are replaced with a " +
					"warning."),
		},
		Blocks: map[string]schema.Block{
			"timeouts": framework.SingletonTimeouts(ctx, defaultTimeout),
		},
	}
}

func (r *settingsResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config settingsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	for _, ref := range config.references() {
		if ref.isMissing() {
			resp.Diagnostics.Append(ref.missingError())
		}
	}
}

// NewModel and the methods below implement [framework.SingletonKind].
func (k settingsKind) NewModel() *settingsModel { return &settingsModel{} }

func (k settingsKind) Singleton(m *settingsModel) framework.Singleton {
	return framework.Singleton{
		Vendor: title, Title: k.title, OwnerKind: "account", Owner: m.AccountSID.ValueString(),
		Undo: onDestroyDisable, Undone: "switched off", TypeName: k.typeName("videostorage"), ImportID: settingsImportID,
	}
}

func (k settingsKind) Run(account *Account, _ *settingsModel) *framework.SingletonRun[*Settings] {
	return account.settings.Run(k.name)
}

// Fetch reads the settings. It adds an error if they are not those of the model's account.
func (k settingsKind) Fetch(ctx context.Context, account *Account, m *settingsModel, diags *diag.Diagnostics) *Settings {
	if !k.requireOwner(account, m.AccountSID, diags) {
		return nil
	}
	current, found, err := k.api.Fetch(ctx, account.Client)
	if err != nil {
		diags.Append(accountError("read the "+k.title, account, err))
	}
	if err != nil || !found {
		return nil
	}
	return &current
}

// requireOwner adds an error, and returns false, if settings are not those of the configured account.
func (k settingsKind) requireOwner(account *Account, expected types.String, diags *diag.Diagnostics) bool {
	if expected.ValueString() == account.AccountSID() {
		return true
	}
	configured := settingsModel{settingsAttributes: settingsAttributes{AccountSID: types.StringValue(account.AccountSID())}}
	diags.Append(k.Singleton(&configured).OtherOwnerError(expected.ValueString()))
	return false
}

func (k settingsKind) Describe(current *Settings) string {
	return framework.FormatCurrent(compareSettings(current.asAttributes(), settingsAttributes{}))
}

// Compare implements [framework.SingletonKind]. A destroy does not manage the name.
func (k settingsKind) Compare(current *Settings, desired, _ *settingsModel) []framework.SingletonValue {
	values := current.compare(desired.desired())
	if isDestroy := desired.OnDestroy.IsNull(); isDestroy {
		values[0].IsChanged = false
	}
	return values
}

func (k settingsKind) NeedsWrite(plan, state *settingsModel) bool {
	return slices.ContainsFunc(compareSettings(state.settingsAttributes, plan.desired()), isChanged)
}

func (k settingsKind) HasEffectOf(current *Settings, state *settingsModel) bool {
	return state.hasEffectOf(current.asAttributes())
}

// Undone switches storage and encryption off. Every write needs a name.
func (k settingsKind) Undone(current *Settings, state *settingsModel) *settingsModel {
	return &settingsModel{settingsAttributes: settingsAttributes{
		AccountSID:        state.AccountSID,
		FriendlyName:      types.StringValue(cmp.Or(current.FriendlyName, state.FriendlyName.ValueString(), "Default")),
		AWSStorageEnabled: types.BoolValue(false),
		EncryptionEnabled: types.BoolValue(false),
	}}
}

func (k settingsKind) Write(ctx context.Context, account *Account, _ *Settings, desired, _ *settingsModel, diags *diag.Diagnostics) *Settings {
	written, err := k.api.Write(ctx, account.Client, desired.asParams())
	if err != nil {
		failure := accountError("write the "+k.title, account, err)
		detail := failure.Detail()
		if refusal, ok := errors.AsType[*api.Error](err); ok && refusal.Status == 400 && desired.AWSStorageEnabled.ValueBool() {
			detail += " If the AWS access key or its policy is new, AWS needs some seconds to make it known: wait, and try again."
		}
		diags.AddError(failure.Summary(), detail)
		return nil
	}
	desired.fillUnknown(written.asAttributes())
	return &written
}

// SetCurrent implements [framework.SingletonKind]. It keeps the model's spelling of values with the same meaning.
func (k settingsKind) SetCurrent(m, _ *settingsModel, current *Settings) bool {
	m.settingsAttributes = current.asAttributes().spelledAs(m.settingsAttributes)
	m.SetImportDefaults(onDestroyDisable)
	return true
}

// fillUnknown sets the attributes that the plan left open to Twilio's values.
func (m *settingsModel) fillUnknown(remote settingsAttributes) {
	if m.URL.IsUnknown() {
		m.URL = remote.URL
	}
	remoteReferences := remote.references()
	for i, ref := range m.references() {
		if ref.value.IsUnknown() {
			*ref.value = *remoteReferences[i].value
		}
	}
}
