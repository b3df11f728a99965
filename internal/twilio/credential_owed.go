package twilio

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// owedKey is where a credential's private state has the warning of its creation.
// Terraform prints warnings when a command ends; one that is killed before never does.
const owedKey = "owed"

type warning struct{ Summary, Detail string }

// owe notes a creation's warning, for the next read to repeat. It may be nil.
func owe(ctx context.Context, private interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}, said diag.Diagnostic, diags *diag.Diagnostics,
) {
	if said == nil {
		return
	}
	value, err := json.Marshal(warning{said.Summary(), said.Detail()})
	if err != nil {
		diags.AddError("Could not note a warning", err.Error())
		return
	}
	diags.Append(private.SetKey(ctx, owedKey, value)...)
}

// pay repeats a creation's warning, once: with what is read, Terraform stores that it
// was.
func pay(ctx context.Context, private interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}, diags *diag.Diagnostics,
) {
	value, found := private.GetKey(ctx, owedKey)
	diags.Append(found...)
	if value == nil || diags.HasError() {
		return
	}
	var said warning
	if err := json.Unmarshal(value, &said); err != nil {
		diags.AddError("Could not read a warning in the private state", err.Error())
		return
	}
	diags.AddWarning(said.Summary, said.Detail)
	diags.Append(private.SetKey(ctx, owedKey, nil)...)
}
