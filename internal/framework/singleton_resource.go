package framework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// SingletonModel is the model of a singleton's resource: a pointer to a struct that embeds [SingletonArguments].
type SingletonModel interface{ singletonArguments() *SingletonArguments }

// SingletonKind is the part of a singleton's resource that differs between vendors. C is the vendor's client, M the model, and R a pointer
// to the vendor's response: the implementations for several pointers are compiled once.
type SingletonKind[C any, M SingletonModel, R comparable] interface {
	// NewModel returns a model in which nothing is set.
	NewModel() M
	// Singleton describes the singleton of a model in messages.
	Singleton(m M) Singleton
	// Run returns the history of the singleton.
	Run(client C, m M) *SingletonRun[R]
	// Fetch reads the singleton of a model. It returns nil if there is none, or after an error.
	Fetch(ctx context.Context, client C, m M, diags *diag.Diagnostics) R
	// Describe lists all values of a response.
	Describe(current R) string
	// Compare compares a response with the desired values. The prior values are those that the resource manages already.
	Compare(current R, desired, prior M) []SingletonValue
	// NeedsWrite reports whether the values of a plan differ from the state.
	NeedsWrite(plan, state M) bool
	// HasEffectOf reports whether a response has the effect that the state shows.
	HasEffectOf(current R, state M) bool
	// Undone returns the values that a destroy writes.
	Undone(current R, state M) M
	// Write writes the desired values, fills in the unknown ones, and returns the response, or nil after an error. The current response
	// was read just before. It is nil if there is no singleton.
	Write(ctx context.Context, client C, current R, desired, prior M, diags *diag.Diagnostics) R
	// SetCurrent sets the values of a model, which manages the prior ones, to those of a response. After an import, on_destroy is null. It
	// returns false if nothing is left to manage.
	SetCurrent(m, prior M, current R) bool
}

// SingletonResource is the life cycle of a singleton that always exists at the vendor: a creation adopts or changes it, and a destroy
// undoes its values. It is embedded in a vendor's resource, which adds the schema, the plan and the import.
type SingletonResource[C any, M SingletonModel, R comparable] struct {
	Resource[C]
	Kind SingletonKind[C, M, R]
	// Name is the name of the resource without the provider's.
	Name string
	// Identity is the only attribute of the identity, and also an attribute of the resource.
	Identity, IdentityDescription string
	// DefaultTimeout bounds an operation without a timeout of its own.
	DefaultTimeout time.Duration
}

func (r *SingletonResource[C, M, R]) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + r.Name
}

func (r *SingletonResource[C, M, R]) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		r.Identity: identityschema.StringAttribute{Description: r.IdentityDescription, RequiredForImport: true},
	}}
}

// setIdentity copies the identity from a state.
func (r *SingletonResource[C, M, R]) setIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, state tfsdk.State, diags *diag.Diagnostics) {
	var id types.String
	diags.Append(state.GetAttribute(ctx, path.Root(r.Identity), &id)...)
	diags.Append(identity.SetAttribute(ctx, path.Root(r.Identity), id)...)
}

// FetchSingleton reads the singleton of a model, and repeats a read that contradicts the latest write of this run. It returns nil if there
// is none, or after an error.
func FetchSingleton[C any, M SingletonModel, R comparable](ctx context.Context, kind SingletonKind[C, M, R], client C, m M, diags *diag.Diagnostics) (current R) {
	RepeatStale(ctx, kind.Singleton(m).Title, func() bool {
		current = kind.Fetch(ctx, client, m, diags)
		written := kind.Run(client, m).Written.Load()
		return written != nil && !diags.HasError() && (isNil(current) || kind.Describe(current) != kind.Describe(*written))
	})
	return current
}

// isNil reports whether there is no response.
func isNil[R comparable](response R) bool {
	var none R
	return response == none
}

// PlanCreation adds an error if a creation without overwrite_existing would replace values of another administrator, and warns of equal
// values and of those that overwrite_existing replaces. If overwrite_existing is not known yet, the creation decides.
func (r *SingletonResource[C, M, R]) PlanCreation(client C, current R, plan M, values []SingletonValue, diags *diag.Diagnostics) {
	r.checkCreation(client, current, plan, values, true, diags)
}

func (r *SingletonResource[C, M, R]) checkCreation(client C, current R, plan M, values []SingletonValue, isPlan bool, diags *diag.Diagnostics) {
	replaced := changedValues(values)
	isEqual := len(replaced) == 0
	if isEqual {
		replaced = values
	}
	if !slices.ContainsFunc(replaced, SingletonValue.isInForce) {
		return
	}
	s, run, overwrite := r.Kind.Singleton(plan), r.Kind.Run(client, plan), plan.singletonArguments().OverwriteExisting
	switch {
	case isEqual && isPlan && !run.Managed.Load():
		diags.Append(s.equalWarning())
	case isEqual, r.WasLeft(client, current, plan), isPlan && overwrite.IsUnknown():
	case !overwrite.ValueBool():
		diags.Append(s.existsError(formatSingleton(values), run.Managed.Load()))
	case isPlan:
		diags.Append(s.replacedWarning(FormatChanges(values)))
	}
}

// WasLeft reports whether a destroy of this run has left the values of a response.
func (r *SingletonResource[C, M, R]) WasLeft(client C, current R, m M) bool {
	left := r.Kind.Run(client, m).Left.Load()
	return left != nil && r.Kind.Describe(*left) == r.Kind.Describe(current)
}

// write writes the desired values, and adds an error for each one that the vendor, although it accepted the write, did not set. It returns
// the response, or nil if the write has failed.
func (r *SingletonResource[C, M, R]) write(ctx context.Context, client C, current R, desired, prior M, diags *diag.Diagnostics) R {
	written := r.Kind.Write(ctx, client, current, desired, prior, diags)
	if isNil(written) {
		return written
	}
	r.Kind.Run(client, desired).Written.Store(&written)
	for _, v := range changedValues(r.Kind.Compare(written, desired, prior)) {
		diags.Append(r.Kind.Singleton(desired).mismatchError(v))
	}
	return written
}

// Create writes the values. The plan has checked the existing ones, but they may have changed since.
func (r *SingletonResource[C, M, R]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	plan, diags := r.Kind.NewModel(), &resp.Diagnostics
	diags.Append(req.Plan.Get(ctx, plan)...)
	ctx, client, cancel := r.Begin(ctx, plan.singletonArguments().Timeouts.Create, r.DefaultTimeout, diags)
	defer cancel()
	if diags.HasError() {
		return
	}
	s, run := r.Kind.Singleton(plan), r.Kind.Run(client, plan)
	defer run.Claim(ctx, s, diags)()
	if diags.HasError() {
		return
	}
	current := FetchSingleton(ctx, r.Kind, client, plan, diags)
	if !isNil(current) {
		r.checkCreation(client, current, plan, r.Kind.Compare(current, plan, r.Kind.NewModel()), false, diags)
	}
	if diags.HasError() {
		return
	}
	run.Left.Store(nil)
	written := r.write(ctx, client, current, plan, r.Kind.NewModel(), diags)
	if diags.HasError() {
		// With a state, an error would taint the resource, and the replacement would begin with a destroy that undoes the values.
		if !isNil(written) {
			diags.Append(s.notStoredError(r.Kind.Describe(written)))
		}
		return
	}
	diags.Append(resp.State.Set(ctx, plan)...)
	r.setIdentity(ctx, resp.Identity, resp.State, diags)
}

// Read reads the managed values, so that the next plan shows drift. After an import, it reads all that are set.
func (r *SingletonResource[C, M, R]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	state, diags := r.Kind.NewModel(), &resp.Diagnostics
	diags.Append(req.State.Get(ctx, state)...)
	// A state of Terraform 1.11 has no identity, and the framework wants one even for a resource that it removes.
	r.setIdentity(ctx, resp.Identity, req.State, diags)
	if r.IsUnknown() {
		diags.Append(r.NotRefreshedWarning())
		return
	}
	ctx, client, cancel := r.Begin(ctx, state.singletonArguments().Timeouts.Read, r.DefaultTimeout, diags)
	defer cancel()
	if diags.HasError() {
		return
	}
	current := FetchSingleton(ctx, r.Kind, client, state, diags)
	if diags.HasError() {
		return
	}
	r.Kind.Run(client, state).Managed.Store(true)
	if isNil(current) || !r.Kind.SetCurrent(state, state, current) {
		resp.State.RemoveResource(ctx)
		return
	}
	diags.Append(resp.State.Set(ctx, state)...)
}

// Update writes the values, unless only the provider's own arguments change.
func (r *SingletonResource[C, M, R]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	plan, state, diags := r.Kind.NewModel(), r.Kind.NewModel(), &resp.Diagnostics
	diags.Append(req.Plan.Get(ctx, plan)...)
	diags.Append(req.State.Get(ctx, state)...)
	r.setIdentity(ctx, resp.Identity, req.State, diags)
	if diags.HasError() {
		return
	}
	if !r.Kind.NeedsWrite(plan, state) {
		diags.Append(resp.State.Set(ctx, plan)...)
		return
	}
	ctx, client, cancel := r.Begin(ctx, plan.singletonArguments().Timeouts.Update, r.DefaultTimeout, diags)
	defer cancel()
	if diags.HasError() {
		return
	}
	defer r.Kind.Run(client, state).Claim(ctx, r.Kind.Singleton(state), diags)()
	if diags.HasError() {
		return
	}
	// The plan may be without a refresh, so check the owner before the write.
	current := FetchSingleton(ctx, r.Kind, client, state, diags)
	if diags.HasError() {
		return
	}
	written := r.write(ctx, client, current, plan, state, diags)
	if isNil(written) {
		return
	}
	if diags.HasError() {
		r.Kind.SetCurrent(plan, state, written) // The next plan shows the differences.
	}
	diags.Append(resp.State.Set(ctx, plan)...)
}

// Delete undoes the values, unless none is in force, on_destroy retains them, or another object of this run manages them. Values that the
// plan did not show are an error.
func (r *SingletonResource[C, M, R]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	state, diags := r.Kind.NewModel(), &resp.Diagnostics
	diags.Append(req.State.Get(ctx, state)...)
	if diags.HasError() || state.singletonArguments().Retains() {
		return
	}
	ctx, client, cancel := r.Begin(ctx, state.singletonArguments().Timeouts.Delete, r.DefaultTimeout, diags)
	defer cancel()
	if diags.HasError() {
		return
	}
	s, run := r.Kind.Singleton(state), r.Kind.Run(client, state)
	defer run.Acquire(ctx, s, diags)()
	if diags.HasError() {
		return
	}
	if run.Claimed.Load() {
		values := "  (not known, because its write has failed)\n"
		if written := run.Written.Load(); written != nil {
			values = r.Kind.Describe(*written)
		}
		diags.Append(s.claimedWarning(values))
		return
	}
	current := FetchSingleton(ctx, r.Kind, client, state, diags)
	if isNil(current) {
		return
	}
	values := r.Kind.Compare(current, state, state)
	left := current
	if slices.ContainsFunc(values, SingletonValue.isInForce) {
		if !r.Kind.HasEffectOf(current, state) {
			diags.Append(s.changedError(formatSingleton(values)))
			return
		}
		// An error keeps the state, so that the destroy can be repeated.
		if left = r.write(ctx, client, current, r.Kind.Undone(current, state), state, diags); diags.HasError() {
			return
		}
		diags.Append(s.undoneWarning(FormatCurrent(values)))
	}
	run.Left.Store(&left)
}

// NewListResult returns the result of a query for the singleton of an owner.
func (r *SingletonResource[C, M, R]) NewListResult(ctx context.Context, req list.ListRequest, owner, displayName string, current R) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = displayName
	id := path.Root(r.Identity)
	result.Diagnostics.Append(result.Identity.SetAttribute(ctx, id, owner)...)
	if req.IncludeResource {
		model := r.Kind.NewModel()
		LoadListed(ctx, result.Resource, id, owner, model, &result.Diagnostics)
		r.Kind.SetCurrent(model, model, current)
		result.Diagnostics.Append(result.Resource.Set(ctx, model)...)
	}
	return result
}

// SingletonValue is a value of a singleton, and the desired one.
type SingletonValue struct {
	Path             path.Path
	Current, Desired attr.Value
	// IsChanged reports whether the two differ in their meaning.
	IsChanged bool
	// IsInForce reports whether the current value has an effect, so that a creation does not replace it silently.
	IsInForce bool
	// Note tells of another effect that a write may have on the current value. It may be empty.
	Note string
	// Cause tells the likely cause if a write does not set the desired value, and the next step.
	Cause string
}

func (v SingletonValue) isInForce() bool { return v.IsInForce }

func changedValues(values []SingletonValue) []SingletonValue {
	return slices.DeleteFunc(slices.Clone(values), func(v SingletonValue) bool { return !v.IsChanged })
}

// formatSingleton lists values, one on each line, with their changes.
func formatSingleton(values []SingletonValue) string {
	width := 0
	for _, v := range values {
		width = max(width, len(v.Path.String()))
	}
	var b strings.Builder
	for _, v := range values {
		fmt.Fprintf(&b, "  %-*s = %s", width, v.Path, FormatValue(v.Current))
		if v.IsChanged {
			b.WriteString(" -> " + FormatValue(v.Desired))
		} else if v.Note != "" {
			b.WriteString(" -> " + v.Note)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// FormatChanges is formatSingleton without the values that a write does not change.
func FormatChanges(values []SingletonValue) string {
	return formatSingleton(slices.DeleteFunc(slices.Clone(values), func(v SingletonValue) bool { return !v.IsChanged && v.Note == "" }))
}

// FormatCurrent is formatSingleton without the changes.
func FormatCurrent(values []SingletonValue) string {
	values = slices.Clone(values)
	for i := range values {
		values[i].IsChanged, values[i].Note = false, ""
	}
	return formatSingleton(values)
}
