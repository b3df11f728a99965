package twilio

import (
	"cmp"
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
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// Values of on_destroy.
const (
	onDestroyDisable = "disable"
	onDestroyRetain  = "retain"
)

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
	OnDestroy         types.String   `tfsdk:"on_destroy"`
	OverwriteExisting types.Bool     `tfsdk:"overwrite_existing"`
	Timeouts          timeouts.Value `tfsdk:"timeouts"`
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
		"`destroy = false`, because its destroy switches storage and encryption off for both, with a warning.", k.media, k.sentence(), k.docs)
	if k.endsComposing {
		description += "\n\n~> Twilio cannot compose recordings that are stored in S3 or encrypted."
	}
	sid := stringvalidator.RegexMatches(regexp.MustCompile(`^(CR[0-9a-fA-F]{32})?$`), "must be the SID of a credential: CR and 32 hexadecimal digits")
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
				MarkdownDescription: k.credentialsDescription() + " " + omittedDescription,
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
				MarkdownDescription: keySIDDescription + " " + omittedDescription,
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{sid},
			},
			"on_destroy": schema.StringAttribute{
				MarkdownDescription: fmt.Sprintf("The effect of a destroy, because Twilio cannot delete the settings. `\"disable\"` switches storage and "+
					"encryption off, so that Twilio stores new %[1]s in its cloud, unencrypted. `\"retain\"` leaves the settings unchanged: the "+
					"credentials that they refer to must then outlive this resource, or new %[1]s %[2]s. A change sends no request. Defaults to `\"disable\"`.",
					k.media, k.mediaLoss),
				Optional:   true,
				Computed:   true,
				Default:    stringdefault.StaticString(onDestroyDisable),
				Validators: []validator.String{stringvalidator.OneOf(onDestroyDisable, onDestroyRetain)},
			},
			"overwrite_existing": schema.BoolAttribute{
				MarkdownDescription: "Whether creating this resource may replace existing settings with storage or encryption on. Otherwise such settings " +
					"are an error that shows them and how to import them. Settings that are switched off and only contain references are replaced with a " +
					"warning. A change sends no request. Defaults to `false`.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
			},
		},
		Blocks: map[string]schema.Block{
			"timeouts": framework.ResourceTimeouts(ctx, timeouts.Opts{
				Create: true, CreateDescription: framework.DescribeTimeout("creating this resource, and of its checks while planning", defaultTimeout),
				Read: true, ReadDescription: framework.DescribeTimeout("reading the settings", defaultTimeout),
				Update: true, UpdateDescription: framework.DescribeTimeout("changing the settings", defaultTimeout),
				Delete: true, DeleteDescription: framework.DescribeTimeout("destroying this resource", defaultTimeout) + " The last applied value counts.",
			}),
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
	run := account.settings.Run(r.kind.name)
	defer run.Acquire(ctx, r.kind.title, "Account "+account.AccountSID(), &resp.Diagnostics)()
	run.Claimed.Store(true)
	if resp.Diagnostics.HasError() {
		return
	}
	current, found := r.fetch(ctx, account, plan.AccountSID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	desired := plan.desired()
	if found && !plan.OverwriteExisting.ValueBool() && !current.Off && r.isConfigured(account, current, desired) {
		resp.Diagnostics.Append(r.overwriteError(account, current, desired))
		return
	}
	run.Left.Store(nil)
	remote, ok := r.write(ctx, account, desired, &resp.Diagnostics)
	if !ok {
		return
	}
	// With a state, an error would taint the resource, and the replacement would begin with a destroy that switches storage off.
	if differences := diffSettings(desired, remote); len(differences) > 0 {
		resp.Diagnostics.Append(disagreements(differences)...)
		resp.Diagnostics.AddError("The "+r.kind.title+" are not in the state",
			fmt.Sprintf("The %s of account %s differ from the plan. Their values:\n\n%s\n%s",
				r.kind.title, account.AccountSID(), formatSettings(remote, remote, false), r.importAdvice()))
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
	state.setImportDefaults()
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
	run := account.settings.Run(r.kind.name)
	defer run.Acquire(ctx, r.kind.title, "Account "+account.AccountSID(), &resp.Diagnostics)()
	run.Claimed.Store(true)
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
		resp.Diagnostics.Append(disagreements(differences)...)
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
	if resp.Diagnostics.HasError() || state.OnDestroy.ValueString() == onDestroyRetain {
		return
	}
	account := r.Client(&resp.Diagnostics)
	ctx, cancel := framework.WithTimeout(ctx, state.Timeouts.Delete, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	run := account.settings.Run(r.kind.name)
	defer run.Acquire(ctx, r.kind.title, "Account "+account.AccountSID(), &resp.Diagnostics)()
	if resp.Diagnostics.HasError() {
		return
	}
	if run.Claimed.Load() {
		resp.Diagnostics.Append(r.claimedWarning(account, state.settingsAttributes, run.Written.Load()))
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
		resp.Diagnostics.AddError("The "+r.kind.title+" have changed since the plan",
			fmt.Sprintf("The %s of account %s differ from those that the plan showed, so nothing was written. Their values now, and those of the plan:\n\n%s\n"+
				"Run terraform destroy again: its plan shows the values now.",
				r.kind.title, account.AccountSID(), formatSettings(inForce, state.settingsAttributes, false)))
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
		resp.Diagnostics.Append(disagreements(differences)...)
		return
	}
	run.Left.Store(run.Written.Load())
	resp.Diagnostics.AddWarning("The "+r.kind.title+" were switched off",
		fmt.Sprintf("The destroy has switched storage and encryption off for account %s, because on_destroy is %q. The values before:\n\n%s\n"+
			"If another resource or configuration manages these settings too, apply it again to switch them on.",
			account.AccountSID(), onDestroyDisable, formatSettings(current.asAttributes(), current.asAttributes(), false)))
}

// claimedWarning returns the warning of a destroy that sends nothing. written is nil if the other write has failed.
func (r *settingsResource) claimedWarning(account *Account, state settingsAttributes, written *SettingsParams) diag.Diagnostic {
	inForce := state
	if written != nil {
		inForce = Settings{SettingsParams: *written}.asAttributes()
	}
	return diag.NewWarningDiagnostic("The "+r.kind.title+" were not switched off",
		fmt.Sprintf("Another resource of this run manages the %s of account %s, so the destroy sent no request. The values in force:\n\n%s",
			r.kind.title, account.AccountSID(), formatSettings(inForce, inForce, false)))
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
