package provider_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox"
)

// The examples of the functions' pages work as they are.
func TestFunctionExamples(t *testing.T) {
	t.Parallel()
	resources := func(policy string) string {
		return output("resources", "flatten(jsondecode(aws_iam_user_policy."+policy+".policy).Statement[*].Resource)")
	}
	for _, tt := range []struct {
		name string
		// beside shows more of what came out.
		beside string
		want   map[string]any
	}{
		{
			name: "s3_url",
			want: map[string]any{"recordings_url": "https://example-clinic-recordings.s3.eu-central-1.amazonaws.com/room%201/"},
		},
		{
			name: "parse_s3_url",
			want: map[string]any{"recordings_bucket": "my-bucket", "recordings_region": "not in the URL", "recordings_path": "my/path/"},
		},
		{
			name: "twilio_upload_policy", beside: resources("twilio"),
			want: map[string]any{"resources": []any{
				"arn:aws:s3:::example-clinic-media/recordings/*", "arn:aws:s3:::example-clinic-media/compositions/*", fakeAWS["kms_key"]["arn"],
			}},
		},
		{
			name: "sendbird_upload_policy", beside: resources("sendbird"),
			want: map[string]any{"resources": []any{"arn:aws:s3:::example-clinic-recordings/live/*", "arn:aws:s3:::example-clinic-recordings"}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
			s.SetSettings(s.SID, twiliosandbox.RecordingSettings, twiliosandbox.Settings{
				FriendlyName: "Made by hand", AWSS3URL: "https://my-bucket.s3.amazonaws.com/my/path/",
			})
			const aws = "registry.terraform.io/hashicorp/aws"
			w := acctest.NewWorkspace(t, s.Account, map[string]provider.Provider{aws: awsProvider{}})
			w.Require("aws", aws)
			example, err := os.ReadFile(filepath.Join("..", "..", "examples", "functions", tt.name, "function.tf"))
			if err != nil {
				t.Fatal(err)
			}
			w.Config(string(example) + tt.beside)
			w.Apply()
			w.PlansEmpty()
			for name, want := range tt.want {
				if diff := cmp.Diff(want, w.Output(name)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", name, diff)
				}
			}
		})
	}
}

// fakeAWS is what the resources of the AWS provider have: arguments, which are
// "", and what AWS would answer.
var fakeAWS = map[string]map[string]string{
	"s3_bucket":       {"bucket": "", "region": "eu-central-1"},
	"kms_key":         {"description": "", "arn": "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"},
	"iam_user":        {"name": ""},
	"iam_user_policy": {"user": "", "policy": ""},
}

// awsProvider stands in for the AWS provider.
type awsProvider struct{}

func (awsProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "aws"
}
func (awsProvider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (awsProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}
func (awsProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (awsProvider) Resources(context.Context) []func() resource.Resource {
	var all []func() resource.Resource
	for name := range fakeAWS {
		all = append(all, func() resource.Resource { return awsResource{name} })
	}
	return all
}

type awsResource struct{ name string }

func (r awsResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "aws_" + r.name
}

func (r awsResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema.Attributes = map[string]schema.Attribute{}
	for name, answer := range fakeAWS[r.name] {
		resp.Schema.Attributes[name] = schema.StringAttribute{Required: answer == "", Computed: answer != ""}
	}
}

func (r awsResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
	for name, answer := range fakeAWS[r.name] {
		if answer != "" {
			resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), answer)...)
		}
	}
}
func (awsResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (awsResource) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}
func (awsResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
