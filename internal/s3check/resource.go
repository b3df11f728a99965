package s3check

import (
	"context"
	"maps"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// checkResource is the resource videostorage_s3_upload_check. It is the pattern of aws_acm_certificate_validation: nothing exists that
// it manages, but resources that depend on it wait for it.
type checkResource struct{}

var _ resource.ResourceWithValidateConfig = checkResource{}

// NewResource returns the resource videostorage_s3_upload_check.
func NewResource() resource.Resource { return checkResource{} }

type resourceModel struct {
	targetModel
	AccessKeyID              types.String   `tfsdk:"access_key_id"`
	AccessKeyIDWO            types.String   `tfsdk:"access_key_id_wo"`
	SecretAccessKey          types.String   `tfsdk:"secret_access_key"`
	SecretAccessKeyWO        types.String   `tfsdk:"secret_access_key_wo"`
	SecretAccessKeyWOVersion types.Int64    `tfsdk:"secret_access_key_wo_version"`
	Triggers                 types.Map      `tfsdk:"triggers"`
	ObjectURL                types.String   `tfsdk:"object_url"`
	BucketRegion             types.String   `tfsdk:"bucket_region"`
	ServerSideEncryption     types.String   `tfsdk:"server_side_encryption"`
	CheckedAt                types.String   `tfsdk:"checked_at"`
	Timeouts                 timeouts.Value `tfsdk:"timeouts"`
}

const checksAgain = "A change checks again."

var accessKey = framework.AccessKey{
	Description: "The ID of the access key to check, which the vendor gets too.",
	IDFormat:    accessKeyIDFormat,
	Secret: framework.Secret{
		Name:              "secret_access_key",
		Description:       "The secret access key that belongs to the ID.",
		ChangeDescription: checksAgain,
		Format:            secretAccessKeyFormat,
	},
}

func (checkResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_s3_upload_check"
}

// Schema has no plan modifiers: the framework plans the computed attributes as unknown with any change, and otherwise keeps them.
func (checkResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"use_path_style": schema.BoolAttribute{
			MarkdownDescription: usePathStyleDescription + " " + checksAgain,
			Optional:            true,
		},
		"triggers": schema.MapAttribute{
			MarkdownDescription: "Arbitrary values. " + checksAgain + " Refer to the IAM policy and the encryption of the bucket here, so that a change of " +
				"them checks again. If omitted, only a change of the other arguments does.",
			ElementType: types.StringType,
			Optional:    true,
		},
		"object_url": schema.StringAttribute{
			MarkdownDescription: "The URL of the object that the check wrote.",
			Computed:            true,
		},
		"bucket_region": schema.StringAttribute{
			MarkdownDescription: "The region of the bucket, which S3 has accepted in the signature.",
			Computed:            true,
		},
		"server_side_encryption": schema.StringAttribute{
			MarkdownDescription: "The encryption of the object, such as `aws:kms`. Null if the server names none.",
			Computed:            true,
		},
		"checked_at": schema.StringAttribute{
			MarkdownDescription: "The time of the check, in RFC 3339.",
			Computed:            true,
		},
	}
	for name, description := range arguments {
		attributes[name] = schema.StringAttribute{
			MarkdownDescription: description + " " + checksAgain,
			Required:            name == "url",
			Optional:            name != "url",
			Validators:          argumentValidators[name],
		}
	}
	maps.Copy(attributes, accessKey.Attributes())
	resp.Schema = schema.Schema{
		MarkdownDescription: checkDescription + "\n\nThe resource checks when it is created, and again with every change, in place. Reading and destroying it " +
			"sends nothing, and the object stays in the bucket. There is nothing to import.\n\n" + limitsDescription + "\n\n" +
			"Terraform 1.14 and later have an action of the same name, which checks on demand and stores nothing in the state.",
		Attributes: attributes,
		Blocks: map[string]schema.Block{
			"timeouts": framework.ResourceTimeouts(ctx, timeouts.Opts{
				Create: true, CreateDescription: framework.DescribeTimeout("the first check", defaultTimeout),
				Update: true, UpdateDescription: framework.DescribeTimeout("a later check", defaultTimeout),
			}),
		},
	}
}

func (checkResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	accessKey.Validate(ctx, req.Config, &resp.Diagnostics)
	validateTarget(ctx, req.Config, &resp.Diagnostics)
}

func (checkResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan resourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	plan.check(ctx, plan.Timeouts.Create, req.Config, &resp.State, &resp.Diagnostics)
}

// Read keeps the state: the check was a point in time.
func (checkResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

// Update checks again. After a failure, the state keeps the last success, so that the next plan checks again.
func (checkResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan resourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	plan.check(ctx, plan.Timeouts.Update, req.Config, &resp.State, &resp.Diagnostics)
}

// Delete sends nothing. The framework removes the resource from the state.
func (checkResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// check runs the check of a plan, and stores its result. readTimeout is a method of timeouts.Value.
func (m *resourceModel) check(
	ctx context.Context, readTimeout func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), config tfsdk.Config, state *tfsdk.State,
	diags *diag.Diagnostics,
) {
	ctx, cancel := framework.WithTimeout(ctx, readTimeout, defaultTimeout, diags)
	defer cancel()
	c := m.newCheck(ctx, diags)
	c.AccessKeyID, c.SecretAccessKey = accessKey.Value(ctx, config, diags)
	if diags.HasError() {
		return
	}
	c.Report = func(err *Error, wait time.Duration) {
		tflog.Info(ctx, "The upload check is repeated", map[string]any{
			"bucket": c.Bucket, "operation": err.Operation, "http_status": err.Status, "s3_error": err.Code, "attempt": err.Attempts, "wait": wait.String(),
		})
	}
	encryption, err := c.Run(ctx)
	if err != nil {
		diags.Append(checkError(c, !m.AccessKeyID.IsNull(), err))
		return
	}
	m.ObjectURL = types.StringValue(c.objectURL())
	m.BucketRegion = types.StringValue(c.Region)
	m.ServerSideEncryption = framework.StringOrNull(encryption)
	m.CheckedAt = types.StringValue(time.Now().UTC().Format(time.RFC3339))
	diags.Append(state.Set(ctx, m)...)
}
