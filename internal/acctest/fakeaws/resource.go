package fakeaws

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// fake is a resource. AWS keeps what it was told.
type fake struct {
	provider *Provider
	name     string
	kind     kind
}

// Metadata implements [resource.Resource].
func (f *fake) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "aws_" + f.name
}

// Schema implements [resource.Resource].
func (f *fake) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema.Attributes, resp.Schema.Blocks = f.kind.attributes, f.kind.blocks
}

// Create implements [resource.Resource].
func (f *fake) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
	if f.kind.answers == nil {
		return
	}
	answers := f.kind.answers(func(name string) string {
		var value types.String
		resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root(name), &value)...)
		return value.ValueString()
	})
	if f.provider.OnSecret != nil && answers["secret"] != "" {
		f.provider.OnSecret(answers["secret"])
	}
	for name, value := range answers {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
}

// Read implements [resource.Resource].
func (*fake) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

// Update implements [resource.Resource].
func (*fake) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
}

// Delete implements [resource.Resource].
func (*fake) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
