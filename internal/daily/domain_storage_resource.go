package daily

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/objectvalidator"
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
	defaultTimeout = 5 * time.Minute
	// onDestroyUnset is the value of on_destroy that unsets the managed properties.
	onDestroyUnset = "unset"
	title          = "storage settings"
)

// domainStorageResource is videostorage_daily_domain_storage.
type domainStorageResource struct{ framework.Resource[*account] }

var (
	_ resource.ResourceWithConfigure   = (*domainStorageResource)(nil)
	_ resource.ResourceWithIdentity    = (*domainStorageResource)(nil)
	_ resource.ResourceWithImportState = (*domainStorageResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*domainStorageResource)(nil)
)

func newDomainStorage() *domainStorageResource {
	return &domainStorageResource{framework.Resource[*account]{Connection: connection}}
}

type domainStorageModel struct {
	storageModel
	framework.SingletonArguments
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// singleton describes the settings of a domain in messages.
func singleton(domainName types.String) framework.Singleton {
	name := api.SanitizeValue(domainName.ValueString())
	return framework.Singleton{
		Vendor: "Daily", Title: title, OwnerKind: "domain", Owner: name, Undo: onDestroyUnset, Undone: "unset",
		TypeName: "videostorage_daily_domain_storage", ImportID: name,
	}
}

func (r *domainStorageResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_daily_domain_storage"
}

func (r *domainStorageResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages where a Daily domain stores recordings and transcripts " +
			"([Set domain configuration](https://docs.daily.co/reference/rest-api/domain/set-domain-config)). Daily assumes a role in your AWS account, so no " +
			"secret is stored anywhere. A domain has exactly one set of these settings, which always exists: creating this resource changes it, and fails if " +
			"other values are set already. Settings of a room override those of its domain." +
			"\n\nThe resource manages only the blocks and arguments that the configuration has, and leaves the others unchanged. Removing one unsets it." +
			"\n\n~> The role needs a maximum session duration of 12 hours, and the bucket needs versioning. Otherwise Daily fails to create rooms. Daily does not " +
			"document whether it returns `assume_role_arn`, the `allow_` arguments and `transcription_bucket`: if it does not, the plan cannot show their drift.",
		Attributes: map[string]schema.Attribute{
			"domain_name": schema.StringAttribute{
				MarkdownDescription: domainDescriptions["domain_name"],
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"recordings_template": schema.StringAttribute{
				MarkdownDescription: domainDescriptions["recordings_template"] + " Omit to leave Daily's value unchanged.",
				Optional:            true,
				Validators:          []validator.String{templateFormat},
			},
			"enable_transcription_storage": schema.BoolAttribute{
				MarkdownDescription: domainDescriptions["enable_transcription_storage"] + " Omit to leave Daily's value unchanged.",
				Optional:            true,
			},
			"on_destroy": framework.OnDestroyAttribute(onDestroyUnset, "The effect of a destroy, because Daily cannot delete the settings. `\"unset\"` unsets those "+
				"that the resource manages, so that Daily stores new recordings in its own cloud. `\"retain\"` leaves them unchanged: the role and the bucket must "+
				"then outlive this resource."),
			"overwrite_existing": framework.OverwriteExistingAttribute("Whether creating this resource may replace existing values, such as another bucket. " +
				"Otherwise they are an error that shows them and how to import them."),
		},
		Blocks: map[string]schema.Block{
			"recordings_bucket":    bucketBlock("recordings_bucket"),
			"transcription_bucket": bucketBlock("transcription_bucket"),
			"timeouts":             framework.SingletonTimeouts(ctx, defaultTimeout),
		},
	}
}

// bucketBlock returns the block of a bucket. The framework demands attributes of an absent block that are required, so none is.
func bucketBlock(name string) schema.Block {
	required := func(name string, v validator.String) schema.Attribute {
		return schema.StringAttribute{
			MarkdownDescription: bucketDescriptions[name] + " Without it, planning fails.", Optional: true, Validators: []validator.String{v},
		}
	}
	flag := func(name string) schema.Attribute {
		return schema.BoolAttribute{
			MarkdownDescription: bucketDescriptions[name] + " Defaults to `false`.", Optional: true, Computed: true, Default: booldefault.StaticBool(false),
		}
	}
	attributes := map[string]schema.Attribute{
		"bucket_name": required("bucket_name", framework.BucketNameFormat), "bucket_region": required("bucket_region", framework.RegionFormat),
		"assume_role_arn": required("assume_role_arn", framework.RoleARN{}), "allow_api_access": flag("allow_api_access"),
		"storage_provider": schema.StringAttribute{
			MarkdownDescription: bucketDescriptions["storage_provider"], Computed: true, Default: stringdefault.StaticString(defaultProvider),
		},
	}
	if name == "recordings_bucket" { // Daily refuses properties that it does not know
		attributes["allow_streaming_from_bucket"] = flag("allow_streaming_from_bucket")
	}
	block := path.MatchRelative()
	return schema.SingleNestedBlock{
		MarkdownDescription: domainDescriptions[name] + " Omit to leave Daily's value unchanged.",
		Attributes:          attributes,
		Validators: []validator.Object{
			objectvalidator.AlsoRequires(block.AtName("bucket_name"), block.AtName("bucket_region"), block.AtName("assume_role_arn")),
		},
	}
}

func (r *domainStorageResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"domain_name": identityschema.StringAttribute{Description: domainDescriptions["domain_name"], RequiredForImport: true},
	}}
}

// ImportState implements [resource.ResourceWithImportState]. It sends nothing, because the read that follows checks the domain.
func (r *domainStorageResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root("domain_name"), path.Root("domain_name"), req, resp)
}

// ModifyPlan warns of the effects of a plan. For properties that become managed, it reads the domain, so that a refusal to replace values
// comes with the plan.
func (r *domainStorageResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state domainStorageModel
	isCreation := req.State.Raw.IsNull()
	if !isCreation {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		if state.Retains() {
			resp.Diagnostics.Append(singleton(state.DomainName).RetainedWarning(" The role and the bucket must outlive this resource."))
		} else {
			warnOfUnset(state.storage(), unmanaged(), "Destroying this resource unsets it, because on_destroy is \"unset\".", &resp.Diagnostics)
		}
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	warnOfUnset(state.storage(), plan.storage(), "The configuration no longer has the block, so the apply unsets it.", &resp.Diagnostics)
	added := plan.storage().without(state.storage())
	if r.IsUnknown() || !isCreation && len(added.compare(unmanaged())) == 0 {
		return // With an unknown configuration, Terraform plans again during the apply.
	}
	o := begin(ctx, r.Client(&resp.Diagnostics), plan.Timeouts.Create, state.DomainName, &resp.Diagnostics)
	defer o.cancel()
	if !o.fetch(&resp.Diagnostics) {
		return
	}
	// With the domain in the plan, Terraform refuses to apply it with the API key of another domain.
	plan.DomainName = types.StringValue(o.domain.Name)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	existing, found := findExisting(o.domain, added)
	switch {
	case found && isCreation:
		o.run.PlanCreation(o.Singleton, existing, plan.OverwriteExisting, &resp.Diagnostics)
	case found && !plan.OverwriteExisting.IsUnknown():
		o.checkAddition(existing, plan.OverwriteExisting, &resp.Diagnostics)
	}
}

// checkAddition adds an error if an update would replace values that the resource did not manage before, or a warning with overwrite_existing.
func (o *operation) checkAddition(existing framework.Existing[string], overwrite types.Bool, diags *diag.Diagnostics) {
	detail := fmt.Sprintf("%s has values that the resource did not manage before. The apply changes them:\n\n%s", o.location(), existing.Changes)
	switch {
	case existing.IsEqual:
	case overwrite.ValueBool():
		diags.AddWarning("Existing "+title+" will be replaced", detail)
	default:
		diags.AddError(framework.Capitalize(title)+" exist already", detail+"\nTo adopt them, write the same values in the configuration. To replace them, "+
			"set overwrite_existing = true.")
	}
}

// warnOfUnset warns of each bucket that a change unsets.
func warnOfUnset(before, after storage, cause string, diags *diag.Diagnostics) {
	for _, d := range before.diff(after) {
		if d.path.String() == "recordings_bucket.bucket_name" && d.desired.IsNull() {
			diags.AddWarning("New recordings will be stored in Daily's cloud",
				fmt.Sprintf("Daily stores new recordings in the bucket %s. %s Raw-tracks recordings need a bucket, and fail without one. Stored recordings stay where "+
					"they are.", framework.FormatValue(d.current), cause))
		}
	}
}

// findExisting describes the values before a creation. It returns false if the creation neither replaces a value nor finds all of them equal.
func findExisting(domain Domain, desired storage) (existing framework.Existing[string], found bool) {
	current := managedValues(domain, desired, desired)
	for name, null := range unmanaged() {
		if _, isReturned := domain.Config[name]; !isReturned {
			current[name] = null
		}
	}
	differences := current.diff(desired)
	existing = framework.Existing[string]{
		Value: describe(domain), IsEqual: len(differences) == 0, Values: current.format(desired, false), Changes: current.format(desired, true),
	}
	if existing.IsEqual {
		differences = current.compare(desired)
	}
	return existing, slices.ContainsFunc(differences, isSet)
}

func isSet(d difference) bool { return !isDefault(d.current) }

// Create writes the settings. The plan has checked the existing ones, but they may have changed since.
func (r *domainStorageResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan domainStorageModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	o := begin(ctx, r.Client(&resp.Diagnostics), plan.Timeouts.Create, plan.DomainName, &resp.Diagnostics)
	defer o.lock(true, &resp.Diagnostics)()
	if !o.fetch(&resp.Diagnostics) {
		return
	}
	if existing, ok := findExisting(o.domain, plan.storage()); ok {
		o.run.CheckCreation(o.Singleton, existing, plan.OverwriteExisting, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	o.run.Left.Store(nil)
	if values, ok := o.write(plan.storage(), unmanaged(), &resp.Diagnostics); !ok {
		if values != nil {
			resp.Diagnostics.Append(o.NotStoredError(values.format(values, false)))
		}
		return
	}
	plan.DomainName = types.StringValue(o.domain.Name)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("domain_name"), plan.DomainName)...)
}

// Read reads the managed properties, so that the next plan shows drift. After an import, it reads all that are set.
func (r *domainStorageResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state domainStorageModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("domain_name"), state.DomainName)...)
	if r.IsUnknown() {
		resp.Diagnostics.Append(r.NotRefreshedWarning())
		return
	}
	o := begin(ctx, r.Client(&resp.Diagnostics), state.Timeouts.Read, state.DomainName, &resp.Diagnostics)
	defer o.cancel()
	if !o.fetch(&resp.Diagnostics) {
		return
	}
	o.run.Managed.Store(true)
	switch isImport := state.OnDestroy.IsNull(); {
	case !isImport:
		state.setStorage(managedValues(o.domain, state.storage(), state.storage()))
	case !state.adopt(o.domain):
		resp.State.RemoveResource(ctx)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// adopt sets all properties of a domain that are not Daily's defaults, so that generated configuration plans empty, and returns false if none is set.
func (m *domainStorageModel) adopt(domain Domain) bool {
	all := allValues(domain)
	for name, null := range unmanaged() {
		if isDefault(all[name]) {
			all[name] = null
		}
	}
	m.setStorage(all)
	m.SetImportDefaults(onDestroyUnset)
	return len(all.compare(unmanaged())) > 0
}

// Update writes the settings, unless only the provider's own arguments change.
func (r *domainStorageResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state domainStorageModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("domain_name"), state.DomainName)...)
	desired, before := plan.storage(), state.storage()
	if len(before.diff(desired)) > 0 {
		o := begin(ctx, r.Client(&resp.Diagnostics), plan.Timeouts.Update, state.DomainName, &resp.Diagnostics)
		defer o.lock(true, &resp.Diagnostics)()
		// The plan may be without a refresh, so check the domain before the write.
		if !o.fetch(&resp.Diagnostics) {
			return
		}
		if existing, ok := findExisting(o.domain, desired.without(before)); ok && !plan.OverwriteExisting.ValueBool() {
			o.checkAddition(existing, plan.OverwriteExisting, &resp.Diagnostics)
		}
		if resp.Diagnostics.HasError() {
			return
		}
		values, ok := o.write(desired, before, &resp.Diagnostics)
		if values == nil {
			return
		}
		if !ok {
			plan.setStorage(values) // The next plan shows the differences.
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Delete unsets the managed properties, unless on_destroy retains them, or another object of this run manages them. Values that the plan
// did not show are an error.
func (r *domainStorageResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state domainStorageModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || state.Retains() {
		return
	}
	o := begin(ctx, r.Client(&resp.Diagnostics), state.Timeouts.Delete, state.DomainName, &resp.Diagnostics)
	defer o.lock(false, &resp.Diagnostics)()
	before := state.storage()
	if !resp.Diagnostics.HasError() && o.run.Claimed.Load() {
		inForce := before.format(before, false)
		if written := o.run.Written.Load(); written != nil { // nil if the other write has failed
			inForce = *written
		}
		resp.Diagnostics.Append(o.ClaimedWarning(inForce))
		return
	}
	if !o.fetch(&resp.Diagnostics) {
		return
	}
	inForce := managedValues(o.domain, before, before)
	switch {
	case len(inForce.diff(unmanaged())) == 0:
	case slices.ContainsFunc(inForce.diff(before), isSet):
		resp.Diagnostics.Append(o.ChangedError(inForce.format(before, false)))
		return
	default:
		// An error keeps the state, so that the destroy can be repeated.
		if _, ok := o.write(unmanaged(), before, &resp.Diagnostics); !ok {
			return
		}
		resp.Diagnostics.Append(o.UndoneWarning(inForce.format(inForce, false)))
	}
	left := describe(o.domain)
	o.run.Left.Store(&left)
}

// operation is an operation on the domain.
type operation struct {
	framework.Singleton
	ctx     context.Context //nolint:containedctx // it ends with the operation
	cancel  context.CancelFunc
	account *account
	run     *framework.SingletonRun[string]
	// domain is the result of fetch.
	domain Domain
}

// begin begins an operation on a domain, or on that of the API key, with a timeout. Its methods do nothing after an error.
func begin(
	ctx context.Context, account *account, timeout func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), domainName types.String,
	diags *diag.Diagnostics,
) *operation {
	o := &operation{Singleton: singleton(domainName), account: account}
	o.ctx, o.cancel = framework.WithTimeout(ctx, timeout, defaultTimeout, diags)
	if account != nil {
		o.run = account.storage.Run("domain")
	}
	return o
}

// lock waits for the turn of a write. Call end also after an error.
func (o *operation) lock(claims bool, diags *diag.Diagnostics) (end func()) {
	if diags.HasError() {
		return o.cancel
	}
	acquire := o.run.Acquire
	if claims {
		acquire = o.run.Claim
	}
	release := acquire(o.ctx, o.Singleton, diags)
	return func() {
		release()
		o.cancel()
	}
}

// fetch reads the domain, and repeats a read that contradicts the latest write of this run. It adds an error if the API key belongs to
// another domain.
func (o *operation) fetch(diags *diag.Diagnostics) (ok bool) {
	if diags.HasError() {
		return false
	}
	var err error
	framework.RepeatStale(o.ctx, title, func() bool {
		o.domain, err = o.account.Fetch(o.ctx)
		return err == nil && o.run.IsStale(describe(o.domain))
	})
	if err != nil {
		diags.Append(framework.RequestError("read the "+title, o.location(), err))
		return false
	}
	expected := o.Owner
	if o.Singleton = singleton(types.StringValue(o.domain.Name)); expected != "" && expected != o.Owner {
		diags.Append(o.OtherOwnerError(expected))
		return false
	}
	return true
}

// location names the domain in an error. It is not known before the first response, because the API key decides it.
func (o *operation) location() string {
	if o.Owner == "" {
		return "The domain of the API key"
	}
	return "Domain " + o.Owner
}

// write writes the properties, unsets those that were managed before, and reads the domain until it has them. It returns its values, or nil if
// they are not known, and false after an error.
func (o *operation) write(desired, before storage, diags *diag.Diagnostics) (storage, bool) {
	err := o.account.Write(o.ctx, desired.asProperties(before))
	if err != nil {
		diags.Append(framework.RequestError("write the "+title, o.location(), err))
		return nil, false
	}
	var values storage
	var differences []difference
	framework.RepeatStale(o.ctx, title, func() bool {
		if o.domain, err = o.account.Fetch(o.ctx); err != nil {
			return false
		}
		values = managedValues(o.domain, desired, before)
		differences = slices.DeleteFunc(values.diff(desired), func(d difference) bool { return isAnotherDefault(d, before) })
		return len(differences) > 0
	})
	if err != nil {
		failure := framework.RequestError("read the "+title+" after the write", o.location(), err)
		diags.AddError(failure.Summary(), failure.Detail()+"\n\nDaily accepted the write. It is not known whether it has its effect. The next plan shows the result.")
		return nil, false
	}
	written := describe(o.domain)
	o.run.Written.Store(&written)
	for _, d := range differences {
		diags.Append(o.MismatchError(d.path, d.current, d.desired, "Another administrator may have changed it at the same time, or the plan of the "+
			"domain does not include it. Try again."))
	}
	return values, len(differences) == 0
}

// isAnotherDefault reports whether Daily returns another template than the one that was unset, such as a new default.
func isAnotherDefault(d difference, before storage) bool {
	return d.desired.IsNull() && d.path.Equal(path.Root("recordings_template")) && !d.current.Equal(before["recordings_template"])
}
