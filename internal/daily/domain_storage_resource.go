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
		"bucket_name": required("bucket_name", bucketFormat), "bucket_region": required("bucket_region", regionFormat),
		"assume_role_arn": required("assume_role_arn", roleValidator{}), "allow_api_access": flag("allow_api_access"),
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

// ModifyPlan warns of the effects of a plan. For a creation, it reads the domain, so that a refusal to replace values comes with the plan.
func (r *domainStorageResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state domainStorageModel
	isCreation, isDestroy := req.State.Raw.IsNull(), req.Plan.Raw.IsNull()
	if !isCreation {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if !isDestroy {
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	}
	switch {
	case isDestroy && state.Retains():
		resp.Diagnostics.Append(singleton(state.DomainName).RetainedWarning(" The role and the bucket must outlive this resource."))
	case isDestroy:
		warnOfUnset(state.storage(), unmanaged(), "Destroying this resource unsets it, because on_destroy is \"unset\".", &resp.Diagnostics)
	case !isCreation:
		warnOfUnset(state.storage(), plan.storage(), "The configuration no longer has the block, so the apply unsets it.", &resp.Diagnostics)
	case !r.IsUnknown(): // otherwise Terraform plans again during the apply
		t := r.begin(ctx, plan.Timeouts.Create, types.StringNull(), &resp.Diagnostics)
		defer t.cancel()
		if t.fetch(&resp.Diagnostics) {
			// With the domain in the plan, Terraform refuses to apply it with the API key of another domain.
			plan.DomainName = types.StringValue(t.domain.Name)
			if existing, ok := findExisting(t.domain, plan.storage()); ok {
				t.run.PlanCreation(t.Singleton, existing, plan.OverwriteExisting, &resp.Diagnostics)
			}
			resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
		}
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
	isSet := func(d difference) bool { return !isDefault(d.current) }
	differences := current.diff(desired)
	existing = framework.Existing[string]{
		Value: describe(domain), IsEqual: len(differences) == 0, Values: current.format(desired, false), Changes: current.format(desired, true),
	}
	if existing.IsEqual {
		differences = current.compare(desired)
	}
	return existing, slices.ContainsFunc(differences, isSet)
}

// Create writes the settings. The plan has checked the existing ones, but they may have changed since.
func (r *domainStorageResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan domainStorageModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	t := r.begin(ctx, plan.Timeouts.Create, plan.DomainName, &resp.Diagnostics)
	defer t.lock(true, &resp.Diagnostics)()
	if !t.fetch(&resp.Diagnostics) {
		return
	}
	if existing, ok := findExisting(t.domain, plan.storage()); ok {
		t.run.CheckCreation(t.Singleton, existing, plan.OverwriteExisting, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	t.run.Left.Store(nil)
	if values, ok := t.write(plan.storage(), unmanaged(), &resp.Diagnostics); !ok {
		if values != nil {
			resp.Diagnostics.Append(t.NotStoredError(values.format(values, false)))
		}
		return
	}
	plan.DomainName = types.StringValue(t.domain.Name)
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
	t := r.begin(ctx, state.Timeouts.Read, state.DomainName, &resp.Diagnostics)
	defer t.cancel()
	if !t.fetch(&resp.Diagnostics) {
		return
	}
	t.run.Managed.Store(true)
	switch isImport := state.OnDestroy.IsNull(); {
	case !isImport:
		state.setStorage(managedValues(t.domain, state.storage(), state.storage()))
	case !state.adopt(t.domain):
		resp.State.RemoveResource(ctx)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// adopt sets all properties of a domain, so that generated configuration plans empty, and returns false if none is set.
func (m *domainStorageModel) adopt(domain Domain) bool {
	all := allValues(domain)
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
		t := r.begin(ctx, plan.Timeouts.Update, state.DomainName, &resp.Diagnostics)
		defer t.lock(true, &resp.Diagnostics)()
		// The plan may be without a refresh, so check the domain before the write.
		if !t.fetch(&resp.Diagnostics) {
			return
		}
		values, ok := t.write(desired, before, &resp.Diagnostics)
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
	t, before := r.begin(ctx, state.Timeouts.Delete, state.DomainName, &resp.Diagnostics), state.storage()
	defer t.lock(false, &resp.Diagnostics)()
	if !resp.Diagnostics.HasError() && t.run.Claimed.Load() {
		inForce := before.format(before, false)
		if written := t.run.Written.Load(); written != nil { // nil if the other write has failed
			inForce = *written
		}
		resp.Diagnostics.Append(t.ClaimedWarning(inForce))
		return
	}
	if !t.fetch(&resp.Diagnostics) {
		return
	}
	inForce := managedValues(t.domain, before, before)
	switch {
	case len(inForce.diff(unmanaged())) == 0:
	case len(inForce.diff(before)) > 0:
		resp.Diagnostics.Append(t.ChangedError(inForce.format(before, false)))
		return
	default:
		// An error keeps the state, so that the destroy can be repeated.
		if _, ok := t.write(unmanaged(), before, &resp.Diagnostics); !ok {
			return
		}
		resp.Diagnostics.Append(t.UndoneWarning(inForce.format(inForce, false)))
	}
	left := describe(t.domain)
	t.run.Left.Store(&left)
}

// operation is an operation on the domain.
type operation struct {
	framework.Singleton
	ctx     context.Context //nolint:containedctx // it ends with the operation
	cancel  context.CancelFunc
	account *account
	run     *framework.SingletonRun[string]
	// expected is the name of the domain in the state or the plan, and domain is the result of fetch.
	expected types.String
	domain   Domain
}

// begin begins an operation with a timeout. The methods of the operation do nothing after an error.
func (r *domainStorageResource) begin(
	ctx context.Context, timeout func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), expected types.String, diags *diag.Diagnostics,
) *operation {
	o := &operation{Singleton: singleton(expected), account: r.Client(diags), expected: expected}
	o.ctx, o.cancel = framework.WithTimeout(ctx, timeout, defaultTimeout, diags)
	if o.account != nil {
		o.run = o.account.storage.Run("domain")
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

// fetch reads the domain. It adds an error if the API key belongs to another domain than the expected one.
func (o *operation) fetch(diags *diag.Diagnostics) (ok bool) {
	if diags.HasError() {
		return false
	}
	if o.domain, ok = fetch(o.ctx, o.account, o.Singleton, diags); !ok {
		return false
	}
	o.Singleton = singleton(types.StringValue(o.domain.Name))
	if expected := o.expected.ValueString(); expected != "" && expected != o.domain.Name {
		diags.Append(o.OtherOwnerError(expected))
	}
	return !diags.HasError()
}

// fetch reads the domain, and repeats a read that contradicts the latest write of this run.
func fetch(ctx context.Context, account *account, settings framework.Singleton, diags *diag.Diagnostics) (domain Domain, ok bool) {
	var err error
	framework.RepeatStale(ctx, title, func() bool {
		domain, err = account.Fetch(ctx)
		return err == nil && account.storage.Run("domain").IsStale(describe(domain))
	})
	if err != nil {
		diags.Append(framework.RequestError("read the "+title, location(settings), err))
	}
	return domain, err == nil
}

// location names the domain in an error. It is not known before the first response, because the API key decides it.
func location(settings framework.Singleton) string {
	if settings.Owner == "" {
		return "The domain of the API key"
	}
	return "Domain " + settings.Owner
}

// write writes the properties, unsets those that were managed before, and reads the domain until it has them. It returns its values, or nil if
// they are not known, and false after an error.
func (o *operation) write(desired, before storage, diags *diag.Diagnostics) (storage, bool) {
	err := o.account.Write(o.ctx, desired.asProperties(before))
	if err != nil {
		diags.Append(framework.RequestError("write the "+title, location(o.Singleton), err))
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
		diags.Append(framework.RequestError("read the "+title+" after the write", location(o.Singleton), err))
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
