package getstream

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
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
	callTypeDescription = "The name of the call type, such as `default`. It must exist."
	// ownStorage describes the effect of detaching a storage.
	ownStorage = "GetStream stores new recordings and transcriptions in its own storage, which deletes them after two weeks."
)

var callTypeFormat = framework.MatchRegexp(`^[A-Za-z0-9_-]+$`, "be the name of a call type: letters, digits, hyphens and underscores")

// callTypeResource is the resource videostorage_getstream_call_type_storage.
type callTypeResource struct {
	framework.SingletonResource[*Application, *callTypeModel, *CallType]
}

var (
	_ resource.ResourceWithImportState = (*callTypeResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*callTypeResource)(nil)
)

func newCallTypeResource() *callTypeResource {
	return &callTypeResource{framework.SingletonResource[*Application, *callTypeModel, *CallType]{
		Resource: framework.Resource[*Application]{Connection: connection}, Kind: callTypeStorage{}, Name: "getstream_call_type_storage",
		Identity: "call_type", IdentityDescription: callTypeDescription, DefaultTimeout: defaultTimeout,
	}}
}

type callTypeModel struct {
	CallType        types.String `tfsdk:"call_type"`
	ExternalStorage types.String `tfsdk:"external_storage"`
	framework.SingletonArguments
}

func (r *callTypeResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Attaches an external storage to a call type of GetStream that exists " +
			"([Storage](https://getstream.io/video/docs/api/recording/storage/)). A call type has at most one. Creating this resource fails if another one is attached already. The other settings of the call type stay as they are." +
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
			"timeouts": framework.SingletonTimeouts(ctx, defaultTimeout),
		},
	}
}

// ModifyPlan reads the call type of a creation, so that a refusal comes with the plan, and warns of a destroy.
func (r *callTypeResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	plan, state, diags := r.Kind.NewModel(), r.Kind.NewModel(), &resp.Diagnostics
	if req.Plan.Raw.IsNull() {
		diags.Append(req.State.Get(ctx, state)...)
		r.planDestroy(state, diags)
		return
	}
	diags.Append(req.Plan.Get(ctx, plan)...)
	if !req.State.Raw.IsNull() || r.IsUnknown() || plan.CallType.IsUnknown() {
		return
	}
	ctx, app, cancel := r.Begin(ctx, plan.Timeouts.Create, defaultTimeout, diags)
	defer cancel()
	if diags.HasError() {
		return
	}
	current := framework.FetchSingleton(ctx, r.Kind, app, plan, diags)
	switch {
	case diags.HasError():
	case current == nil:
		diags.AddAttributeWarning(path.Root("call_type"), "There is no such call type yet", noCallType(app, plan)+" The apply fails unless it exists by then.")
	case !plan.ExternalStorage.IsUnknown(): // Otherwise Create decides.
		r.PlanCreation(app, current, plan, r.Kind.Compare(current, plan, nil), diags)
	}
}

// planDestroy warns of the effect on new recordings.
func (r *callTypeResource) planDestroy(state *callTypeModel, diags *diag.Diagnostics) {
	storage := framework.FormatValue(state.ExternalStorage)
	if state.Retains() {
		diags.Append(r.Kind.Singleton(state).RetainedWarning(fmt.Sprintf(" GetStream still stores new recordings in %s, which must outlive this resource.", storage)))
		return
	}
	diags.AddWarning("The storage of the call type will be detached",
		fmt.Sprintf("Destroying this resource detaches %s from %s, because on_destroy is %q. %s To leave it attached, set on_destroy = %q and apply that first.",
			storage, api.SanitizeValue(state.CallType.ValueString()), onDestroyDetach, ownStorage, framework.OnDestroyRetain))
}

// Create also saves the API key, which [Application.isOther] needs.
func (r *callTypeResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	r.SingletonResource.Create(ctx, req, resp)
	if !resp.Diagnostics.HasError() {
		framework.SavePrivate(ctx, resp.Private, applicationKey, r.Client(&resp.Diagnostics).apiKey, &resp.Diagnostics)
	}
}

// Read leaves the state unchanged, with an error, if the call type that differs from it may be another application's.
func (r *callTypeResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	r.SingletonResource.Read(ctx, req, resp)
	if resp.Diagnostics.HasError() || r.IsUnknown() {
		return
	}
	var name types.String
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("call_type"), &name)...)
	app := r.Client(&resp.Diagnostics)
	if !resp.State.Raw.Equal(req.State.Raw) && app.isOther(ctx, req.Private, "the storage of the call type "+name.ValueString(), &resp.Diagnostics) {
		resp.State.Raw = req.State.Raw
		return
	}
	framework.SavePrivate(ctx, resp.Private, applicationKey, app.apiKey, &resp.Diagnostics)
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

func noCallType(app *Application, m *callTypeModel) string {
	return fmt.Sprintf("%s has no call type %s. This resource does not create call types: GetStream has default, livestream, audio_room and development, and its "+
		"dashboard creates others.", app.subject(), m.CallType.ValueString())
}

// callTypeStorage implements [framework.SingletonKind].
type callTypeStorage struct{}

func (callTypeStorage) NewModel() *callTypeModel { return &callTypeModel{} }

func (callTypeStorage) Singleton(m *callTypeModel) framework.Singleton {
	name := m.CallType.ValueString()
	return framework.Singleton{
		Vendor: connection.Title, Title: "storage settings", OwnerKind: "call type", Owner: name, Undo: onDestroyDetach, Undone: "reset",
		TypeName: "videostorage_getstream_call_type_storage", ImportID: name,
	}
}

func (callTypeStorage) Run(app *Application, m *callTypeModel) *framework.SingletonRun[*CallType] {
	return app.callTypeRuns.Run(m.CallType.ValueString())
}

func (callTypeStorage) Fetch(ctx context.Context, app *Application, m *callTypeModel, diags *diag.Diagnostics) *CallType {
	current, err := app.FetchCallType(ctx, m.CallType.ValueString())
	if err == nil {
		return &current
	}
	if !isNotFound(err) {
		diags.Append(storageError("read the call type "+m.CallType.ValueString(), app, err))
	}
	return nil
}

func (k callTypeStorage) Describe(current *CallType) string {
	return framework.FormatCurrent(k.Compare(current, &callTypeModel{}, nil))
}

func (callTypeStorage) Compare(current *CallType, desired, _ *callTypeModel) []framework.SingletonValue {
	storage := framework.StringOrNull(current.Storage)
	cause := "Another administrator may have changed it at the same time. Try again."
	if desired.ExternalStorage.IsNull() {
		cause = fmt.Sprintf("Detach it in GetStream's dashboard, or set on_destroy = %q and apply that before the destroy.", framework.OnDestroyRetain)
	}
	return []framework.SingletonValue{{
		Path: path.Root("external_storage"), Current: storage, Desired: desired.ExternalStorage,
		IsChanged: !storage.Equal(desired.ExternalStorage), IsInForce: current.Storage != "", Cause: cause,
	}}
}

func (callTypeStorage) NeedsWrite(plan, state *callTypeModel) bool {
	return !plan.ExternalStorage.Equal(state.ExternalStorage)
}

func (callTypeStorage) HasEffectOf(current *CallType, state *callTypeModel) bool {
	return current.Storage == state.ExternalStorage.ValueString()
}

func (callTypeStorage) Undone(_ *CallType, state *callTypeModel) *callTypeModel {
	return &callTypeModel{CallType: state.CallType}
}

// Write attaches the desired storage, unless it is attached already, or detaches the current one.
func (callTypeStorage) Write(ctx context.Context, app *Application, current *CallType, desired, _ *callTypeModel, diags *diag.Diagnostics) *CallType {
	if current == nil {
		diags.AddAttributeError(path.Root("call_type"), "There is no such call type", noCallType(app, desired))
		return nil
	}
	storage := desired.ExternalStorage.ValueString()
	if current.Storage == storage {
		return current
	}
	var updated CallType
	write := func() (err error) {
		updated, err = app.SetStorage(ctx, *current, storage)
		return err
	}
	var err error
	if storage == "" {
		err = write()
	} else { // The storage may have been created a moment ago.
		err = repeatNotFound(ctx, write)
	}
	switch {
	case err == nil:
		return &updated
	case storage == "":
		diags.Append(storageError("detach the "+storageTitle+" from the call type "+current.Name, app, err))
	case isNotFound(err):
		diags.AddAttributeError(path.Root("external_storage"), "There is no such "+storageTitle, framework.DescribeError(app.subject(), err)+" Create it first.")
	default:
		diags.Append(storageError("attach the "+storageTitle+" "+storage, app, err))
	}
	return nil
}

// SetCurrent implements [framework.SingletonKind]. It also sets the provider's own arguments after an import.
func (callTypeStorage) SetCurrent(m, _ *callTypeModel, current *CallType) bool {
	m.ExternalStorage = framework.StringOrNull(current.Storage)
	m.SetImportDefaults(onDestroyDetach)
	return true
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
			displayName := framework.DisplayValue(callType.Name) + ": " + framework.DisplayValue(callType.Storage)
			results = append(results, l.NewListResult(ctx, req, callType.Name, displayName, &callType))
		}
		return app.subject(), results
	})
}
