package getstream

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

const (
	storageTitle   = "external storage"
	defaultTimeout = 5 * time.Minute
	// createdKey is the key of the private state for the time of the creation. A storage that is younger than settlingTime may be missing
	// from a list: GetStream is eventually consistent.
	createdKey   = "created"
	settlingTime = time.Minute
)

const storageNameDescription = "The name of the storage, by which call types refer to it: letters, digits, hyphens and underscores."

// storageResource is the resource videostorage_getstream_external_storage.
type storageResource struct {
	framework.Resource[*Application]
}

var (
	_ resource.ResourceWithIdentity       = (*storageResource)(nil)
	_ resource.ResourceWithImportState    = (*storageResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*storageResource)(nil)
	_ resource.ResourceWithValidateConfig = (*storageResource)(nil)
)

func newStorageResource() *storageResource {
	return &storageResource{framework.Resource[*Application]{Connection: connection}}
}

func (r *storageResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_getstream_external_storage"
}

func (r *storageResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An external storage of a GetStream application: a bucket of your own for the recordings and transcriptions of the call types that " +
			"use it ([Storage](https://getstream.io/video/docs/api/recording/storage/)). An application has at most 10. Exactly one of the blocks `s3`, " +
			"`gcs` and `azure` must be set.\n\nGetStream returns only the type, the bucket and the path. A change of the other arguments outside Terraform " +
			"cannot be detected, and they are null after an import: the next apply sends all of them. Every update replaces the whole storage, so it sends " +
			"the secrets again.\n\n~> A storage that a call type uses is not deleted. To rename one, add `lifecycle { create_before_destroy = true }`: the call " +
			"types then move to the new one first.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: storageNameDescription + " A change replaces the storage.",
				Required:            true,
				Validators:          []validator.String{storageNameFormat},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"check_on_apply": schema.BoolAttribute{
				MarkdownDescription: "Whether GetStream checks the storage after each write. The check puts a small new file into the bucket. If it fails, the apply " +
					"fails with GetStream's reason, and the next apply checks again. Defaults to `false`.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
			},
			"checked": schema.BoolAttribute{
				MarkdownDescription: "Whether a check has succeeded since the latest write of this resource.",
				Computed:            true,
			},
		},
		Blocks: map[string]schema.Block{
			"timeouts": framework.ResourceTimeouts(ctx, timeouts.Opts{
				Create: true, CreateDescription: framework.DescribeTimeout("creating the storage, with its check", defaultTimeout),
				Read: true, ReadDescription: framework.DescribeTimeout("reading the storage", defaultTimeout),
				Update: true, UpdateDescription: framework.DescribeTimeout("changing the storage, with its check", defaultTimeout),
				Delete: true, DeleteDescription: framework.DescribeTimeout("deleting the storage", defaultTimeout),
			}),
		},
	}
	for _, kind := range storageKinds {
		resp.Schema.Blocks[kind.block] = kind.schema()
	}
}

func (r *storageResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"name": identityschema.StringAttribute{Description: storageNameDescription, RequiredForImport: true},
	}}
}

// ModifyPlan refuses to create a storage with the name of another one, and plans the check.
func (r *storageResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	var plan, state storageModel
	diags, creates := &resp.Diagnostics, req.State.Raw.IsNull()
	diags.Append(req.Plan.Get(ctx, &plan)...)
	plan.Checked = plan.CheckOnApply
	if !creates {
		diags.Append(req.State.Get(ctx, &state)...)
		if plan.CheckOnApply.Equal(types.BoolValue(false)) && plan.hasBlocks(state) {
			plan.Checked = state.Checked
		}
	}
	diags.Append(resp.Plan.SetAttribute(ctx, path.Root("checked"), plan.Checked)...)
	if !creates || r.IsUnknown() || plan.Name.IsUnknown() || diags.HasError() {
		return
	}
	ctx, app, cancel := r.Begin(ctx, plan.Timeouts.Create, defaultTimeout, diags)
	defer cancel()
	if diags.HasError() {
		return
	}
	name := plan.Name.ValueString()
	// A replacement is planned as a creation too, after a read of the old storage.
	if _, exists := app.listStorages(ctx, diags)[name]; exists && !app.storageRuns.Run(name).Managed.Load() {
		diags.Append(existsError(app, name))
	}
}

// Create creates the storage if its name is free.
func (r *storageResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan storageModel
	diags := &resp.Diagnostics
	diags.Append(req.Plan.Get(ctx, &plan)...)
	desired, name := plan.params(ctx, req.Config, diags), plan.Name.ValueString()
	ctx, app, cancel := r.Begin(ctx, plan.Timeouts.Create, defaultTimeout, diags)
	defer cancel()
	if diags.HasError() {
		return
	}
	// Creations take turns, so that each one counts the storages that this run has created.
	turn := framework.Singleton{Title: "external storages", OwnerKind: "application", Owner: app.apiKey}
	defer app.storageRuns.Run("").Acquire(ctx, turn, diags)()
	if diags.HasError() {
		return
	}
	app.storages.Forget()
	all := app.listStorages(ctx, diags)
	if _, exists := all[name]; exists {
		diags.Append(existsError(app, name))
	}
	if diags.HasError() {
		return
	}
	err := app.CreateStorage(ctx, desired)
	if failure, ok := errors.AsType[*api.Error](err); ok && failure.MaybeProcessed {
		// The name was free, so a storage with this name is the created one. An update makes sure of that.
		if _, listErr := app.awaitStorage(ctx, name, true); listErr == nil {
			_, err = app.UpdateStorage(ctx, name, desired)
		}
	}
	if err != nil {
		diags.Append(creationError(app, name, len(all), err))
		return
	}
	framework.SavePrivate(ctx, resp.Private, createdKey, time.Now(), diags)
	framework.SavePrivate(ctx, resp.Private, applicationKey, app.apiKey, diags)
	diags.Append(resp.Identity.SetAttribute(ctx, path.Root("name"), plan.Name)...)
	if created, err := app.awaitStorage(ctx, name, true); err == nil {
		plan.requireLocation(ctx, created, diags)
	} else {
		diags.AddWarning("The "+storageTitle+" was not read", framework.DescribeError(app.subject(), err)+" It was created and is in the state.")
	}
	app.check(ctx, &plan, " Terraform replaces a resource with a failed creation. To keep the storage and only check it again, run terraform untaint ADDRESS.",
		diags)
	diags.Append(resp.State.Set(ctx, plan)...)
}

// Read reads the parts that GetStream returns from the list of all storages, which the storages of a run share. The others stay.
func (r *storageResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state storageModel
	diags := &resp.Diagnostics
	diags.Append(req.State.Get(ctx, &state)...)
	diags.Append(resp.Identity.SetAttribute(ctx, path.Root("name"), state.Name)...)
	if r.IsUnknown() {
		diags.Append(r.NotRefreshedWarning())
		return
	}
	ctx, app, cancel := r.Begin(ctx, state.Timeouts.Read, defaultTimeout, diags)
	defer cancel()
	if diags.HasError() {
		return
	}
	name := state.Name.ValueString()
	remote, found := app.listStorages(ctx, diags)[name]
	var created time.Time
	if !found && framework.LoadPrivate(ctx, req.Private, createdKey, &created, diags) && time.Since(created) < settlingTime {
		_, _ = app.awaitStorage(ctx, name, true) // The next list has the result.
		remote, found = app.listStorages(ctx, diags)[name]
	}
	switch {
	case diags.HasError():
	case found:
		app.storageRuns.Run(name).Managed.Store(true)
		framework.SavePrivate(ctx, resp.Private, applicationKey, app.apiKey, diags)
		state.setRemote(ctx, remote)
		diags.Append(resp.State.Set(ctx, state)...)
	case !app.isOther(ctx, req.Private, "the "+storageTitle+" "+name, diags):
		diags.AddWarning("The "+storageTitle+" is gone",
			fmt.Sprintf("%s no longer has %s: it was deleted outside this configuration. GetStream cannot store the recordings of call types that use it. Plan and "+
				"apply soon: this creates it again.", app.subject(), name))
		resp.State.RemoveResource(ctx)
	}
}

// Update replaces the storage, unless only arguments of the provider change, and checks it.
func (r *storageResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state storageModel
	diags := &resp.Diagnostics
	diags.Append(req.Plan.Get(ctx, &plan)...)
	diags.Append(req.State.Get(ctx, &state)...)
	diags.Append(resp.Identity.SetAttribute(ctx, path.Root("name"), state.Name)...)
	desired, writes := plan.params(ctx, req.Config, diags), !plan.hasBlocks(state)
	if !writes && (!plan.CheckOnApply.ValueBool() || state.Checked.ValueBool()) {
		diags.Append(resp.State.Set(ctx, plan)...)
		return
	}
	ctx, app, cancel := r.Begin(ctx, plan.Timeouts.Update, defaultTimeout, diags)
	defer cancel()
	if diags.HasError() {
		return
	}
	if writes {
		var updated Storage
		err := repeatNotFound(ctx, func() (err error) {
			updated, err = app.UpdateStorage(ctx, desired.Name, desired)
			return err
		})
		if err != nil {
			diags.Append(storageError("change the "+storageTitle+" "+desired.Name, app, err))
			return
		}
		plan.requireLocation(ctx, updated, diags)
	}
	app.check(ctx, &plan, "", diags)
	diags.Append(resp.State.Set(ctx, plan)...)
}

// Delete deletes the storage, unless a call type uses it.
func (r *storageResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state storageModel
	diags := &resp.Diagnostics
	diags.Append(req.State.Get(ctx, &state)...)
	ctx, app, cancel := r.Begin(ctx, state.Timeouts.Delete, defaultTimeout, diags)
	defer cancel()
	if diags.HasError() {
		return
	}
	name := state.Name.ValueString()
	callTypes, err := app.ListCallTypes(ctx)
	if err != nil {
		diags.Append(storageError("list the call types, to check that they do not use "+name, app, err))
		return
	}
	var users []string
	for _, callType := range callTypes {
		// A list may lag behind the write of this run.
		if written := app.callTypeRuns.Run(callType.Name).Written.Load(); written != nil {
			callType.Storage = (*written).Storage
		}
		if callType.Storage == name {
			users = append(users, api.SanitizeValue(callType.Name))
		}
	}
	if len(users) > 0 {
		diags.AddError("The "+storageTitle+" is in use",
			fmt.Sprintf("%s: the call types %s use %s, so it was not deleted. GetStream could not store their recordings.\n\nAttach them to another storage, or "+
				"detach them, and apply that first. To rename the storage, add lifecycle { create_before_destroy = true } to it.",
				app.subject(), strings.Join(users, ", "), name))
		return
	}
	err = app.DeleteStorage(ctx, name)
	if err == nil || isNotFound(err) {
		// A creation of the same name in this run needs a list without the storage. One that is listed but not found was just created.
		if _, listErr := app.awaitStorage(ctx, name, false); listErr == nil {
			err = nil
		} else if err != nil {
			err = app.DeleteStorage(ctx, name)
		}
	}
	if err != nil {
		diags.Append(storageError("delete the "+storageTitle+" "+name, app, err))
	}
}

// ImportState implements [resource.ResourceWithImportState]. The ID is the name. It sends nothing, because the read that follows finds
// the storage.
func (r *storageResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	framework.SetImportID(ctx, resp, path.Root("name"), framework.ImportID(ctx, req, path.Root("name"), &resp.Diagnostics))
}

// requireLocation sets the location to GetStream's, and adds an error if it is another one than the plan's.
func (m *storageModel) requireLocation(ctx context.Context, remote Storage, diags *diag.Diagnostics) {
	isPlanned := m.location().isAt(remote)
	m.setRemote(ctx, remote)
	if !isPlanned {
		diags.AddError("GetStream did not set the location",
			fmt.Sprintf("GetStream accepted the write, but has type %q, bucket %q and path %q. Another administrator may have changed the storage at the same time. "+
				"Try again.", api.SanitizeValue(remote.Type), api.SanitizeValue(remote.Bucket), api.SanitizeValue(remote.Path)))
	}
}

// check checks a storage that was written, if the plan asks for it.
func (a *Application) check(ctx context.Context, plan *storageModel, advice string, diags *diag.Diagnostics) {
	plan.Checked = types.BoolValue(false)
	if !plan.CheckOnApply.ValueBool() || diags.HasError() {
		return
	}
	if _, err := a.checkStorage(ctx, plan.Name.ValueString()); err != nil {
		failure := storageError("check the "+storageTitle+" "+plan.Name.ValueString(), a, err)
		diags.AddError(failure.Summary(), failure.Detail()+"\n\nThe storage is written and in the state. The next apply checks it again."+advice)
		return
	}
	plan.Checked = types.BoolValue(true)
}

// checkStorage checks a storage that may have been created a moment ago.
func (a *Application) checkStorage(ctx context.Context, name string) (fileURL string, err error) {
	err = repeatNotFound(ctx, func() (err error) {
		fileURL, err = a.CheckStorage(ctx, name)
		return err
	})
	return fileURL, err
}

// listStorages returns all storages by name, or adds an error.
func (a *Application) listStorages(ctx context.Context, diags *diag.Diagnostics) map[string]Storage {
	all, err := a.ListStorages(ctx)
	if err != nil {
		diags.Append(storageError("list the external storages", a, err))
	}
	return all
}

// awaitStorage lists the storages until one is listed, or no longer listed. It returns an error after seven seconds.
func (a *Application) awaitStorage(ctx context.Context, name string, listed bool) (storage Storage, err error) {
	framework.RepeatStale(ctx, storageTitle, func() bool {
		var all map[string]Storage
		a.storages.Forget()
		all, err = a.ListStorages(ctx)
		found, isListed := all[name]
		storage = found
		if err == nil && isListed != listed {
			err = errStale
		}
		return errors.Is(err, errStale)
	})
	return storage, err
}

var errStale = errors.New("the list of GetStream does not show the latest write yet")

// repeatNotFound repeats a request for some seconds if GetStream answers that an object does not exist.
func repeatNotFound(ctx context.Context, request func() error) (err error) {
	framework.RepeatStale(ctx, storageTitle, func() bool {
		err = request()
		return isNotFound(err)
	})
	return err
}

func storageError(operation string, app *Application, err error) diag.Diagnostic {
	return framework.RequestError(operation, app.subject(), err)
}

// existsError returns the error of a creation with the name of an existing storage. Terraform does not tell a provider that it replaces
// a resource.
func existsError(app *Application, name string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("The "+storageTitle+" exists already",
		fmt.Sprintf("%s already has %s, and creating this resource would replace it.\n\n%s\n\nIf this configuration manages it already, Terraform replaces the "+
			"resource. If a failed check or a provisioner has tainted it, run terraform untaint ADDRESS. If its address has changed, add a moved block. With "+
			"create_before_destroy, a new resource needs another name.", app.subject(), name, importAdvice(name)))
}

func importAdvice(name string) string {
	return fmt.Sprintf("To adopt it, import it. The next apply then sends all arguments:\n\n"+
		"  import {\n    to = videostorage_getstream_external_storage.NAME\n    id = %q\n  }", name)
}

// creationError returns the error of a failed creation in an application with a number of storages.
func creationError(app *Application, name string, count int, err error) diag.Diagnostic {
	failure := storageError("create the "+storageTitle+" "+name, app, err)
	detail := failure.Detail()
	if found, ok := errors.AsType[*api.Error](err); ok && found.MaybeProcessed {
		detail += "\n\nIf it was created, it is not in the state, and creating it again is refused. " + importAdvice(name)
	} else if ok && count >= maxStorages && found.Status >= 400 && found.Status < 500 {
		detail += fmt.Sprintf("\n\nThe application has %d external storages, and GetStream allows at most %d. Delete one that no call type uses.", count, maxStorages)
	}
	return diag.NewErrorDiagnostic(failure.Summary(), detail)
}
