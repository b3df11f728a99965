package twilio

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// privateReader and privateWriter are the two sides of a resource's private state. The
// framework's own type of it is internal.
type (
	privateReader interface {
		GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	}
	privateWriter interface {
		SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
	}
)

// note puts a value into the private state.
func note(ctx context.Context, private privateWriter, key string, value any, diags *diag.Diagnostics) {
	raw, err := json.Marshal(value)
	if err != nil {
		diags.AddError(fmt.Sprintf("Could not note the %s in the private state", key), err.Error())
		return
	}
	diags.Append(private.SetKey(ctx, key, raw)...)
}

// noted reads a value from the private state. It reports whether there is one.
func noted(ctx context.Context, private privateReader, key string, into any, diags *diag.Diagnostics) bool {
	raw, found := private.GetKey(ctx, key)
	diags.Append(found...)
	if raw == nil || diags.HasError() {
		return false
	}
	if err := json.Unmarshal(raw, into); err != nil {
		diags.AddError(fmt.Sprintf("Could not read the %s in the private state", key), err.Error())
		return false
	}
	return true
}
