package twilio

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// credentialKind describes one of the two kinds of credentials, which share one implementation.
type credentialKind struct {
	api CredentialAPI
	// name is the type name without provider and vendor.
	name string
	// title names the credential within a sentence.
	title       string
	description string
	// attributes are those of this kind only.
	attributes map[string]schema.Attribute
	// validateConfig checks attributes of this kind against each other. It may be nil.
	validateConfig func(context.Context, tfsdk.Config, *diag.Diagnostics)
	// usedBy returns the SID of the credential of this kind that settings use, or "".
	usedBy func(SettingsParams) string
	// loss describes the effect of deleting a credential in use.
	loss string
	// omission describes, in Markdown, the attributes that a list result lacks.
	omission string
	// newModel returns the model of this kind, which is empty.
	newModel func() credentialModel
}

func (k credentialKind) typeName(provider string) string { return provider + "_twilio_" + k.name }

// credentialModel is a pointer to the model of a kind.
type credentialModel interface {
	common() *commonModel
	// content returns the planned or stored attributes of the content. Twilio never returns it, so all of them are null in the state of an
	// imported credential, and only there.
	content() []contentAttribute
	// planContent plans attributes that follow from the content and from its prior state.
	planContent(prior credentialModel)
	// newCredential returns the content of the credential to create.
	newCredential(context.Context, tfsdk.Config, *diag.Diagnostics) NewCredential
}

// commonModel is the part of the model that both kinds share.
type commonModel struct {
	SID          types.String   `tfsdk:"sid"`
	AccountSID   types.String   `tfsdk:"account_sid"`
	FriendlyName types.String   `tfsdk:"friendly_name"`
	DateCreated  types.String   `tfsdk:"date_created"`
	DateUpdated  types.String   `tfsdk:"date_updated"`
	URL          types.String   `tfsdk:"url"`
	Timeouts     timeouts.Value `tfsdk:"timeouts"`
}

func (m *commonModel) common() *commonModel        { return m }
func (m *commonModel) planContent(credentialModel) {}

// setRemote sets the attributes that Twilio returns to the configured account. Twilio does not document whether account_sid of a
// subaccount's credential is the subaccount or the account that created it. A known subaccount stays in the second case.
func (m *commonModel) setRemote(c Credential, account *Account) {
	if m.AccountSID.IsNull() || m.AccountSID.IsUnknown() || (c.AccountSID != account.AccountSID() && c.AccountSID != "") {
		m.AccountSID = framework.StringOrNull(c.AccountSID)
	}
	m.SID = framework.StringOrNull(c.SID)
	m.FriendlyName = framework.StringOrNull(c.FriendlyName)
	m.DateCreated = framework.StringOrNull(c.DateCreated)
	m.DateUpdated = framework.StringOrNull(c.DateUpdated)
	m.URL = framework.StringOrNull(c.URL)
}

// credentialResource is videostorage_twilio_aws_credential or videostorage_twilio_public_key.
type credentialResource struct {
	framework.Resource[*Account]
	kind credentialKind
}

var (
	_ resource.ResourceWithConfigure      = (*credentialResource)(nil)
	_ resource.ResourceWithIdentity       = (*credentialResource)(nil)
	_ resource.ResourceWithImportState    = (*credentialResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*credentialResource)(nil)
	_ resource.ResourceWithValidateConfig = (*credentialResource)(nil)
)

func newCredentialResource(kind credentialKind) *credentialResource {
	return &credentialResource{Resource: framework.Resource[*Account]{Connection: connection}, kind: kind}
}

func (r *credentialResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.kind.typeName(req.ProviderTypeName)
}

// credentialDescription is the middle of the description of both kinds.
const credentialDescription = "\n\n~> Always set `lifecycle { create_before_destroy = true }`. A new key is then a new credential, and the settings move to " +
	"it before the old one is deleted. This resource refuses to delete a credential that the account's recording or composition settings use, because " +
	"recordings would be lost. It cannot check a subaccount's settings and warns instead." +
	"\n\nA run that is killed while it creates a credential can leave an orphan, a credential at Twilio that is in no state. `terraform query`, with " +
	"Terraform 1.14 or later, finds it: the display names show which settings use each credential. Import the orphan, or delete it in Twilio's console. With a unique " +
	"`friendly_name`, it is easier to find."

const credentialSIDDescription = "The SID (`CR…`) of the credential, by which settings refer to it."

func (r *credentialResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	unchanged := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		MarkdownDescription: r.kind.description,
		Attributes: map[string]schema.Attribute{
			"sid": schema.StringAttribute{
				MarkdownDescription: credentialSIDDescription,
				Computed:            true,
				PlanModifiers:       unchanged,
			},
			"account_sid": schema.StringAttribute{
				MarkdownDescription: "The SID (`AC…`) of the account of the credential: the provider's account or one of its subaccounts. Settings can refer " +
					"only to credentials of their own account. Defaults to the provider's account. " + replacesDescription,
				Optional:      true,
				Computed:      true,
				Validators:    []validator.String{accountSIDArgument.Format},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown(), stringplanmodifier.RequiresReplace()},
			},
			"friendly_name": schema.StringAttribute{
				MarkdownDescription: fmt.Sprintf("A name for the credential, shown in Twilio's console. 1 to %d characters. Without it, the credential has no "+
					"name. Changed in place.", friendlyNameMax),
				Optional:   true,
				Validators: []validator.String{stringvalidator.UTF8LengthBetween(1, friendlyNameMax)},
			},
			"date_created": schema.StringAttribute{
				MarkdownDescription: "The time of the creation, in RFC 3339.",
				Computed:            true,
				PlanModifiers:       unchanged,
			},
			"date_updated": schema.StringAttribute{
				MarkdownDescription: "The time of the last change, in RFC 3339. Null if Twilio does not return it.",
				Computed:            true,
			},
			"url": schema.StringAttribute{
				MarkdownDescription: "The URL of the credential in Twilio's API.",
				Computed:            true,
				PlanModifiers:       unchanged,
			},
		},
		Blocks: map[string]schema.Block{
			"timeouts": framework.ResourceTimeouts(ctx, timeouts.Opts{
				Create: true, CreateDescription: framework.DescribeTimeout("creating the credential", defaultTimeout),
				Read: true, ReadDescription: framework.DescribeTimeout("reading the credential", defaultTimeout),
				Update: true, UpdateDescription: framework.DescribeTimeout("renaming the credential", defaultTimeout),
				Delete: true, DeleteDescription: framework.DescribeTimeout("deleting the credential", defaultTimeout),
			}),
		},
	}
	maps.Copy(resp.Schema.Attributes, r.kind.attributes)
}

func (r *credentialResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"sid": identityschema.StringAttribute{Description: credentialSIDDescription, RequiredForImport: true},
		},
	}
}

func (r *credentialResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	if r.kind.validateConfig != nil {
		r.kind.validateConfig(ctx, req.Config, &resp.Diagnostics)
	}
}

// Create creates the credential. Twilio accepts the same one twice, so an ambiguous creation is not repeated: its error names the
// candidates.
func (r *credentialResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	model := r.kind.newModel()
	resp.Diagnostics.Append(req.Plan.Get(ctx, model)...)
	plan := model.common()
	desired := model.newCredential(ctx, req.Config, &resp.Diagnostics)
	ctx, account, cancel := r.Begin(ctx, plan.Timeouts.Create, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	desired.FriendlyName = plan.FriendlyName.ValueString()
	if sid := plan.AccountSID.ValueString(); sid != account.AccountSID() {
		desired.SubaccountSID = sid
	}
	createCtx, cancelCreate := withoutLast(ctx, searchTime)
	defer cancelCreate()
	remote, err := r.kind.api.Create(createCtx, account.Client, desired)
	if err != nil {
		resp.Diagnostics.Append(r.creationError(ctx, account, plan, err))
		return
	}
	account.createdCredentials.Store(remote.SID, nil)
	if desired.SubaccountSID != "" {
		// Twilio does not document whether an account reaches the credentials of its subaccounts. An error after "not found", such as the end of
		// the timeout, does not mean that it does. The next read reports other errors.
		isHidden := false
		framework.RepeatStale(ctx, r.kind.title, func() bool {
			_, err := r.kind.api.Fetch(ctx, account.Client, remote.SID)
			isHidden = isNotFound(err) || isHidden && err != nil
			return isHidden
		})
		if isHidden {
			resp.Diagnostics.AddAttributeError(path.Root("account_sid"), "The "+r.kind.title+" cannot be managed from this account",
				fmt.Sprintf("Twilio created %s in subaccount %s, but does not show it to account %s, for which the provider is configured. It is not in the "+
					"state.\n\nConfigure a provider with credentials of the subaccount and import %s there, or delete it in Twilio's console.",
					remote.SID, desired.SubaccountSID, account.AccountSID(), remote.SID))
			return
		}
	}
	planned := *plan
	plan.setRemote(remote, account)
	if !plan.AccountSID.Equal(planned.AccountSID) {
		resp.Diagnostics.AddAttributeError(path.Root("account_sid"), "Twilio created the "+r.kind.title+" in another account",
			fmt.Sprintf("%s was created in account %s instead of account %s, so settings of that account cannot refer to it. It is in the state as tainted."+
				"\n\nCheck that the provider's twilio.account_sid belongs to its credentials. To delete the credential, destroy it with the provider "+
				"configured for its account.", remote.SID, framework.FormatValue(plan.AccountSID), framework.FormatValue(planned.AccountSID)))
	}
	if !plan.FriendlyName.Equal(planned.FriendlyName) {
		// An error would taint a credential that works. The next plan shows the difference.
		resp.Diagnostics.AddAttributeWarning(path.Root("friendly_name"), "Twilio changed friendly_name",
			fmt.Sprintf("%s was created with friendly_name = %s instead of %s.", remote.SID, framework.FormatValue(plan.FriendlyName),
				framework.FormatValue(planned.FriendlyName)))
		plan.FriendlyName = planned.FriendlyName
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("sid"), plan.SID)...)
	managingAccount := account.AccountSID()
	if desired.SubaccountSID == "" && remote.AccountSID != "" {
		managingAccount = remote.AccountSID
	}
	framework.SavePrivate(ctx, resp.Private, managingAccountKey, managingAccount, &resp.Diagnostics)
}

// Read reads the attributes that Twilio returns. The others stay as they are.
func (r *credentialResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	model := r.kind.newModel()
	resp.Diagnostics.Append(req.State.Get(ctx, model)...)
	state := model.common()
	if r.IsUnknown() {
		resp.Diagnostics.Append(r.NotRefreshedWarning())
		resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("sid"), state.SID)...)
		return
	}
	ctx, account, cancel := r.Begin(ctx, state.Timeouts.Read, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	sid := state.SID.ValueString()
	remote, err := r.kind.api.Fetch(ctx, account.Client, sid)
	if isNotFound(err) {
		r.removeFromState(ctx, account, sid, req, resp)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(r.requestError("read the "+r.kind.title+" "+sid, account, err))
		return
	}
	state.setRemote(remote, account)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("sid"), state.SID)...)
	framework.SavePrivate(ctx, resp.Private, managingAccountKey, account.AccountSID(), &resp.Diagnostics)
}

// removeFromState removes a credential that Twilio does not find, if Twilio was asked by the account that manages it. An API key
// belongs to one account, which may be another than the configured one. The recording settings tell.
func (r *credentialResource) removeFromState(ctx context.Context, account *Account, sid string, req resource.ReadRequest, resp *resource.ReadResponse) {
	if !r.requireManagingAccount(ctx, req.Private, account, sid, &resp.Diagnostics) {
		return
	}
	if _, _, err := recordingSettings.api.Fetch(ctx, account.Client); err != nil {
		resp.Diagnostics.Append(r.settingsError("read the recording settings, to check which account the credentials belong to", account, sid, err))
		return
	}
	resp.Diagnostics.AddWarning("The "+r.kind.title+" is gone",
		fmt.Sprintf("Account %s no longer has the %s %s: it was deleted outside this configuration. %s Plan and apply soon: this creates a new one and points "+
			"the settings of this configuration to it.", account.AccountSID(), r.kind.title, sid, r.kind.loss))
	// A state of Terraform 1.11 has no identity, and the framework wants one even for a resource that it removes.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("sid"), sid)...)
	resp.State.RemoveResource(ctx)
}

// Update renames the credential, unless only the provider's own attributes change.
func (r *credentialResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	planModel, stateModel := r.kind.newModel(), r.kind.newModel()
	resp.Diagnostics.Append(req.Plan.Get(ctx, planModel)...)
	resp.Diagnostics.Append(req.State.Get(ctx, stateModel)...)
	plan, state := planModel.common(), stateModel.common()
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("sid"), state.SID)...)
	if plan.FriendlyName.Equal(state.FriendlyName) {
		resp.Diagnostics.Append(resp.State.Set(ctx, planModel)...)
		return
	}
	ctx, account, cancel := r.Begin(ctx, plan.Timeouts.Update, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	sid, desired := state.SID.ValueString(), plan.FriendlyName
	if !r.requireManagingAccount(ctx, req.Private, account, sid, &resp.Diagnostics) {
		return
	}
	advice := ""
	if desired.IsNull() {
		advice = "\n\nTwilio does not document whether a name can be removed. Set friendly_name to the current name, or to another one."
	}
	remote, err := r.kind.api.Rename(ctx, account.Client, sid, desired.ValueString())
	if isNotFound(err) {
		resp.Diagnostics.AddError("The "+r.kind.title+" is gone",
			fmt.Sprintf("Account %s no longer has the %s %s. Plan with a refresh: this creates a new one.", account.AccountSID(), r.kind.title, sid))
		return
	}
	if err != nil {
		failure := r.requestError("rename the "+r.kind.title+" "+sid, account, err)
		resp.Diagnostics.AddAttributeError(path.Root("friendly_name"), failure.Summary(), failure.Detail()+advice)
		return
	}
	// The rest is as planned, even if the response lacks it.
	plan.FriendlyName, plan.DateUpdated = framework.StringOrNull(remote.FriendlyName), framework.StringOrNull(remote.DateUpdated)
	if !plan.FriendlyName.Equal(desired) {
		resp.Diagnostics.AddAttributeError(path.Root("friendly_name"), "Twilio did not set friendly_name",
			fmt.Sprintf("Twilio accepted the change, but returned friendly_name = %s instead of %s.%s", framework.FormatValue(plan.FriendlyName),
				framework.FormatValue(desired), advice))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, planModel)...)
}

// Delete deletes the credential, unless settings use it.
func (r *credentialResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	model := r.kind.newModel()
	resp.Diagnostics.Append(req.State.Get(ctx, model)...)
	state := model.common()
	ctx, account, cancel := r.Begin(ctx, state.Timeouts.Delete, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	sid := state.SID.ValueString()
	if !r.requireManagingAccount(ctx, req.Private, account, sid, &resp.Diagnostics) {
		return
	}
	if state.AccountSID.ValueString() == account.AccountSID() {
		r.requireUnused(ctx, account, sid, &resp.Diagnostics)
	} else {
		resp.Diagnostics.Append(r.kind.uncheckedWarning(state, account))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.kind.api.Delete(ctx, account.Client, sid); err != nil {
		resp.Diagnostics.Append(r.requestError("delete the "+r.kind.title+" "+sid, account, err))
	}
}

// ImportState implements [resource.ResourceWithImportState]. The ID is the credential's SID. It sends nothing, because the read that
// follows finds the credential.
func (r *credentialResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	sid := framework.ImportID(ctx, req, path.Root("sid"), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if !credentialSID.MatchString(sid) {
		resp.Diagnostics.AddError("Not the SID of a credential",
			fmt.Sprintf("Import an existing %s by its SID: CR and 32 hexadecimal digits. Twilio's console shows it under Account management, Keys & "+
				"Credentials, Credentials.", r.kind.title))
		return
	}
	framework.SetImportID(ctx, resp, path.Root("sid"), sid)
}

func (r *credentialResource) requestError(operation string, account *Account, err error) diag.Diagnostic {
	return framework.RequestError(operation, "Account "+account.AccountSID(), err)
}

// managingAccountKey is the key of the private state for the SID of the account that manages the credential. The credential's own
// account may be a subaccount of it.
const managingAccountKey = "account"

// requireManagingAccount adds an error, and returns false, if the provider is configured for another account than the one that manages the credential.
// To that account Twilio answers that the credential does not exist, and Terraform would forget it. An imported credential has no
// managing account before the first read.
func (r *credentialResource) requireManagingAccount(
	ctx context.Context, private framework.PrivateReader, account *Account, sid string, diags *diag.Diagnostics,
) bool {
	var managing string
	if !framework.LoadPrivate(ctx, private, managingAccountKey, &managing, diags) || managing == account.AccountSID() {
		return !diags.HasError()
	}
	diags.AddError(otherAccountSummary,
		fmt.Sprintf("The %[1]s %[2]s is managed through account %[3]s, but the provider is configured for account %[4]s. It stays in the state unchanged."+
			"\n\nConfigure the provider for account %[3]s. To manage the credential in account %[4]s instead, remove the resource from the state (a removed "+
			"block with destroy = false), and create or import it.", r.kind.title, sid, api.SanitizeValue(managing), account.AccountSID()))
	return false
}

const (
	// searchTime is reserved from the timeout of a creation for the search after an ambiguous one, at most a fifth of the timeout.
	searchTime = 30 * time.Second
	// searchTimeAfterInterrupt replaces it if the run was interrupted.
	searchTimeAfterInterrupt = 5 * time.Second
	// maxCandidates is the number of credentials that an error names.
	maxCandidates = 20
)

// withoutLast returns a context that ends before ctx by a duration, at most a fifth of the time that is left.
func withoutLast(ctx context.Context, reserved time.Duration) (context.Context, context.CancelFunc) {
	deadline, ok := ctx.Deadline()
	if !ok {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, deadline.Add(-min(reserved, time.Until(deadline)/5)))
}

// searchContext returns the context of a search after an ambiguous creation, which also an interrupted run makes.
func searchContext(ctx context.Context) (context.Context, context.CancelFunc) {
	if errors.Is(ctx.Err(), context.Canceled) {
		return context.WithTimeout(context.WithoutCancel(ctx), searchTimeAfterInterrupt)
	}
	return context.WithCancel(ctx)
}

// creationError returns the error of a creation. After an ambiguous one, it names the credentials that Twilio may have created.
func (r *credentialResource) creationError(ctx context.Context, account *Account, plan *commonModel, err error) diag.Diagnostic {
	operation := "create the " + r.kind.title
	failure, ok := errors.AsType[*api.Error](err)
	if !ok || !failure.MaybeProcessed {
		return r.requestError(operation, account, err)
	}
	detail := framework.DescribeError("Account "+account.AccountSID(), err) +
		"\n\nTwilio may have processed the request nevertheless, so it was not repeated: that could create a second credential."
	// The advice for other failures is to try again, which the search may advise against.
	if failure.Status != 0 && failure.Status < 500 {
		detail += "\n\n" + failure.Advice()
	}
	ctx, cancel := searchContext(ctx)
	defer cancel()
	return diag.NewErrorDiagnostic("Could not "+operation, detail+"\n\n"+r.describeCandidates(ctx, account, plan))
}

// describeCandidates describes the credentials with the planned name and account, newest first, and the next step.
func (r *credentialResource) describeCandidates(ctx context.Context, account *Account, plan *commonModel) string {
	name := "without a name"
	if text := plan.FriendlyName.ValueString(); text != "" {
		name = fmt.Sprintf("with the name %q", text)
	}
	all, err := r.kind.api.List(ctx, account.Client, 0)
	if err != nil {
		return fmt.Sprintf("If it was created, it is not in the state. The search for it failed (%s): look for %ss %s in Twilio's console, and delete the "+
			"new one or import it.", err, r.kind.title, name)
	}
	accountSID := plan.AccountSID.ValueString()
	accounts := []string{accountSID, account.AccountSID(), ""}
	candidates := slices.DeleteFunc(all, func(c Credential) bool {
		return c.FriendlyName != plan.FriendlyName.ValueString() || !slices.Contains(accounts, c.AccountSID)
	})
	if len(candidates) == 0 {
		text := fmt.Sprintf("Twilio lists no %s %s now, so it was probably not created, unless Twilio is still processing the request. Try again.",
			r.kind.title, name)
		if accountSID != account.AccountSID() {
			text += fmt.Sprintf(" Twilio may not show the credentials of subaccount %s to this account: look there first.", accountSID)
		}
		return text
	}
	usage := r.kind.readUsage(ctx, account)
	slices.SortStableFunc(candidates, func(a, b Credential) int {
		// Of two from the same second, the one that no settings use comes first.
		return cmp.Or(strings.Compare(b.DateCreated, a.DateCreated), strings.Compare(usage.of(a.SID), usage.of(b.SID)))
	})
	var text strings.Builder
	fmt.Fprintf(&text, "Twilio now lists %d %s(s) %s:\n\n", len(candidates), r.kind.title, name)
	for _, c := range candidates[:min(len(candidates), maxCandidates)] {
		fmt.Fprintf(&text, "  %s, created %s", c.SID, api.SanitizeValue(c.DateCreated))
		if users := usage.of(c.SID); users != "" {
			fmt.Fprintf(&text, ", IN USE by %s", users)
		}
		text.WriteString("\n")
	}
	if more := len(candidates) - maxCandidates; more > 0 {
		fmt.Fprintf(&text, "  and %d older\n", more)
	}
	if len(usage.unread) > 0 {
		fmt.Fprintf(&text, "\nSome settings could not be read, so they may use one of them: %s.\n", strings.TrimSuffix(usage.unread[0].err.Error(), "."))
	}
	fmt.Fprintf(&text, "\nIf one of them was created by this run, judging by its date, it is not in the state. Delete it in Twilio's console before you try "+
		"again. Never delete one that is in use. If this resource is not in the state yet, you can import it instead:\n\n"+
		"  import {\n    to = %s.NAME\n    id = %q\n  }", r.kind.typeName("videostorage"), candidates[0].SID)
	return text.String()
}
