package twilio

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// onDestroyDisable is the value of on_destroy that switches the settings off.
const onDestroyDisable = "disable"

// settingsResource is videostorage_twilio_recording_settings or videostorage_twilio_composition_settings.
type settingsResource struct {
	framework.Resource[*Account]
	kind settingsKind
}

var (
	_ resource.ResourceWithConfigure      = (*settingsResource)(nil)
	_ resource.ResourceWithIdentity       = (*settingsResource)(nil)
	_ resource.ResourceWithImportState    = (*settingsResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*settingsResource)(nil)
	_ resource.ResourceWithMoveState      = (*settingsResource)(nil)
	_ resource.ResourceWithValidateConfig = (*settingsResource)(nil)
)

func newSettingsResource(kind settingsKind) *settingsResource {
	return &settingsResource{Resource: framework.Resource[*Account]{Connection: connection}, kind: kind}
}

type settingsModel struct {
	settingsAttributes
	framework.SingletonArguments
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

func (r *settingsResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.kind.typeName(req.ProviderTypeName)
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

// IdentitySchema implements [resource.ResourceWithIdentity]. An account has one set of each kind.
func (r *settingsResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"account_sid": identityschema.StringAttribute{Description: settingsAccountDescription, RequiredForImport: true},
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

// Create writes the settings. The plan has checked the existing settings, but they may have changed since.
func (r *settingsResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan settingsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	account := r.Client(&resp.Diagnostics)
	ctx, cancel := framework.WithTimeout(ctx, plan.Timeouts.Create, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	run, singleton := account.settings.Run(r.kind.name), r.kind.singleton(account.AccountSID())
	defer run.Claim(ctx, singleton, &resp.Diagnostics)()
	if resp.Diagnostics.HasError() {
		return
	}
	current, found := r.fetch(ctx, account, plan.AccountSID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	desired := plan.desired()
	if found && !current.Off {
		run.CheckCreation(singleton, existing(current, desired), plan.OverwriteExisting, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	run.Left.Store(nil)
	remote, ok := r.write(ctx, account, desired, &resp.Diagnostics)
	if !ok {
		return
	}
	if differences := diffSettings(desired, remote); len(differences) > 0 {
		resp.Diagnostics.Append(disagreements(singleton, differences)...)
		resp.Diagnostics.Append(singleton.NotStoredError(formatSettings(remote, remote, false)))
		return
	}
	plan.fillUnknown(remote)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("account_sid"), plan.AccountSID)...)
}

// Read reads all attributes, so that the next plan shows drift.
func (r *settingsResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state settingsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if r.IsUnknown() {
		resp.Diagnostics.Append(r.NotRefreshedWarning())
		resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("account_sid"), state.AccountSID)...)
		return
	}
	account := r.Client(&resp.Diagnostics)
	ctx, cancel := framework.WithTimeout(ctx, state.Timeouts.Read, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	current, found := r.fetch(ctx, account, state.AccountSID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	account.settings.Run(r.kind.name).Managed.Store(true)
	// A state of Terraform 1.11 has no identity, and the framework wants one even for a resource that it removes.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("account_sid"), state.AccountSID)...)
	if !found {
		resp.State.RemoveResource(ctx)
		return
	}
	state.settingsAttributes = current.asAttributes().spelledAs(state.settingsAttributes)
	state.SetImportDefaults(onDestroyDisable)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Update writes the settings, unless only the provider's own attributes change.
func (r *settingsResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state settingsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("account_sid"), state.AccountSID)...)
	desired := plan.desired()
	if len(diffSettings(desired, state.settingsAttributes)) == 0 {
		resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
		return
	}
	account := r.Client(&resp.Diagnostics)
	ctx, cancel := framework.WithTimeout(ctx, plan.Timeouts.Update, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	run, singleton := account.settings.Run(r.kind.name), r.kind.singleton(account.AccountSID())
	defer run.Claim(ctx, singleton, &resp.Diagnostics)()
	if resp.Diagnostics.HasError() {
		return
	}
	// The plan may be without a refresh, so check the account before the write.
	r.fetch(ctx, account, state.AccountSID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	remote, ok := r.write(ctx, account, desired, &resp.Diagnostics)
	if !ok {
		return
	}
	if differences := diffSettings(desired, remote); len(differences) > 0 {
		resp.Diagnostics.Append(disagreements(singleton, differences)...)
		// The next plan shows the differences.
		plan.settingsAttributes = remote
	}
	plan.fillUnknown(remote)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Delete switches storage and encryption off, unless they are off, on_destroy retains them, or another object of this run manages
// them. Settings that the plan did not show are an error.
func (r *settingsResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state settingsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || state.Retains() {
		return
	}
	account := r.Client(&resp.Diagnostics)
	ctx, cancel := framework.WithTimeout(ctx, state.Timeouts.Delete, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	run, singleton := account.settings.Run(r.kind.name), r.kind.singleton(account.AccountSID())
	defer run.Acquire(ctx, singleton, &resp.Diagnostics)()
	if resp.Diagnostics.HasError() {
		return
	}
	if run.Claimed.Load() {
		inForce := state.settingsAttributes
		if written := run.Written.Load(); written != nil { // nil if the other write has failed
			inForce = Settings{SettingsParams: *written}.asAttributes()
		}
		resp.Diagnostics.Append(singleton.ClaimedWarning(formatSettings(inForce, inForce, false)))
		return
	}
	current, found := r.fetch(ctx, account, state.AccountSID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !found {
		return
	}
	if current.Off {
		run.Left.Store(&current.SettingsParams)
		return
	}
	if inForce := current.asAttributes(); !state.hasEffectOf(inForce) {
		resp.Diagnostics.Append(singleton.ChangedError(formatSettings(inForce, state.settingsAttributes, false)))
		return
	}
	off := settingsAttributes{
		// Every write needs a name, and this resource no longer manages it.
		FriendlyName:      types.StringValue(cmp.Or(current.FriendlyName, state.FriendlyName.ValueString(), "Default")),
		AWSStorageEnabled: types.BoolValue(false),
		EncryptionEnabled: types.BoolValue(false),
	}
	remote, ok := r.write(ctx, account, off, &resp.Diagnostics)
	if !ok {
		return
	}
	off.FriendlyName = remote.FriendlyName
	if differences := diffSettings(off, remote); len(differences) > 0 {
		// The error keeps the state, so that the destroy can be repeated.
		resp.Diagnostics.Append(disagreements(singleton, differences)...)
		return
	}
	run.Left.Store(run.Written.Load())
	before := current.asAttributes()
	resp.Diagnostics.Append(singleton.UndoneWarning(formatSettings(before, before, false)))
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
