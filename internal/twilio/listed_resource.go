package twilio

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// fill has take fill in the resource of a list's result. Attributes that it leaves as they
// are become null: a result begins as no object at all, and the value at known makes it
// one.
func fill[M any](ctx context.Context, into *tfsdk.Resource, known path.Path, value string, take func(*M)) diag.Diagnostics {
	diags := into.SetAttribute(ctx, known, value)
	var model M
	diags.Append(into.Get(ctx, &model)...)
	take(&model)
	diags.Append(into.Set(ctx, model)...)
	return diags
}

// short is a value in a display name, which has a few of them and what is to be known of
// them.
func short(text string) string { return transport.Cut(transport.Value(text), transport.MaxValue/3) }
