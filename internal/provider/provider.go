// Package provider registers the vendors and configures their clients.
package provider

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3check"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio"
)

// Address is the provider's address in the registry.
const Address = "registry.terraform.io/videostorage/videostorage"

// vendors are the vendors whose objects the provider has.
var vendors = []framework.Vendor{
	twilio.Vendor,
	sendbird.Vendor,
}

const (
	defaultMaxRetries     = 5
	defaultRequestTimeout = 30 * time.Second
)

// Provider is the videostorage provider.
type Provider struct {
	version string
	getenv  func(string) string
}

var (
	_ provider.ProviderWithValidateConfig = (*Provider)(nil)
	_ provider.ProviderWithActions        = (*Provider)(nil)
	_ provider.ProviderWithFunctions      = (*Provider)(nil)
	_ provider.ProviderWithListResources  = (*Provider)(nil)
)

// New returns the provider at a version, such as "1.2.3" or "dev". It looks up environment variables with getenv, which is
// [os.Getenv] if nil: parallel tests share one environment.
func New(version string, getenv func(string) string) *Provider {
	if getenv == nil {
		getenv = os.Getenv
	}
	return &Provider{version: version, getenv: getenv}
}

// NewServer returns a function that serves the provider over protocol version 6. Its parameters are those of [New].
func NewServer(version string, getenv func(string) string) func() (tfprotov6.ProviderServer, error) {
	return framework.NewServer(New(version, getenv))
}

func (p *Provider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "videostorage"
	resp.Version = p.version
}

func (p *Provider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages where video platforms store their recordings.",
		Attributes: map[string]schema.Attribute{
			"max_retries": schema.Int64Attribute{
				MarkdownDescription: fmt.Sprintf("How often to repeat a request after a rate limit or a temporary fault, 0 to 100. Retries back off "+
					"exponentially from 1 s to 30 s, or follow the vendor's `Retry-After`. Defaults to `%d`.", defaultMaxRetries),
				Optional:   true,
				Validators: []validator.Int64{int64validator.Between(0, 100)},
			},
			"request_timeout": schema.StringAttribute{
				MarkdownDescription: fmt.Sprintf("The longest duration of one attempt of a request, such as `\"45s\"` or `\"2m\"`. Copies of Sendbird "+
					"recordings have only their own timeouts. Defaults to `\"%s\"`.", defaultRequestTimeout),
				Optional:   true,
				Validators: []validator.String{framework.PositiveDuration},
			},
		},
		Blocks: map[string]schema.Block{},
	}
	for _, v := range vendors {
		resp.Schema.Blocks[v.Block] = v.Schema()
	}
}

func (p *Provider) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	for _, v := range vendors {
		if v.ValidateConfig != nil {
			v.ValidateConfig(ctx, framework.BlockConfig{Config: req.Config, Block: v.Block, Getenv: p.getenv}, &resp.Diagnostics)
		}
	}
}

// Configure configures the vendors. A vendor without credentials gets no client, and its objects report that when they need one. Values
// that are only known after apply are no error: a plan with unknown limits uses the defaults.
func (p *Provider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var maxRetries types.Int64
	var requestTimeout types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("max_retries"), &maxRetries)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("request_timeout"), &requestTimeout)...)
	if resp.Diagnostics.HasError() {
		return
	}
	options := api.Options{
		UserAgent: fmt.Sprintf("Terraform/%s (+https://www.terraform.io) terraform-provider-videostorage/%s",
			req.TerraformVersion, p.version),
		MaxRetries:     defaultMaxRetries,
		AttemptTimeout: defaultRequestTimeout,
	}
	if !maxRetries.IsNull() && !maxRetries.IsUnknown() {
		options.MaxRetries = int(maxRetries.ValueInt64())
	}
	if !requestTimeout.IsNull() && !requestTimeout.IsUnknown() {
		timeout, err := time.ParseDuration(requestTimeout.ValueString())
		if err != nil {
			resp.Diagnostics.AddAttributeError(path.Root("request_timeout"), "Invalid request_timeout", err.Error())
			return
		}
		options.AttemptTimeout = timeout
	}
	clients := framework.Clients{}
	for _, v := range vendors {
		config := framework.BlockConfig{Config: req.Config, Block: v.Block, Getenv: p.getenv}
		unknown, isUnknown := config.FindUnknown(ctx, v.Arguments, &resp.Diagnostics)
		if isUnknown && req.ClientCapabilities.DeferralAllowed {
			resp.Deferred = &provider.Deferred{Reason: provider.DeferredReasonProviderConfigUnknown}
		}
		if isUnknown {
			clients[v.Block] = framework.UnknownConfig{Argument: unknown}
		} else if client := v.Configure(ctx, config, options, &resp.Diagnostics); client != nil {
			clients[v.Block] = client
		}
	}
	resp.ResourceData = clients
	resp.DataSourceData = clients
	resp.ListResourceData = clients
	resp.ActionData = clients
}

func (p *Provider) Resources(context.Context) []func() resource.Resource {
	return append(collect(func(v framework.Vendor) []func() resource.Resource { return v.Resources }), s3check.NewResource)
}

func (p *Provider) ListResources(context.Context) []func() list.ListResource {
	return collect(func(v framework.Vendor) []func() list.ListResource { return v.ListResources })
}

func (p *Provider) DataSources(context.Context) []func() datasource.DataSource {
	return collect(func(v framework.Vendor) []func() datasource.DataSource { return v.DataSources })
}

func (p *Provider) Actions(context.Context) []func() action.Action {
	return append(collect(func(v framework.Vendor) []func() action.Action { return v.Actions }), s3check.NewAction)
}

// Functions returns the functions, which Terraform also calls on a provider that is not configured.
func (p *Provider) Functions(context.Context) []func() function.Function {
	return append(collect(func(v framework.Vendor) []func() function.Function { return v.Functions }),
		func() function.Function { return s3URLFunction{} },
		func() function.Function { return parseS3URLFunction{} })
}

// collect returns the objects of all vendors.
func collect[T any](objects func(framework.Vendor) []T) []T {
	var all []T
	for _, v := range vendors {
		all = append(all, objects(v)...)
	}
	return all
}
