package twilio_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

const communityAddress = "registry.terraform.io/rjpearson94/twilio"

// Settings that the community provider manages move over with an empty plan and
// without a write.
func TestMovedFromTheCommunityProvider(t *testing.T) {
	t.Parallel()
	acctest.NeedMovesFromProviders(t)
	for name, test := range map[string]struct {
		existing   twiliosandbox.Settings
		attributes string
	}{
		"everything on": {everySetting, `friendly_name = "By hand"` + encrypting[len(named):]},
		"nothing on":    {twiliosandbox.Settings{FriendlyName: "By hand"}, `friendly_name = "By hand"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachTwin(t, func(t *testing.T, k twin) {
				s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
				hold(s, k, test.existing)
				w := acctest.NewWorkspace(t, s.Account, map[string]provider.Provider{
					communityAddress: communityProvider{k.community, s.SID, test.existing, 0},
				})
				w.Require("twilio", communityAddress)
				w.Config("resource \"" + k.community + "\" \"old\" {\n  friendly_name = \"By hand\"\n}\n")
				w.Apply()

				w.Config("moved {\n  from = " + k.community + ".old\n  to = " + k.address() + "\n}\n" + k.resource(test.attributes))
				got, changes := w.Plan()
				got.Contains(t, k.community+".old has moved to "+k.address(), "0 to add, 0 to change, 0 to destroy")
				if !changes {
					t.Error("the move is not in the plan")
				}
				w.Apply()
				w.PlansEmpty()
				expectNoWrite(t, s)
				expectState(t, w, k, map[string]any{"account_sid": s.SID, "on_destroy": "disable", "overwrite_existing": false})
			})
		})
	}
}

// What is not exactly the community provider's own is not ours to guess at.
func TestMovedFromElsewhere(t *testing.T) {
	t.Parallel()
	acctest.NeedMovesFromProviders(t)
	const elsewhere = "registry.terraform.io/somebody/twilio"
	for name, test := range map[string]struct {
		address string
		from    communityProvider
		to      twin
		want    string
	}{
		"another provider":      {elsewhere, communityProvider{recording.community, "AC1", everySetting, 0}, recording, "Unable to Move Resource State"},
		"the other twin":        {communityAddress, communityProvider{recording.community, "AC1", everySetting, 0}, composition, "Unable to Move Resource State"},
		"another version":       {communityAddress, communityProvider{recording.community, "AC1", everySetting, 1}, recording, "Unable to Move Resource State"},
		"a state of no account": {communityAddress, communityProvider{recording.community, "", everySetting, 0}, recording, "it names no account"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
			w := acctest.NewWorkspace(t, s.Account, map[string]provider.Provider{test.address: test.from})
			w.Require("twilio", test.address)
			w.Config("resource \"" + test.from.typeName + "\" \"old\" {\n  friendly_name = \"By hand\"\n}\n")
			w.Apply()
			w.Config("moved {\n  from = " + test.from.typeName + ".old\n  to = " + test.to.address() + "\n}\n" + test.to.resource(encrypting))
			expectOneError(t, w.Fail("plan", "-no-color"), test.want)
			expectSent(t, s, "the refused move")
		})
	}
}

// The twins hold different things, so neither moves into the other.
func TestMovedFromTheOtherTwin(t *testing.T) {
	t.Parallel()
	_, w := start(t, twiliosandbox.Behaviour{})
	w.Config(recording.resource(named))
	w.Apply()
	w.Config("moved {\n  from = " + recording.address() + "\n  to = " + composition.address() + "\n}\n" + composition.resource(named))
	expectOneError(t, w.Fail("plan", "-no-color"), "Unable to Move Resource State")
}

// communityProvider leaves the state that RJPearson94/twilio leaves: the
// attributes of schema version 0, with "" where its SDK stores no null.
type communityProvider struct {
	typeName, account string
	settings          twiliosandbox.Settings
	version           int64
}

func (p communityProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "twilio"
}

func (communityProvider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (communityProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}
func (communityProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (p communityProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return communityResource{p} }}
}

type communityResource struct{ communityProvider }

func (r communityResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.typeName
}

func (r communityResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	text, toggle := schema.StringAttribute{Optional: true, Computed: true}, schema.BoolAttribute{Optional: true, Computed: true}
	resp.Schema = schema.Schema{Version: r.version, Attributes: map[string]schema.Attribute{
		"id": text, "account_sid": text, "friendly_name": text, "aws_credentials_sid": text, "aws_s3_url": text,
		"aws_storage_enabled": toggle, "encryption_enabled": toggle, "encryption_key_sid": text, "url": text,
	}}
}

type communityModel struct {
	ID                string `tfsdk:"id"`
	AccountSID        string `tfsdk:"account_sid"`
	FriendlyName      string `tfsdk:"friendly_name"`
	AWSCredentialsSID string `tfsdk:"aws_credentials_sid"`
	AWSS3URL          string `tfsdk:"aws_s3_url"`
	AWSStorageEnabled bool   `tfsdk:"aws_storage_enabled"`
	EncryptionEnabled bool   `tfsdk:"encryption_enabled"`
	EncryptionKeySID  string `tfsdk:"encryption_key_sid"`
	URL               string `tfsdk:"url"`
}

func (r communityResource) Create(ctx context.Context, _ resource.CreateRequest, resp *resource.CreateResponse) {
	resp.Diagnostics.Append(resp.State.Set(ctx, communityModel{
		ID: r.account, AccountSID: r.account, FriendlyName: r.settings.FriendlyName,
		AWSCredentialsSID: r.settings.AWSCredentialsSID, AWSS3URL: r.settings.AWSS3URL, AWSStorageEnabled: r.settings.AWSStorageEnabled,
		EncryptionEnabled: r.settings.EncryptionEnabled, EncryptionKeySID: r.settings.EncryptionKeySID,
		URL: "https://video.twilio.com/v1/RecordingSettings/Default",
	})...)
}

func (communityResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (communityResource) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}

func (communityResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
