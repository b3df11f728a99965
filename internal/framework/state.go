package framework

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The private state of a resource. The type of the plugin framework is internal.
type (
	// PrivateReader reads the private state.
	PrivateReader interface {
		GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	}
	privateWriter interface {
		SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
	}
)

// SavePrivate saves a value as JSON in the private state of a resource.
func SavePrivate(ctx context.Context, private privateWriter, key string, value any, diags *diag.Diagnostics) {
	raw, err := json.Marshal(value)
	if err != nil {
		diags.AddError("Could not save "+key+" in the private state", err.Error())
		return
	}
	diags.Append(private.SetKey(ctx, key, raw)...)
}

// LoadPrivate reads a value of [SavePrivate] into a pointer. It returns false if there is none.
func LoadPrivate(ctx context.Context, private PrivateReader, key string, into any, diags *diag.Diagnostics) bool {
	raw, found := private.GetKey(ctx, key)
	diags.Append(found...)
	if raw == nil || diags.HasError() {
		return false
	}
	if err := json.Unmarshal(raw, into); err != nil {
		diags.AddError("Could not read "+key+" in the private state", err.Error())
		return false
	}
	return true
}

// ImportID returns the ID of an import: the ID itself or, for an import by identity, the identity's attribute.
func ImportID(ctx context.Context, req resource.ImportStateRequest, attribute path.Path, diags *diag.Diagnostics) string {
	if req.ID != "" {
		return req.ID
	}
	var id types.String
	diags.Append(req.Identity.GetAttribute(ctx, attribute, &id)...)
	return id.ValueString()
}

// SetImportID sets an attribute of the imported state and the identity attribute of the same name.
func SetImportID(ctx context.Context, resp *resource.ImportStateResponse, attribute path.Path, id string) {
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, attribute, id)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, attribute, id)...)
}

// LoadListed reads the resource of a list result into a pointer to its model, with one attribute set and all others null. A list result
// begins as no object at all, from which the framework reads no model.
func LoadListed(ctx context.Context, result *tfsdk.Resource, attribute path.Path, id string, model any, diags *diag.Diagnostics) {
	diags.Append(result.SetAttribute(ctx, attribute, id)...)
	diags.Append(result.Get(ctx, model)...)
}
