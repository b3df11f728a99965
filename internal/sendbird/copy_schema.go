package sendbird

import (
	"context"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/limits"
	"github.com/videostorage/terraform-provider-videostorage/internal/writeonly"
)

const describeCopy = "Copies a cloud recording of Sendbird Live to an S3 bucket " +
	"([Copy a cloud recording](https://sendbird.com/docs/live/platform-api/v1/cloud-recording/copying-cloud-recording/copy-cloud-recording))."

const (
	describeReplaces  = "Changing it makes another copy."
	describeNoNewCopy = "Changing it copies nothing anew."
)

// secretKey is the secret of access_key. A new key is no reason to copy again.
var secretKey = writeonly.Secret{
	Name:    "secret_key",
	What:    "The secret access key that belongs to `access_key`.",
	Changed: describeNoNewCopy,
	Rule:    secretKeyRule,
}

// Schema implements [resource.Resource].
func (r *copyResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"triggers": schema.MapAttribute{
			MarkdownDescription: "Any values of your own: a change of one makes another copy. Without them, only a change of what is copied does.",
			ElementType:         types.StringType,
			Optional:            true,
			PlanModifiers:       []planmodifier.Map{mapplanmodifier.RequiresReplace()},
		},
		"key": schema.StringAttribute{
			MarkdownDescription: "The key of the copy in the bucket: the directory, the time and the ID of the recording, as in " +
				"`test/230209_041500_f56ee376-b6ee-4ea4-a523-f3ba87653a3e.mp4`.",
			Computed:      true,
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"s3_uri": schema.StringAttribute{
			MarkdownDescription: "Where the copy is, as `s3://BUCKET/KEY`.",
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"timeouts": limits.Described(timeouts.Attributes(ctx, timeouts.Opts{
			Create: true, CreateDescription: limits.Describe("the copy", defaultTimeout),
		})),
	}
	for _, a := range arguments {
		attributes[a.name] = a.ofResource()
	}
	maps.Copy(attributes, secretKey.Attributes())
	resp.Schema = schema.Schema{
		MarkdownDescription: describeCopy + " Creating the resource makes one copy.\n\nSendbird has no way to read, list or delete a copy. So this resource never notices that one is gone, " +
			"cannot be imported, and destroying it leaves the copy in the bucket: Terraform only forgets it.\n\n" +
			"~> Whatever replaces this resource makes another copy, which costs as much as the first: a change of what is copied, and also " +
			"`terraform apply -replace`, `replace_triggered_by` and a provisioner that fails, of which Terraform tells a provider nothing while planning. " +
			"With `lifecycle { create_before_destroy = true }`, Terraform forgets the old copy only once the new one is made.\n\n" +
			"Terraform 1.14 and later have an action of the same name, which keeps nothing in the state.",
		Attributes: attributes,
	}
}

// ofResource is the argument in the resource's schema.
func (a argument) ofResource() schema.Attribute {
	attribute := schema.StringAttribute{
		MarkdownDescription: a.description + " " + describeReplaces,
		Required:            !a.optional,
		Optional:            a.optional,
		Sensitive:           a.sensitive,
		Validators:          []validator.String{a.rule},
		PlanModifiers:       []planmodifier.String{sameDirectory{}, stringplanmodifier.RequiresReplace()},
	}
	if a.sensitive {
		attribute.MarkdownDescription = a.description + " " + describeNoNewCopy
		attribute.PlanModifiers = nil
	}
	return attribute
}

// sameDirectory keeps the prior spelling of a value where the new one differs by a
// slash at the end: only a directory can.
type sameDirectory struct{}

// Description implements [planmodifier.Describer].
func (sameDirectory) Description(context.Context) string {
	return "A slash at the end is no change."
}

// MarkdownDescription implements [planmodifier.Describer].
func (m sameDirectory) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

// PlanModifyString implements [planmodifier.String].
func (sameDirectory) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsNull() || req.PlanValue.IsUnknown() {
		return
	}
	if strings.TrimSuffix(req.StateValue.ValueString(), "/") == strings.TrimSuffix(req.PlanValue.ValueString(), "/") {
		resp.PlanValue = req.StateValue
	}
}
