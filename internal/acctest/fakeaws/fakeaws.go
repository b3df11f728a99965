// Package fakeaws is a provider that stands in for hashicorp/aws in tests of the examples. It has the resources and attributes that the
// examples use: https://registry.terraform.io/providers/hashicorp/aws/latest/docs
package fakeaws

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"net/http/httptest"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/s3check/s3sandbox"
)

// Address is the address of the provider that this one replaces.
const Address = "registry.terraform.io/hashicorp/aws"

// Region is the region of all resources.
const Region = "eu-central-1"

// Provider stands in for hashicorp/aws.
type Provider struct {
	// OnSecret, if set, is called with each new secret access key.
	OnSecret func(secret string)
}

func (*Provider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "aws"
}

func (*Provider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (*Provider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (*Provider) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (p *Provider) Resources(context.Context) (all []func() resource.Resource) {
	for name, o := range objects {
		o.name, o.provider = name, p
		all = append(all, func() resource.Resource { return &o })
	}
	return all
}

// object is a resource that keeps its arguments.
type object struct {
	name       string
	provider   *Provider
	attributes map[string]schema.Attribute
	blocks     map[string]schema.Block
	// compute returns the computed attributes for the value of the argument that names the object.
	compute func(name string) map[string]string
	// argument names the object, or is empty.
	argument string
}

func (o *object) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "aws_" + o.name
}

func (o *object) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema.Attributes, resp.Schema.Blocks = o.attributes, o.blocks
}

func (o *object) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
	if o.compute == nil {
		return
	}
	var name types.String
	if o.argument != "" {
		resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root(o.argument), &name)...)
	}
	computed := o.compute(name.ValueString())
	for attribute, value := range computed {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(attribute), value)...)
	}
	if o.provider.OnSecret != nil && computed["secret"] != "" {
		o.provider.OnSecret(computed["secret"])
	}
}

func (*object) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (*object) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
}

func (*object) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

var (
	required = schema.StringAttribute{Required: true}
	optional = schema.StringAttribute{Optional: true}
	// AWS replaces an object that gets another name, and a policy that changes its owner.
	replaces         = schema.StringAttribute{Required: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()}}
	optionalReplaces = schema.StringAttribute{Optional: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()}}
	computed         = schema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}}
	secret           = schema.StringAttribute{Computed: true, Sensitive: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}}
)

// ServeS3 serves a stand-in for S3 until the test ends, and returns its URL.
func ServeS3(t testing.TB, s *s3sandbox.Server) string {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(func() {
		server.CloseClientConnections() // Close waits for requests that a fault delays
		server.Close()
	})
	return server.URL
}

var uploadCheck = regexp.MustCompile(`(?:resource "videostorage_s3_upload_check" "\w+" \{|action "videostorage_s3_upload_check" "\w+" \{\s+config \{)\n`)

// SetEndpoint lets the upload checks of a configuration, which are about AWS's S3, use the stand-in.
func SetEndpoint(configuration, s3URL string) string {
	return uploadCheck.ReplaceAllString(configuration, fmt.Sprintf("${0}endpoint = %q\nuse_path_style = true\n", s3URL))
}

var objects = map[string]object{
	"s3_bucket": {
		attributes: map[string]schema.Attribute{"bucket": replaces, "arn": computed, "region": computed, "bucket_regional_domain_name": computed},
		argument:   "bucket",
		compute: func(bucket string) map[string]string {
			return map[string]string{
				"arn": "arn:aws:s3:::" + bucket, "region": Region, "bucket_regional_domain_name": bucket + ".s3." + Region + ".amazonaws.com",
			}
		},
	},
	"s3_bucket_server_side_encryption_configuration": {
		attributes: map[string]schema.Attribute{"bucket": replaces},
		blocks: map[string]schema.Block{"rule": schema.SetNestedBlock{NestedObject: schema.NestedBlockObject{
			Attributes: map[string]schema.Attribute{"bucket_key_enabled": schema.BoolAttribute{Optional: true}},
			Blocks: map[string]schema.Block{"apply_server_side_encryption_by_default": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{
				Attributes: map[string]schema.Attribute{"sse_algorithm": required, "kms_master_key_id": optional},
			}}},
		}}},
	},
	"kms_key": {
		attributes: map[string]schema.Attribute{
			"description": optional, "arn": computed, "key_id": computed,
			"enable_key_rotation": schema.BoolAttribute{Optional: true},
		},
		compute: func(string) map[string]string {
			const id = "1234abcd-12ab-34cd-56ef-1234567890ab"
			return map[string]string{"arn": "arn:aws:kms:" + Region + ":123456789012:key/" + id, "key_id": id}
		},
	},
	"s3_bucket_versioning": {
		attributes: map[string]schema.Attribute{"bucket": replaces},
		blocks: map[string]schema.Block{"versioning_configuration": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{
			Attributes: map[string]schema.Attribute{"status": required},
		}}},
	},
	"iam_role": {
		attributes: map[string]schema.Attribute{
			"name": replaces, "assume_role_policy": required, "max_session_duration": schema.Int64Attribute{Optional: true}, "arn": computed,
		},
		argument: "name",
		compute: func(name string) map[string]string {
			return map[string]string{"arn": "arn:aws:iam::123456789012:role/" + name}
		},
	},
	"iam_role_policy": {attributes: map[string]schema.Attribute{"name": optionalReplaces, "role": replaces, "policy": required}},
	"iam_user": {
		attributes: map[string]schema.Attribute{"name": replaces, "arn": computed},
		argument:   "name",
		compute: func(name string) map[string]string {
			return map[string]string{"arn": "arn:aws:iam::123456789012:user/" + name}
		},
	},
	"iam_user_policy": {attributes: map[string]schema.Attribute{"name": optionalReplaces, "user": replaces, "policy": required}},
	"s3_bucket_lifecycle_configuration": {
		attributes: map[string]schema.Attribute{"bucket": replaces},
		blocks: map[string]schema.Block{"rule": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{
			Attributes: map[string]schema.Attribute{"id": required, "status": required},
			Blocks: map[string]schema.Block{
				"filter": schema.ListNestedBlock{},
				"abort_incomplete_multipart_upload": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{
					Attributes: map[string]schema.Attribute{"days_after_initiation": schema.Int64Attribute{Optional: true}},
				}},
			},
		}}},
	},
	"iam_access_key": {
		attributes: map[string]schema.Attribute{"user": replaces, "id": computed, "secret": secret},
		compute: func(string) map[string]string {
			random := make([]byte, 38)
			_, _ = rand.Read(random) // It never returns an error.
			return map[string]string{"id": fmt.Sprintf("AKIA%X", random[30:]), "secret": base64.StdEncoding.EncodeToString(random[:30])}
		},
	},
}
