package twilio

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
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

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

const (
	compositionHookName  = "twilio_composition_hook"
	compositionHookTitle = "composition hook"
	// hookNameMax is the length of the longest name of a hook, in characters.
	hookNameMax                 = 100
	videoLayoutDocs             = "https://www.twilio.com/docs/video/api/compositions-resource#specifying-video-layouts"
	compositionHooksDocs        = "https://www.twilio.com/docs/video/api/composition-hooks"
	composingNeedsTwilioStorage = "Twilio cannot compose recordings that are stored in S3 or encrypted."
)

// hookDescriptions are the descriptions that the resource and the data source share.
var hookDescriptions = map[string]string{
	"sid":                    "The SID (`HK…`) of the hook.",
	"account_sid":            "The SID (`AC…`) of the account of the hook.",
	"friendly_name":          "The name of the hook. It is unique in the account.",
	"enabled":                "Whether Twilio composes the recordings of each completed group room by this hook.",
	"audio_sources":          "The names of the audio tracks to compose. An asterisk stands for any text: `*` is all tracks.",
	"audio_sources_excluded": "The names of audio tracks to leave out of `audio_sources`. An asterisk stands for any text.",
	"video_layout":           "The layout of the video as JSON: an object of regions.",
	"resolution":             "The width and the height of the video in pixels, as `WIDTHxHEIGHT`.",
	"format":                 "The container format of the compositions: `mp4` or `webm`.",
	"trim":                   "Whether to cut the intervals without media.",
	"status_callback":        "The URL that Twilio requests at each event of a composition.",
	"status_callback_method": "The HTTP method of these requests: `POST` or `GET`.",
	"date_created":           "The time of the creation, in RFC 3339.",
	"date_updated":           "The time of the last change, in RFC 3339. Null if Twilio does not return it.",
	"url":                    "The URL of the hook in Twilio's API.",
}

// compositionHookAttributes are the attributes of a hook at Twilio.
type compositionHookAttributes struct {
	SID                  types.String `tfsdk:"sid"`
	AccountSID           types.String `tfsdk:"account_sid"`
	FriendlyName         types.String `tfsdk:"friendly_name"`
	Enabled              types.Bool   `tfsdk:"enabled"`
	AudioSources         types.Set    `tfsdk:"audio_sources"`
	AudioSourcesExcluded types.Set    `tfsdk:"audio_sources_excluded"`
	VideoLayout          types.String `tfsdk:"video_layout"`
	Resolution           types.String `tfsdk:"resolution"`
	Format               types.String `tfsdk:"format"`
	Trim                 types.Bool   `tfsdk:"trim"`
	StatusCallback       types.String `tfsdk:"status_callback"`
	StatusCallbackMethod types.String `tfsdk:"status_callback_method"`
	DateCreated          types.String `tfsdk:"date_created"`
	DateUpdated          types.String `tfsdk:"date_updated"`
	URL                  types.String `tfsdk:"url"`
}

// compositionHookModel is the model of videostorage_twilio_composition_hook.
type compositionHookModel struct {
	compositionHookAttributes
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// compositionHookResource is videostorage_twilio_composition_hook.
type compositionHookResource struct{ framework.Resource[*Account] }

var (
	_ resource.ResourceWithConfigure      = (*compositionHookResource)(nil)
	_ resource.ResourceWithIdentity       = (*compositionHookResource)(nil)
	_ resource.ResourceWithImportState    = (*compositionHookResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*compositionHookResource)(nil)
	_ resource.ResourceWithValidateConfig = (*compositionHookResource)(nil)
)

func newCompositionHookResource() *compositionHookResource {
	return &compositionHookResource{framework.Resource[*Account]{Connection: connection}}
}

func (r *compositionHookResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + compositionHookName
}

// resolutionFormat is the format of a resolution that Twilio accepts.
var resolutionFormat = framework.StringFormat{
	Requirement: fmt.Sprintf("be WIDTHxHEIGHT, such as 1280x720: %d to %d pixels each, and at most %d together", minSide, maxSide, maxPixels),
	Matches: func(value string) bool {
		_, _, valid := parseResolution(value)
		return valid
	},
}

// callbackFormat is the format of the URL of a status callback.
var callbackFormat = framework.StringFormat{
	Requirement: "be an https or http URL, such as https://example.com/compositions",
	Matches: func(value string) bool {
		u, err := url.Parse(value)
		return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && !strings.ContainsAny(value, " \t\r\n")
	},
	// A user name, perhaps with a password.
	LooksSecret: func(value string) bool { return strings.Contains(value, "@") },
}

func (r *compositionHookResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	unchanged := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	sources := []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))}
	computed := func(name string, modifiers ...planmodifier.String) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: hookDescriptions[name], Computed: true, PlanModifiers: modifiers}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A template by which Twilio composes the recordings of each completed group room of the account " +
			"([composition hooks](" + compositionHooksDocs + ")). Every attribute is changed in place, and every change sends all of them.\n\n" +
			"~> " + composingNeedsTwilioStorage + " The plan of a new or changed hook warns if the account's recording settings have either on. To store only the " +
			"compositions in S3, use `videostorage_twilio_composition_settings`.\n\n" +
			"A run that is killed while it creates a hook can leave a hook that is in no state. The next creation then fails, because names are unique, and its error " +
			"shows the `import` block.",
		Attributes: map[string]schema.Attribute{
			"sid":          computed("sid", unchanged...),
			"account_sid":  computed("account_sid", unchanged...),
			"date_created": computed("date_created", unchanged...),
			"date_updated": computed("date_updated"),
			"url":          computed("url", unchanged...),
			"friendly_name": schema.StringAttribute{
				MarkdownDescription: fmt.Sprintf("%s 1 to %d characters.", hookDescriptions["friendly_name"], hookNameMax), Required: true,
				Validators: []validator.String{stringvalidator.UTF8LengthBetween(1, hookNameMax)},
			},
			"enabled": schema.BoolAttribute{
				MarkdownDescription: hookDescriptions["enabled"] + " Defaults to `true`.",
				Optional:            true, Computed: true, Default: booldefault.StaticBool(true),
			},
			"audio_sources": schema.SetAttribute{
				MarkdownDescription: hookDescriptions["audio_sources"] + " Omit for compositions without sound. At least one of `audio_sources` and `video_layout` must be set.",
				ElementType:         types.StringType, Optional: true, Validators: sources,
			},
			"audio_sources_excluded": schema.SetAttribute{
				MarkdownDescription: hookDescriptions["audio_sources_excluded"] + " Omit to leave out none.",
				ElementType:         types.StringType, Optional: true, Validators: sources,
			},
			"video_layout": schema.StringAttribute{
				MarkdownDescription: hookDescriptions["video_layout"] + " Write it with `jsonencode`. `video_sources` is the only required property of a region " +
					"([video layouts](" + videoLayoutDocs + ")). Layouts are compared by their meaning: defaults, and the order in lists, are no change. " +
					"Omit to compose audio only.",
				Optional: true,
			},
			"resolution": schema.StringAttribute{
				MarkdownDescription: fmt.Sprintf("%s %d to %d pixels each, and at most %d together. Defaults to `%q`.", hookDescriptions["resolution"], minSide, maxSide,
					maxPixels, defaultResolution),
				Optional: true, Computed: true, Default: stringdefault.StaticString(defaultResolution),
				Validators: []validator.String{resolutionFormat},
			},
			"format": schema.StringAttribute{
				MarkdownDescription: hookDescriptions["format"] + " Omit to create the hook with Twilio's default, `webm`, and to keep the format of an existing hook.",
				Optional:            true, Computed: true, PlanModifiers: unchanged, Validators: []validator.String{stringvalidator.OneOf("mp4", "webm")},
			},
			"trim": schema.BoolAttribute{
				MarkdownDescription: hookDescriptions["trim"] + " Defaults to `true`.",
				Optional:            true, Computed: true, Default: booldefault.StaticBool(true),
			},
			"status_callback": schema.StringAttribute{
				MarkdownDescription: hookDescriptions["status_callback"] + " `https` or `http`. Terraform stores and shows a password in it. Omit for no requests.",
				Optional:            true, Validators: []validator.String{callbackFormat},
			},
			"status_callback_method": schema.StringAttribute{
				MarkdownDescription: hookDescriptions["status_callback_method"] + " Omit to create the hook with Twilio's default, `POST`, and to keep the method of an existing hook.",
				Optional:            true, Computed: true, PlanModifiers: unchanged, Validators: []validator.String{stringvalidator.OneOf("POST", "GET")},
			},
		},
		Blocks: map[string]schema.Block{
			"timeouts": framework.ResourceTimeouts(ctx, timeouts.Opts{
				Create: true, CreateDescription: framework.DescribeTimeout("creating the hook", defaultTimeout),
				Read: true, ReadDescription: framework.DescribeTimeout("reading the hook", defaultTimeout),
				Update: true, UpdateDescription: framework.DescribeTimeout("changing the hook", defaultTimeout),
				Delete: true, DeleteDescription: framework.DescribeTimeout("deleting the hook", defaultTimeout),
			}),
		},
	}
}

func (r *compositionHookResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"sid": identityschema.StringAttribute{Description: hookDescriptions["sid"], RequiredForImport: true},
		},
	}
}

// ImportState implements [resource.ResourceWithImportState]. The ID is the hook's SID. It sends nothing, because the read that follows finds
// the hook.
func (r *compositionHookResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	sid := framework.ImportID(ctx, req, path.Root("sid"), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if !compositionHookSID.MatchString(sid) {
		resp.Diagnostics.AddError("Not the SID of a composition hook",
			"Import an existing composition hook by its SID: HK and 32 hexadecimal digits. terraform query, with Terraform 1.14 or later, lists the hooks.")
		return
	}
	framework.SetImportID(ctx, resp, path.Root("sid"), sid)
}

// Create creates the hook. Differences between the response and the plan are warnings, because an error would taint a hook that works. The next
// plan shows them.
func (r *compositionHookResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan compositionHookModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, account, cancel := r.Begin(ctx, plan.Timeouts.Create, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	params := plan.asParams(ctx, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	createCtx, cancelCreate := withoutLast(ctx, searchTime)
	defer cancelCreate()
	remote, err := account.CreateCompositionHook(createCtx, params)
	if err != nil {
		resp.Diagnostics.Append(hookWriteError(ctx, account, "create the composition hook", "", params.FriendlyName, err))
		return
	}
	if remote.AccountSID != account.AccountSID() {
		resp.Diagnostics.AddError("Twilio created the composition hook in another account",
			fmt.Sprintf("%s was created in account %s instead of account %s. It is in the state as tainted.\n\nCheck that the provider's twilio.account_sid belongs "+
				"to its credentials. To delete the hook, destroy it with the provider configured for its account.",
				remote.SID, api.SanitizeValue(remote.AccountSID), account.AccountSID()))
	}
	created := plan
	created.setRemote(remote)
	resp.Diagnostics.Append(resp.State.Set(ctx, created)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("sid"), created.SID)...)
	for _, d := range plan.differences(created.compositionHookAttributes) {
		if d.planned.IsUnknown() {
			continue
		}
		resp.Diagnostics.AddAttributeWarning(path.Root(d.name), "Twilio changed "+d.name,
			fmt.Sprintf("%s was created with %s. The next plan shows the difference.", remote.SID, d))
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(d.name), d.planned)...)
	}
}

// Read reads the hook.
func (r *compositionHookResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state compositionHookModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("sid"), state.SID)...)
	if r.IsUnknown() {
		resp.Diagnostics.Append(r.NotRefreshedWarning())
		return
	}
	ctx, account, cancel := r.Begin(ctx, state.Timeouts.Read, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	sid := state.SID.ValueString()
	remote, err := account.FetchCompositionHook(ctx, sid)
	switch {
	case isNotFound(err):
		requireHookGone(ctx, account, state, &resp.Diagnostics)
		if !resp.Diagnostics.HasError() {
			resp.Diagnostics.AddWarning("The composition hook is gone",
				fmt.Sprintf("Account %s no longer has the composition hook %s: it was deleted outside this configuration. Until it is created again, Twilio "+
					"does not compose new recordings by it.", account.AccountSID(), sid))
			resp.State.RemoveResource(ctx)
		}
	case err != nil:
		resp.Diagnostics.Append(accountError("read the composition hook "+sid, account, err))
	default:
		state.setRemote(remote)
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	}
}

// Update writes all attributes, unless only the provider's own ones change.
func (r *compositionHookResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state compositionHookModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("sid"), state.SID)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if len(plan.differences(state.compositionHookAttributes)) == 0 {
		resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
		return
	}
	ctx, account, cancel := r.Begin(ctx, plan.Timeouts.Update, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	params := plan.asParams(ctx, &resp.Diagnostics)
	requireHookAccount(account, state, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	sid := state.SID.ValueString()
	remote, err := account.UpdateCompositionHook(ctx, sid, params)
	switch {
	case isNotFound(err):
		resp.Diagnostics.AddError("The composition hook is gone",
			fmt.Sprintf("Account %s no longer has the composition hook %s. Plan with a refresh: this creates a new one.", account.AccountSID(), sid))
		return
	case err != nil:
		resp.Diagnostics.Append(hookWriteError(ctx, account, "change the composition hook "+sid, sid, params.FriendlyName, err))
		return
	}
	updated := plan
	updated.setRemote(remote)
	for _, d := range plan.differences(updated.compositionHookAttributes) {
		resp.Diagnostics.AddAttributeError(path.Root(d.name), "Twilio did not set "+d.name,
			fmt.Sprintf("Twilio accepted the change of %s, but returned %s. Another administrator may have changed the hook at the same time. Try again. If "+
				"Twilio keeps the value, use terraform apply -replace.", sid, d))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, updated)...)
}

// Delete deletes the hook. It is no error if the hook does not exist.
func (r *compositionHookResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state compositionHookModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, account, cancel := r.Begin(ctx, state.Timeouts.Delete, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	requireHookAccount(account, state, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	sid := state.SID.ValueString()
	if err := account.DeleteCompositionHook(ctx, sid); isNotFound(err) {
		requireHookGone(ctx, account, state, &resp.Diagnostics)
	} else if err != nil {
		resp.Diagnostics.Append(framework.RequestError("delete the composition hook "+sid, "Account "+account.AccountSID(), err))
	}
}

// requireHookAccount adds an error if the hook belongs to another account than the configured one. To that account Twilio answers that the hook
// does not exist. An imported hook has no account before the first read.
func requireHookAccount(account *Account, state compositionHookModel, diags *diag.Diagnostics) {
	if owner := state.AccountSID.ValueString(); !diags.HasError() && owner != "" && owner != account.AccountSID() {
		diags.AddError(otherAccountSummary,
			fmt.Sprintf("The composition hook %[1]s belongs to account %[2]s, but the provider is configured for account %[3]s. It stays in the state unchanged.\n\n"+
				"Configure the provider for account %[2]s. To manage a hook in account %[3]s instead, remove the resource from the state (a removed block with "+
				"destroy = false), and create or import it.", state.SID.ValueString(), api.SanitizeValue(owner), account.AccountSID()))
	}
}

// requireHookGone adds an error unless Twilio was asked by the account of the hook. An API key belongs to one account, which may be another than the
// configured one. The recording settings tell.
func requireHookGone(ctx context.Context, account *Account, state compositionHookModel, diags *diag.Diagnostics) {
	requireHookAccount(account, state, diags)
	if diags.HasError() {
		return
	}
	if _, _, err := recordingSettings.api.Fetch(ctx, account.Client); err != nil {
		failure := accountError("read the recording settings, to check which account the credentials belong to", account, err)
		diags.AddError(failure.Summary(), fmt.Sprintf("%s\n\nThe composition hook %s stays in the state.", failure.Detail(), state.SID.ValueString()))
	}
}

// asParams returns the writable fields. A value that is not known yet is Twilio's to choose.
func (a *compositionHookAttributes) asParams(ctx context.Context, diags *diag.Diagnostics) CompositionHookParams {
	params := CompositionHookParams{
		FriendlyName: a.FriendlyName.ValueString(), Enabled: a.Enabled.ValueBool(), Resolution: a.Resolution.ValueString(), Format: a.Format.ValueString(),
		Trim: a.Trim.ValueBool(), StatusCallback: a.StatusCallback.ValueString(), StatusCallbackMethod: a.StatusCallbackMethod.ValueString(),
	}
	diags.Append(a.AudioSources.ElementsAs(ctx, &params.AudioSources, false)...)
	diags.Append(a.AudioSourcesExcluded.ElementsAs(ctx, &params.AudioSourcesExcluded, false)...)
	if !a.VideoLayout.IsNull() {
		var err error
		if params.VideoLayout, err = parseVideoLayout(a.VideoLayout.ValueString()); err != nil {
			diags.AddAttributeError(path.Root("video_layout"), "Invalid video_layout", err.Error())
		}
	}
	return params
}

// setRemote sets the attributes that Twilio returns. A known layout with the same meaning, and a known empty set, keep their spelling, because
// Terraform compares exactly.
func (a *compositionHookAttributes) setRemote(h CompositionHook) {
	a.SID, a.AccountSID = framework.StringOrNull(h.SID), framework.StringOrNull(h.AccountSID)
	a.FriendlyName, a.Enabled = framework.StringOrNull(h.FriendlyName), types.BoolValue(h.Enabled)
	a.AudioSources, a.AudioSourcesExcluded = spellSet(h.AudioSources, a.AudioSources), spellSet(h.AudioSourcesExcluded, a.AudioSourcesExcluded)
	if !h.VideoLayout.means(a.VideoLayout.ValueString(), h.Resolution) {
		a.VideoLayout = framework.StringOrNull(h.VideoLayout.text(h.Resolution))
	}
	a.Resolution, a.Format, a.Trim = types.StringValue(h.Resolution), types.StringValue(h.Format), types.BoolValue(h.Trim)
	a.StatusCallback, a.StatusCallbackMethod = framework.StringOrNull(h.StatusCallback), types.StringValue(h.StatusCallbackMethod)
	a.DateCreated, a.DateUpdated, a.URL = framework.StringOrNull(h.DateCreated), framework.StringOrNull(h.DateUpdated), framework.StringOrNull(h.URL)
}

// spellSet returns texts as a set. No texts are null, unless the known set is empty.
func spellSet(texts []string, known types.Set) types.Set {
	if len(texts) == 0 && !known.IsUnknown() && len(known.Elements()) == 0 {
		return known
	}
	var values []attr.Value
	for _, text := range slices.Compact(slices.Sorted(slices.Values(texts))) {
		values = append(values, types.StringValue(text))
	}
	if values == nil {
		return types.SetNull(types.StringType)
	}
	return types.SetValueMust(types.StringType, values)
}

// hookDifference is a writable attribute with another value at Twilio.
type hookDifference struct {
	name             string
	current, planned attr.Value
}

// String returns both values without the password of a URL.
func (d hookDifference) String() string {
	return fmt.Sprintf("%s = %s instead of %s", d.name, formatHookValue(d.current), formatHookValue(d.planned))
}

func formatHookValue(value attr.Value) string {
	if text, ok := value.(types.String); ok && strings.Contains(text.ValueString(), "@") {
		if u, err := url.Parse(text.ValueString()); err == nil {
			value = types.StringValue(u.Redacted())
		}
	}
	return framework.FormatValue(value)
}

// differences returns the writable attributes that differ from the current ones, or are not known yet.
func (a *compositionHookAttributes) differences(current compositionHookAttributes) []hookDifference {
	return slices.DeleteFunc([]hookDifference{
		{"friendly_name", current.FriendlyName, a.FriendlyName},
		{"enabled", current.Enabled, a.Enabled},
		{"audio_sources", current.AudioSources, a.AudioSources},
		{"audio_sources_excluded", current.AudioSourcesExcluded, a.AudioSourcesExcluded},
		{"video_layout", current.VideoLayout, a.VideoLayout},
		{"resolution", current.Resolution, a.Resolution},
		{"format", current.Format, a.Format},
		{"trim", current.Trim, a.Trim},
		{"status_callback", current.StatusCallback, a.StatusCallback},
		{"status_callback_method", current.StatusCallbackMethod, a.StatusCallbackMethod},
	}, func(d hookDifference) bool { return d.planned.Equal(d.current) })
}
