package framework

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
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

// NewListedModel returns the model of a resource in a list result, with one attribute set and all others null. M is the type
// of the model. A list result begins as no object at all, from which the framework reads no model.
func NewListedModel[M any](ctx context.Context, result *tfsdk.Resource, attribute path.Path, id string, diags *diag.Diagnostics) M {
	var model M
	diags.Append(result.SetAttribute(ctx, attribute, id)...)
	diags.Append(result.Get(ctx, &model)...)
	return model
}

// PushFound pushes the list results that find returns. It pushes nothing before all are found, because Terraform drops the results that
// precede an error.
func PushFound(req list.ListRequest, stream *list.ListResultsStream, find func(*diag.Diagnostics) []list.ListResult) {
	stream.Results = func(push func(list.ListResult) bool) {
		if req.Limit <= 0 {
			return
		}
		var diags diag.Diagnostics
		results := find(&diags)
		if diags.HasError() {
			push(list.ListResult{Diagnostics: diags})
			return
		}
		for _, result := range results {
			if !push(result) {
				return
			}
		}
	}
}
