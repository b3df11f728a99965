package getstream

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// onDestroyDetach is a value of on_destroy.
const onDestroyDetach = "detach"

const (
	callTypeTitle       = "storage of the call type"
	callTypeDescription = "The name of the call type, such as `default`. It must exist."
	// ownStorage describes the effect of detaching a storage.
	ownStorage = "GetStream stores new recordings and transcriptions in its own storage, which deletes them after two weeks."
)

var callTypeFormat = framework.MatchRegexp(`^[A-Za-z0-9_-]+$`, "be the name of a call type: letters, digits, hyphens and underscores")

// callTypeResource is the resource videostorage_getstream_call_type_storage.
type callTypeResource struct {
	framework.Resource[*Application]
}

var (
	_ resource.ResourceWithIdentity    = (*callTypeResource)(nil)
	_ resource.ResourceWithImportState = (*callTypeResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*callTypeResource)(nil)
)

func newCallTypeResource() *callTypeResource {
	return &callTypeResource{framework.Resource[*Application]{Connection: connection}}
}

type callTypeModel struct {
	CallType        types.String `tfsdk:"call_type"`
	ExternalStorage types.String `tfsdk:"external_storage"`
	framework.SingletonArguments
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

func (r *callTypeResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_getstream_call_type_storage"
}

func (r *callTypeResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Attaches an external storage to a call type of GetStream that exists ([Storage](https://getstream.io/video/docs/api/recording/storage/)). " +
			"A call type has at most one. Creating this resource fails if another one is attached already. The other settings of the call type stay as they are." +
			"\n\n~> A replacement ends with the storage of the new resource: a destroy sends nothing, and warns, after another resource of the same run has attached " +
			"a storage. If the destroy comes first, the storage is detached until the creation, unless `on_destroy = \"retain\"` was applied before. Terraform does " +
			"not tell a provider of a second resource that stays unchanged, such as one in another configuration: remove one of two with a `removed` block and " +
			"`destroy = false`, because its destroy detaches the storage for both, with a warning.",
		Attributes: map[string]schema.Attribute{
			"call_type": schema.StringAttribute{
				MarkdownDescription: callTypeDescription + " A change replaces this resource.",
				Required:            true,
				Validators:          []validator.String{callTypeFormat},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"external_storage": schema.StringAttribute{
				MarkdownDescription: "The name of the external storage.",
				Required:            true,
				Validators:          []validator.String{storageNameFormat},
			},
			"on_destroy": framework.OnDestroyAttribute(onDestroyDetach, "The effect of a destroy. `\"detach\"` detaches the storage: "+ownStorage+
				" `\"retain\"` leaves it attached."),
			"overwrite_existing": framework.OverwriteExistingAttribute("Whether creating this resource may replace another storage of the call type. Otherwise that " +
				"is an error that shows how to import it."),
		},
		Blocks: map[string]schema.Block{
			"timeouts": framework.ResourceTimeouts(ctx, timeouts.Opts{
				Create: true, CreateDescription: framework.DescribeTimeout("attaching the storage", defaultTimeout),
				Read: true, ReadDescription: framework.DescribeTimeout("reading the call type", defaultTimeout),
				Update: true, UpdateDescription: framework.DescribeTimeout("attaching another storage", defaultTimeout),
				Delete: true, DeleteDescription: framework.DescribeTimeout("detaching the storage", defaultTimeout) + " The last applied value counts.",
			}),
		},
	}
}

func (r *callTypeResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"call_type": identityschema.StringAttribute{Description: callTypeDescription, RequiredForImport: true},
	}}
}

// fetch reads a call type. It repeats a read that contradicts the latest write of this run. It returns false without a call type.
func (r *callTypeResource) fetch(ctx context.Context, app *Application, name string, diags *diag.Diagnostics) (current CallType, found bool) {
	var err error
	framework.RepeatStale(ctx, callTypeTitle, func() bool {
		current, err = app.FetchCallType(ctx, name)
		written := app.callTypeRuns.Run(name).Written.Load()
		return err == nil && written != nil && current.Storage != *written
	})
	if err != nil && !isNotFound(err) {
		diags.Append(storageError("read the call type "+name, app, err))
	}
	return current, err == nil
}

// ModifyPlan reads the call type of a creation, so that a refusal comes with the plan, and warns of a destroy.
func (r *callTypeResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state callTypeModel
	if req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		r.planDestroy(state, &resp.Diagnostics)
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if !req.State.Raw.IsNull() || r.IsUnknown() || plan.CallType.IsUnknown() {
		return
	}
	app := r.Client(&resp.Diagnostics)
	ctx, cancel := framework.WithTimeout(ctx, plan.Timeouts.Create, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	name := plan.CallType.ValueString()
	current, found := r.fetch(ctx, app, name, &resp.Diagnostics)
	switch {
	case !found && !resp.Diagnostics.HasError():
		resp.Diagnostics.AddAttributeWarning(path.Root("call_type"), "There is no such call type yet", noCallType(app, name)+" The apply fails unless it exists by then.")
	case current.Storage != "" && !plan.ExternalStorage.IsUnknown(): // Otherwise Create decides.
		app.callTypeRuns.Run(name).PlanCreation(callTypeSingleton(name), current.existing(plan.ExternalStorage), plan.OverwriteExisting, &resp.Diagnostics)
	}
}

// planDestroy warns of the effect on new recordings.
func (r *callTypeResource) planDestroy(state callTypeModel, diags *diag.Diagnostics) {
	name, storage := state.CallType.ValueString(), framework.FormatValue(state.ExternalStorage)
	if state.Retains() {
		diags.Append(callTypeSingleton(name).RetainedWarning(fmt.Sprintf(" GetStream still stores new recordings in %s, which must outlive this resource.", storage)))
		return
	}
	diags.AddWarning("The "+callTypeTitle+" will be detached",
		fmt.Sprintf("Destroying this resource detaches %s from %s, because on_destroy is %q. %s To leave it attached, set on_destroy = %q and apply that first.",
			storage, api.SanitizeValue(name), onDestroyDetach, ownStorage, framework.OnDestroyRetain))
}

// callTypeSingleton describes the storage of a call type in messages.
func callTypeSingleton(name string) framework.Singleton {
	return framework.Singleton{
		Vendor: connection.Title, Title: "storage settings", OwnerKind: "call type", Owner: name, Undo: onDestroyDetach, Undone: "reset",
		TypeName: "videostorage_getstream_call_type_storage", ImportID: name,
	}
}

// values lists the storage of a call type, with the change to the desired one.
func (t CallType) values(desired types.String) string {
	value := framework.SingletonValue{Name: "external_storage", Current: types.StringValue(t.Storage)}
	if !value.Current.Equal(desired) {
		value.Change = framework.FormatValue(desired)
	}
	return framework.FormatSingleton([]framework.SingletonValue{value}, false)
}

// existing describes the storage before a creation.
func (t CallType) existing(desired types.String) framework.Existing[string] {
	values := t.values(desired)
	return framework.Existing[string]{Value: t.Storage, IsEqual: t.Storage == desired.ValueString(), Values: values, Changes: values}
}

// Create attaches the storage. The plan has checked the call type, but it may have changed since.
func (r *callTypeResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan callTypeModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.WithTimeout(ctx, plan.Timeouts.Create, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() || !r.attach(ctx, plan, true, &resp.Diagnostics) {
		// With a state, an error would taint the resource, and the replacement would begin with a destroy that detaches the storage.
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("call_type"), plan.CallType)...)
	framework.SavePrivate(ctx, resp.Private, applicationKey, r.Client(&resp.Diagnostics).apiKey, &resp.Diagnostics)
}

// attach attaches the planned storage, unless it is attached already, and reports whether it is attached. A creation keeps another storage
// without overwrite_existing.
func (r *callTypeResource) attach(ctx context.Context, plan callTypeModel, isCreation bool, diags *diag.Diagnostics) bool {
	app := r.Client(diags)
	if diags.HasError() {
		return false
	}
	name, desired := plan.CallType.ValueString(), plan.ExternalStorage.ValueString()
	run := app.callTypeRuns.Run(name)
	defer run.Claim(ctx, callTypeSingleton(name), diags)()
	if diags.HasError() {
		return false
	}
	current, found := r.fetch(ctx, app, name, diags)
	switch {
	case diags.HasError():
		return false
	case !found:
		diags.AddAttributeError(path.Root("call_type"), "There is no such call type", noCallType(app, name))
		return false
	case current.Storage == desired:
		return true
	case current.Storage != "" && isCreation:
		run.CheckCreation(callTypeSingleton(name), current.existing(plan.ExternalStorage), plan.OverwriteExisting, diags)
		if diags.HasError() {
			return false
		}
	}
	var updated CallType
	// The storage may have been created a moment ago.
	err := repeatNotFound(ctx, func() (err error) {
		updated, err = app.SetStorage(ctx, current, desired)
		return err
	})
	if isNotFound(err) {
		diags.AddAttributeError(path.Root("external_storage"), "There is no such "+storageTitle, framework.DescribeError(app.subject(), err)+" Create it first.")
		return false
	}
	if err != nil {
		diags.Append(storageError("attach the "+storageTitle+" "+desired, app, err))
		return false
	}
	run.Written.Store(&updated.Storage)
	if updated.Storage != desired {
		diags.AddAttributeError(path.Root("external_storage"), "GetStream did not attach the "+storageTitle,
			fmt.Sprintf("GetStream accepted the write, but the call type %s uses %q instead of %q. Another administrator may have changed it at the same time. Try again.",
				name, api.SanitizeValue(updated.Storage), desired))
		return false
	}
	return true
}

// Read reads the attached storage, so that the next plan shows drift.
func (r *callTypeResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state callTypeModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("call_type"), state.CallType)...)
	if r.IsUnknown() {
		resp.Diagnostics.Append(r.NotRefreshedWarning())
		return
	}
	app := r.Client(&resp.Diagnostics)
	ctx, cancel := framework.WithTimeout(ctx, state.Timeouts.Read, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	name := state.CallType.ValueString()
	current, found := r.fetch(ctx, app, name, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if (!found || current.Storage != state.ExternalStorage.ValueString()) && app.isOther(ctx, req.Private, "the "+callTypeTitle+" "+name, &resp.Diagnostics) {
		return
	}
	if !found {
		resp.State.RemoveResource(ctx)
		return
	}
	framework.SavePrivate(ctx, resp.Private, applicationKey, app.apiKey, &resp.Diagnostics)
	app.callTypeRuns.Run(name).Managed.Store(true)
	state.setRemote(current)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// setRemote sets the storage, and the provider's own attributes after an import.
func (m *callTypeModel) setRemote(current CallType) {
	m.ExternalStorage = framework.StringOrNull(current.Storage)
	m.SetImportDefaults(onDestroyDetach)
}

// Update attaches another storage, unless only the provider's own attributes change.
func (r *callTypeResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state callTypeModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("call_type"), state.CallType)...)
	ctx, cancel := framework.WithTimeout(ctx, plan.Timeouts.Update, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	if plan.ExternalStorage.Equal(state.ExternalStorage) || r.attach(ctx, plan, false, &resp.Diagnostics) {
		resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	}
}

// Delete detaches the storage, unless on_destroy retains it or another resource of this run manages the call type. A storage that the
// plan did not show is an error.
func (r *callTypeResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state callTypeModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || state.Retains() {
		return
	}
	app := r.Client(&resp.Diagnostics)
	ctx, cancel := framework.WithTimeout(ctx, state.Timeouts.Delete, defaultTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	name := state.CallType.ValueString()
	run := app.callTypeRuns.Run(name)
	singleton := callTypeSingleton(name)
	defer run.Acquire(ctx, singleton, &resp.Diagnostics)()
	if resp.Diagnostics.HasError() {
		return
	}
	if run.Claimed.Load() {
		inForce := CallType{Storage: state.ExternalStorage.ValueString()}
		if written := run.Written.Load(); written != nil { // nil if the other write has failed
			inForce.Storage = *written
		}
		resp.Diagnostics.Append(singleton.ClaimedWarning(inForce.values(types.StringValue(inForce.Storage))))
		return
	}
	current, found := r.fetch(ctx, app, name, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !found || current.Storage == "" {
		return
	}
	if current.Storage != state.ExternalStorage.ValueString() {
		resp.Diagnostics.Append(singleton.ChangedError(current.values(state.ExternalStorage)))
		return
	}
	updated, err := app.SetStorage(ctx, current, "")
	if err != nil {
		resp.Diagnostics.Append(storageError("detach the "+storageTitle+" from the call type "+name, app, err))
		return
	}
	run.Written.Store(&updated.Storage)
	if updated.Storage != "" {
		// The error keeps the state, so that the destroy can be repeated.
		resp.Diagnostics.AddError("GetStream did not detach the "+storageTitle,
			fmt.Sprintf("GetStream accepted the write, but the call type %s still uses %q. Detach it in GetStream's dashboard, or set on_destroy = %q and apply that "+
				"before the destroy.", name, api.SanitizeValue(updated.Storage), framework.OnDestroyRetain))
		return
	}
	resp.Diagnostics.Append(singleton.UndoneWarning(current.values(state.ExternalStorage)))
}

// ImportState implements [resource.ResourceWithImportState]. The ID is the call type. It sends nothing, because the read that follows
// finds it.
func (r *callTypeResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	name := framework.ImportID(ctx, req, path.Root("call_type"), &resp.Diagnostics)
	if !resp.Diagnostics.HasError() && !callTypeFormat.Matches(name) {
		resp.Diagnostics.AddError("Not the name of a call type", "Import the storage of a call type by the name of the call type, such as default.")
	}
	if !resp.Diagnostics.HasError() {
		framework.SetImportID(ctx, resp, path.Root("call_type"), name)
	}
}

func noCallType(app *Application, name string) string {
	return fmt.Sprintf("%s has no call type %s. This resource does not create call types: GetStream has default, livestream, audio_room and development, and its "+
		"dashboard creates others.", app.subject(), name)
}

// callTypeList finds the call types with an external storage for terraform query. Metadata and Configure are the resource's.
type callTypeList struct{ *callTypeResource }

func (l *callTypeList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = listschema.Schema{MarkdownDescription: "Finds the call types that use an external storage for `terraform query`, to adopt them with generated " +
		"configuration. Call types that use GetStream's own storage are not found."}
}

func (l *callTypeList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	framework.PushAll(req, stream, "attached storage", func(diags *diag.Diagnostics) (subject string, results []list.ListResult) {
		app := l.Client(diags)
		if diags.HasError() {
			return "", nil
		}
		all, err := app.ListCallTypes(ctx)
		if err != nil {
			diags.Append(storageError("list the call types", app, err))
			return "", nil
		}
		for _, callType := range all {
			if callType.Storage == "" {
				continue
			}
			result, at := req.NewListResult(ctx), path.Root("call_type")
			result.DisplayName = framework.DisplayValue(callType.Name) + ": " + framework.DisplayValue(callType.Storage)
			result.Diagnostics.Append(result.Identity.SetAttribute(ctx, at, callType.Name)...)
			if req.IncludeResource {
				var model callTypeModel
				framework.LoadListed(ctx, result.Resource, at, callType.Name, &model, &result.Diagnostics)
				model.setRemote(callType)
				result.Diagnostics.Append(result.Resource.Set(ctx, model)...)
			}
			results = append(results, result)
		}
		return app.subject(), results
	})
}
