package twilio

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// owedKey is where a credential's private state has the warning of its creation.
// Terraform prints warnings when a command ends; one that is killed before never does.
const owedKey = "owed"

type warning struct{ Summary, Detail string }

// owe notes a creation's warning, for the next read to repeat. It may be nil.
func owe(ctx context.Context, private privateWriter, said diag.Diagnostic, diags *diag.Diagnostics) {
	if said != nil {
		note(ctx, private, owedKey, warning{said.Summary(), said.Detail()}, diags)
	}
}

// pay repeats a creation's warning, once: with what is read, Terraform stores that it
// was.
func pay(ctx context.Context, private interface {
	privateReader
	privateWriter
}, diags *diag.Diagnostics,
) {
	var said warning
	if noted(ctx, private, owedKey, &said, diags) {
		diags.AddWarning(said.Summary, said.Detail)
		diags.Append(private.SetKey(ctx, owedKey, nil)...)
	}
}
