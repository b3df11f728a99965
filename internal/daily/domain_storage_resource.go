package daily

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/objectvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
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
type domainStorageResource struct {
	framework.SingletonResource[*account, *domainStorageModel, *response]
}

var (
	_ resource.ResourceWithImportState = (*domainStorageResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*domainStorageResource)(nil)
)

func newDomainStorage() *domainStorageResource {
	return &domainStorageResource{framework.SingletonResource[*account, *domainStorageModel, *response]{
		Resource: framework.Resource[*account]{Connection: connection}, Kind: domainStorage{}, Name: "daily_domain_storage",
		Identity: "domain_name", IdentityDescription: domainDescriptions["domain_name"], DefaultTimeout: defaultTimeout,
	}}
}

type domainStorageModel struct {
	storageModel
	framework.SingletonArguments
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
		"bucket_name": required("bucket_name", framework.S3BucketFormat), "bucket_region": required("bucket_region", framework.RegionFormat),
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

// ImportState implements [resource.ResourceWithImportState]. It sends nothing, because the read that follows checks the domain.
func (r *domainStorageResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root("domain_name"), path.Root("domain_name"), req, resp)
}

// ModifyPlan warns of the effects of a plan. For properties that become managed, it reads the domain, so that a refusal to replace values
// comes with the plan.
func (r *domainStorageResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	plan, state, diags := r.Kind.NewModel(), r.Kind.NewModel(), &resp.Diagnostics
	isCreation := req.State.Raw.IsNull()
	if !isCreation {
		diags.Append(req.State.Get(ctx, state)...)
	}
	if req.Plan.Raw.IsNull() {
		if state.Retains() {
			diags.Append(r.Kind.Singleton(state).RetainedWarning(" The role and the bucket must outlive this resource."))
		} else {
			warnOfUnset(state.storage(), unmanaged(), "Destroying this resource unsets it, because on_destroy is \"unset\".", diags)
		}
		return
	}
	diags.Append(req.Plan.Get(ctx, plan)...)
	warnOfUnset(state.storage(), plan.storage(), "The configuration no longer has the block, so the apply unsets it.", diags)
	if added := plan.storage().without(state.storage()); r.IsUnknown() || !isCreation && len(added.compare(unmanaged())) == 0 {
		return // With an unknown configuration, Terraform plans again during the apply.
	}
	ctx, account, cancel := r.Begin(ctx, plan.Timeouts.Create, defaultTimeout, diags)
	defer cancel()
	if diags.HasError() {
		return
	}
	current := framework.FetchSingleton(ctx, r.Kind, account, state, diags)
	if current == nil {
		return
	}
	// With the domain in the plan, Terraform refuses to apply it with the API key of another domain.
	plan.DomainName = types.StringValue(current.Name)
	diags.Append(resp.Plan.Set(ctx, plan)...)
	if isCreation {
		r.PlanCreation(account, current, plan, r.Kind.Compare(current, plan, state), diags)
	} else {
		checkAddition(current, plan, state, true, diags)
	}
}

// warnOfUnset warns of a bucket for recordings that a change unsets.
func warnOfUnset(before, after storage, cause string, diags *diag.Diagnostics) {
	for _, v := range before.compare(after) {
		if v.Path.String() == "recordings_bucket.bucket_name" && v.Desired.IsNull() {
			diags.AddWarning("New recordings will be stored in Daily's cloud",
				fmt.Sprintf("Daily stores new recordings in the bucket %s. %s Raw-tracks recordings need a bucket, and fail without one. Stored recordings stay where "+
					"they are.", framework.FormatValue(v.Current), cause))
		}
	}
}

// checkAddition adds an error if an update would replace values that the resource did not manage before. With overwrite_existing, the plan
// warns of them.
func checkAddition(current *response, plan, state *domainStorageModel, isPlan bool, diags *diag.Diagnostics) {
	added := plan.storage().without(state.storage())
	values := current.values(added, unmanaged()).compare(added)
	if !slices.ContainsFunc(values, replaces) || isPlan && plan.OverwriteExisting.IsUnknown() {
		return
	}
	detail := fmt.Sprintf("Domain %s has values that the resource did not manage before. The apply changes them:\n\n%s",
		api.SanitizeValue(current.Name), framework.FormatChanges(values))
	if !plan.OverwriteExisting.ValueBool() {
		diags.AddError(framework.Capitalize(title)+" exist already", detail+"\nTo adopt them, write the same values in the configuration. To replace them, "+
			"set overwrite_existing = true.")
	} else if isPlan {
		diags.AddWarning("Existing "+title+" will be replaced", detail)
	}
}

// domainStorage implements [framework.SingletonKind].
type domainStorage struct{}

func (domainStorage) NewModel() *domainStorageModel {
	return &domainStorageModel{storageModel: unmanagedModel()}
}

func (domainStorage) Singleton(m *domainStorageModel) framework.Singleton {
	name := api.SanitizeValue(m.DomainName.ValueString())
	return framework.Singleton{
		Vendor: "Daily", Title: title, OwnerKind: "domain", Owner: name, Undo: onDestroyUnset, Undone: "unset",
		TypeName: "videostorage_daily_domain_storage", ImportID: name,
	}
}

// Run returns the only history, because an API key has one domain.
func (domainStorage) Run(account *account, _ *domainStorageModel) *framework.SingletonRun[*response] {
	return account.storage.Run("domain")
}

// Fetch reads the domain of the API key. It adds an error if the model has another one.
func (k domainStorage) Fetch(ctx context.Context, account *account, m *domainStorageModel, diags *diag.Diagnostics) *response {
	domain, err := account.Fetch(ctx)
	if err != nil {
		diags.Append(requestError("read the "+title, m.DomainName, err))
		return nil
	}
	if expected := m.DomainName.ValueString(); expected != "" && expected != domain.Name {
		reached := domainStorageModel{storageModel: storageModel{DomainName: types.StringValue(domain.Name)}}
		diags.Append(k.Singleton(&reached).OtherOwnerError(expected))
		return nil
	}
	return &response{Domain: domain}
}

// requestError names the domain, unless only the API key tells it.
func requestError(operation string, domainName types.String, err error) diag.Diagnostic {
	if framework.IsEmpty(domainName) || domainName.IsUnknown() {
		return framework.RequestError(operation, "The domain of the API key", err)
	}
	return framework.RequestError(operation, "Domain "+api.SanitizeValue(domainName.ValueString()), err)
}

func (domainStorage) Describe(current *response) string {
	all := allValues(current.Domain)
	return framework.FormatCurrent(all.compare(all))
}

// Compare implements [framework.SingletonKind]. A template that was unset may be another default than the documented one.
func (domainStorage) Compare(current *response, desired, prior *domainStorageModel) []framework.SingletonValue {
	values := current.values(desired.storage(), prior.storage()).compare(desired.storage())
	for i, v := range values {
		if v.Path.Equal(path.Root("recordings_template")) && v.Desired.IsNull() && !v.Current.Equal(prior.RecordingsTemplate) {
			values[i].IsChanged = false
		}
	}
	return values
}

func (domainStorage) NeedsWrite(plan, state *domainStorageModel) bool {
	return slices.ContainsFunc(state.storage().compare(plan.storage()), isChanged)
}

func (k domainStorage) HasEffectOf(current *response, state *domainStorageModel) bool {
	return !slices.ContainsFunc(k.Compare(current, state, state), replaces)
}

func (k domainStorage) Undone(_ *response, state *domainStorageModel) *domainStorageModel {
	undone := k.NewModel()
	undone.DomainName = state.DomainName
	return undone
}

// Write writes the properties, unsets those that were managed before, and reads the domain until it has them.
func (k domainStorage) Write(
	ctx context.Context, account *account, current *response, desired, prior *domainStorageModel, diags *diag.Diagnostics,
) *response {
	if isUpdate := !prior.DomainName.IsNull(); isUpdate {
		if checkAddition(current, desired, prior, false, diags); diags.HasError() {
			return nil
		}
	}
	if err := account.Write(ctx, desired.storage().asProperties(prior.storage())); err != nil {
		diags.Append(requestError("write the "+title, desired.DomainName, err))
		return nil
	}
	written := &response{written: desired.storage()}
	var err error
	framework.RepeatStale(ctx, title, func() bool {
		written.Domain, err = account.Fetch(ctx)
		return err == nil && slices.ContainsFunc(k.Compare(written, desired, prior), isChanged)
	})
	if err != nil {
		failure := requestError("read the "+title+" after the write", desired.DomainName, err)
		diags.AddError(failure.Summary(), failure.Detail()+"\n\nDaily accepted the write. It is not known whether it has its effect. The next plan shows the result.")
		return nil
	}
	return written
}

// SetCurrent implements [framework.SingletonKind]. After an import, all properties that are not Daily's defaults become managed, so that
// generated configuration plans empty.
func (domainStorage) SetCurrent(m, prior *domainStorageModel, current *response) bool {
	if isImport := m.OnDestroy.IsNull(); !isImport {
		m.setStorage(current.values(m.storage(), prior.storage()))
		return true
	}
	all := allValues(current.Domain)
	for name, null := range unmanaged() {
		if isDefault(all[name]) {
			all[name] = null
		}
	}
	m.setStorage(all)
	m.SetImportDefaults(onDestroyUnset)
	return len(all.compare(unmanaged())) > 0
}
