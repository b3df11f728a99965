package twilio_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox"
)

func example(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "examples", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// The examples of the documentation work as they are.
func TestExamples(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := start(t, twiliosandbox.Behaviour{})
		folder := "resources/" + k.typeName + "/"
		w.Config(example(t, folder+"resource.tf"))
		w.Write("terraform.tfvars", "aws_credentials_sid = \""+awsCredential+"\"\nencryption_key_sid = \""+publicKey+"\"\n")
		w.Apply()
		w.PlansEmpty()

		for _, name := range []string{"import-by-string-id.tf", "import-by-identity.tf"} {
			w.Succeed("state", "rm", k.address())
			block := regexp.MustCompile(`AC[a-z]{32}`).ReplaceAllString(example(t, folder+name), s.SID)
			w.Config(example(t, folder+"resource.tf") + block)
			w.Apply().Contains(t, "1 imported, 0 added, 0 changed, 0 destroyed")
		}
		w.Succeed("state", "rm", k.address())
		w.Config(example(t, folder+"resource.tf"))
		command := strings.Fields(regexp.MustCompile(`(?m)^terraform (.*)$`).FindStringSubmatch(example(t, folder+"import.sh"))[1])
		w.Succeed(command...)
		w.PlansEmpty()

		w.Write("data.tf", example(t, "data-sources/"+k.typeName+"/data-source.tf"))
		w.Apply().Lacks(t, "Warning: Check block assertion failed")
		hold(s, k, twiliosandbox.Settings{FriendlyName: "Switched off"})
		got, _ := w.Plan()
		got.Contains(t, "stored in Twilio's cloud, not in our bucket")
	})
}

// The README's first configuration is the one under examples/, and it applies.
func TestFirstConfiguration(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	first := example(t, "first/main.tf")
	if !strings.Contains(string(readme), "```hcl\n"+first+"```") {
		t.Error("README.md does not show examples/first/main.tf as it is")
	}

	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	w := acctest.NewWorkspace(t, s.Account, map[string]provider.Provider{
		"registry.terraform.io/hashicorp/aws": awsProvider{},
	})
	first = strings.ReplaceAll(first, `"hashicorp/aws"`, `"registry.terraform.io/hashicorp/aws"`)
	first = strings.ReplaceAll(first, `"videostorage/videostorage"`, `"registry.terraform.io/videostorage/videostorage"`)
	w.Write("main.tf", first+s.ProviderConfig)
	w.Apply()
	w.PlansEmpty()
	if got := held(t, s, recording); got.AWSStorageEnabled {
		t.Errorf("storage is on before Twilio has a credential: %+v", got)
	}
	w.Write("terraform.tfvars", `twilio_aws_credential_sid = "`+awsCredential+`"`)
	w.Apply()
	w.PlansEmpty()
	want := "https://example-clinic-recordings.s3.eu-central-1.amazonaws.com/recordings"
	if got := held(t, s, recording); !got.AWSStorageEnabled || got.AWSS3URL != want || got.AWSCredentialsSID != awsCredential {
		t.Errorf("Twilio holds %+v", got)
	}
	w.Destroy()
}

// awsProvider stands in for the AWS provider: it takes what the first
// configuration says, and makes up what AWS would answer.
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
	for name, attributes := range map[string][]string{
		"s3_bucket":       {"bucket"},
		"kms_key":         {"description"},
		"iam_user":        {"name"},
		"iam_user_policy": {"user", "policy"},
		"s3_bucket_server_side_encryption_configuration": {"bucket"},
	} {
		all = append(all, func() resource.Resource { return awsResource{name, attributes} })
	}
	return all
}

type awsResource struct {
	name       string
	attributes []string
}

func (r awsResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "aws_" + r.name
}

func (r awsResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema.Attributes = map[string]schema.Attribute{
		"arn":                         schema.StringAttribute{Computed: true},
		"bucket_regional_domain_name": schema.StringAttribute{Computed: true},
	}
	for _, name := range r.attributes {
		resp.Schema.Attributes[name] = schema.StringAttribute{Required: true}
	}
	if r.name == "s3_bucket_server_side_encryption_configuration" {
		text := schema.StringAttribute{Optional: true}
		resp.Schema.Blocks = map[string]schema.Block{"rule": schema.SetNestedBlock{NestedObject: schema.NestedBlockObject{
			Blocks: map[string]schema.Block{"apply_server_side_encryption_by_default": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{
				Attributes: map[string]schema.Attribute{"sse_algorithm": text, "kms_master_key_id": text},
			}}},
		}}}
	}
}

func (r awsResource) Create(_ context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	raw, err := tftypes.Transform(req.Plan.Raw, func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if v.IsKnown() {
			return v, nil
		}
		if at.Equal(tftypes.NewAttributePath().WithAttributeName("bucket_regional_domain_name")) {
			return tftypes.NewValue(tftypes.String, "example-clinic-recordings.s3.eu-central-1.amazonaws.com"), nil
		}
		return tftypes.NewValue(tftypes.String, "arn:aws:"+r.name+":::example-clinic-recordings"), nil
	})
	if err != nil {
		resp.Diagnostics.AddError("Cannot make up what AWS answers", err.Error())
		return
	}
	resp.State.Raw = raw
}
func (awsResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (awsResource) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}
func (awsResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
