// Package provider registers the vendors' objects and configures the vendors'
// clients.
package provider

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/s3functions"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdapi"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// Address is where the provider is registered.
const Address = "registry.terraform.io/videostorage/videostorage"

const (
	defaultMaxRetries     = 5
	defaultRequestTimeout = 30 * time.Second
)

// Provider is the videostorage provider.
type Provider struct {
	version string
	// getenv looks up the environment variables that stand in for attributes.
	getenv func(string) string
}

var (
	_ provider.ProviderWithValidateConfig = (*Provider)(nil)
	_ provider.ProviderWithActions        = (*Provider)(nil)
	_ provider.ProviderWithFunctions      = (*Provider)(nil)
	_ provider.ProviderWithListResources  = (*Provider)(nil)
)

// Option changes how a [Provider] is set up.
type Option func(*Provider)

// WithGetenv makes the provider look up environment variables through getenv in
// place of [os.Getenv]. Tests that run side by side have one environment only.
func WithGetenv(getenv func(string) string) Option {
	return func(p *Provider) { p.getenv = getenv }
}

// New returns the provider at a version, such as "1.2.3" or "dev".
func New(version string, options ...Option) *Provider {
	p := &Provider{version: version, getenv: os.Getenv}
	for _, option := range options {
		option(p)
	}
	return p
}

// model is the provider's configuration.
type model struct {
	Twilio         types.Object `tfsdk:"twilio"`
	Sendbird       types.Object `tfsdk:"sendbird"`
	MaxRetries     types.Int64  `tfsdk:"max_retries"`
	RequestTimeout types.String `tfsdk:"request_timeout"`
}

// Metadata implements [provider.Provider].
func (p *Provider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "videostorage"
	resp.Version = p.version
}

// Schema implements [provider.Provider].
func (p *Provider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Where the video recordings of a platform are stored, as code.",
		Attributes: map[string]schema.Attribute{
			"twilio":   twilioVendor.schema(),
			"sendbird": sendbirdVendor.schema(),
			"max_retries": schema.Int64Attribute{
				MarkdownDescription: fmt.Sprintf("How often a request is repeated when the vendor limits the rate or has a passing fault. "+
					"0 to 100. Waits double from one second to thirty, unless the vendor names one. Defaults to `%d`.", defaultMaxRetries),
				Optional:   true,
				Validators: []validator.Int64{int64validator.Between(0, 100)},
			},
			"request_timeout": schema.StringAttribute{
				MarkdownDescription: fmt.Sprintf("How long one attempt of a request may take, such as `\"45s\"` or `\"2m\"`. Copies of Sendbird recordings, "+
					"which take long, are bounded by their own timeouts alone. Defaults to `\"%s\"`.", defaultRequestTimeout),
				Optional:   true,
				Validators: []validator.String{positiveDuration},
			},
		},
	}
}

// ValidateConfig implements [provider.ProviderWithValidateConfig].
func (p *Provider) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	validateTwilio(config.Twilio, &resp.Diagnostics)
}

// accounts is what the vendors' objects get from the configured provider.
type accounts struct {
	twilio   *twilio.Account
	sendbird *sendbirdapi.Client
}

var (
	_ twilio.AccountSource       = (*accounts)(nil)
	_ sendbird.ApplicationSource = (*accounts)(nil)
)

// Twilio implements [twilio.AccountSource].
func (a *accounts) Twilio() *twilio.Account { return a.twilio }

// Sendbird implements [sendbird.ApplicationSource].
func (a *accounts) Sendbird() *sendbirdapi.Client { return a.sendbird }

// Configure implements [provider.Provider]. A vendor without credentials is left
// unconfigured; its objects say so when they are used.
func (p *Provider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	requireKnown(path.Root("max_retries"), config.MaxRetries, &resp.Diagnostics)
	requireKnown(path.Root("request_timeout"), config.RequestTimeout, &resp.Diagnostics)
	requireKnown(path.Root("twilio"), config.Twilio, &resp.Diagnostics)
	requireKnown(path.Root("sendbird"), config.Sendbird, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	shared := twilioapi.Config{
		UserAgent: fmt.Sprintf("Terraform/%s (+https://www.terraform.io) terraform-provider-videostorage/%s",
			req.TerraformVersion, p.version),
		MaxRetries:     defaultMaxRetries,
		AttemptTimeout: defaultRequestTimeout,
	}
	if !config.MaxRetries.IsNull() {
		shared.MaxRetries = int(config.MaxRetries.ValueInt64())
	}
	if !config.RequestTimeout.IsNull() {
		timeout, err := time.ParseDuration(config.RequestTimeout.ValueString())
		if err != nil {
			resp.Diagnostics.AddAttributeError(path.Root("request_timeout"), "Invalid request_timeout", err.Error())
			return
		}
		shared.AttemptTimeout = timeout
	}
	data := &accounts{
		twilio: p.configureTwilio(config.Twilio, shared, &resp.Diagnostics),
		sendbird: p.configureSendbird(config.Sendbird, sendbirdapi.Config{
			UserAgent: shared.UserAgent, MaxRetries: shared.MaxRetries,
		}, &resp.Diagnostics),
	}
	resp.ResourceData = data
	resp.DataSourceData = data
	resp.ListResourceData = data
	resp.ActionData = data
}

// knowable is any value of a configuration.
type knowable interface{ IsUnknown() bool }

// requireKnown adds an error for a value that Terraform only learns during the
// apply: without it not even a plan can be made.
func requireKnown(at path.Path, value knowable, diags *diag.Diagnostics) {
	if value.IsUnknown() {
		diags.AddAttributeError(at, "Unknown provider configuration",
			fmt.Sprintf("The value of %s is only known after apply, but the provider needs it to plan. Use a value that is known, such as a "+
				"variable or an environment variable; or apply the resource that it comes from first, with -target.", at))
	}
}

// Resources implements [provider.Provider].
func (p *Provider) Resources(context.Context) []func() resource.Resource {
	return slices.Concat(twilio.Resources(), sendbird.Resources())
}

// ListResources implements [provider.ProviderWithListResources].
func (p *Provider) ListResources(context.Context) []func() list.ListResource {
	return twilio.ListResources()
}

// Actions implements [provider.ProviderWithActions].
func (p *Provider) Actions(context.Context) []func() action.Action { return sendbird.Actions() }

// DataSources implements [provider.Provider].
func (p *Provider) DataSources(context.Context) []func() datasource.DataSource {
	return twilio.DataSources()
}

// Functions implements [provider.ProviderWithFunctions]. Terraform calls them on
// a provider that is not configured.
func (p *Provider) Functions(context.Context) []func() function.Function {
	return slices.Concat(s3functions.Functions(), twilio.Functions(), sendbird.Functions())
}
