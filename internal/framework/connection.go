package framework

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Clients are the configured clients of the vendors, by the names of their blocks. The provider hands them to its objects.
type Clients map[string]any

// UnknownConfig takes the place of a client if the configuration of the vendor is not known while planning, as with credentials of an
// account that the same run creates.
type UnknownConfig struct {
	// Argument is an argument that is not known.
	Argument path.Path
}

// Connection connects an object to the client of its vendor. C is the type of the client, a pointer.
type Connection[C any] struct {
	// Block and Title are those of the vendor.
	Block, Title string
	// Requirements names the arguments and the environment variables that configure the vendor.
	Requirements string

	clients Clients
}

// connect takes the data of the configured provider, which is nil during validation.
func (c *Connection[C]) connect(providerData any, diags *diag.Diagnostics) {
	if providerData == nil {
		return
	}
	clients, ok := providerData.(Clients)
	if !ok {
		diags.AddError("Unexpected provider data",
			fmt.Sprintf("Expected framework.Clients, got %T. This is a defect of the provider. Please report it.", providerData))
		return
	}
	c.clients = clients
}

// IsConfigured reports whether the vendor has a client.
func (c *Connection[C]) IsConfigured() bool {
	_, ok := c.clients[c.Block].(C)
	return ok
}

// IsUnknown reports whether the configuration of the vendor is not known yet. A resource then plans without a client and leaves its
// checks to the apply.
func (c *Connection[C]) IsUnknown() bool {
	_, ok := c.clients[c.Block].(UnknownConfig)
	return ok
}

// NotRefreshedWarning returns the warning of a resource that cannot be read because the configuration of the vendor is not known yet.
func (c *Connection[C]) NotRefreshedWarning() diag.Diagnostic {
	unknown, _ := c.clients[c.Block].(UnknownConfig)
	return diag.NewWarningDiagnostic("Not refreshed",
		fmt.Sprintf("The value of %s is only known after apply, so the provider cannot read this resource from %s. It plans with the values of the state.",
			unknown.Argument, c.Title))
}

// Client returns the client of the vendor, or adds an error. Call it only to send a request, so that a provider that is
// configured for another vendor works without this one's credentials.
func (c *Connection[C]) Client(diags *diag.Diagnostics) C {
	client, ok := c.clients[c.Block].(C)
	if unknown, isUnknown := c.clients[c.Block].(UnknownConfig); isUnknown {
		diags.AddError("Unknown provider configuration",
			fmt.Sprintf("The value of %s is only known after apply, but the provider needs it to plan. Use a value that is known, such as a variable or an "+
				"environment variable, or apply the resource that it comes from first, with -target. For a data source, depends_on with that resource "+
				"also moves the read to the apply.", unknown.Argument))
	} else if !ok {
		diags.AddError(c.Title+" is not configured",
			fmt.Sprintf("This object needs credentials for %s, and the provider has none. %s", c.Title, c.Requirements))
	}
	return client
}

// Begin begins an operation that sends requests. It returns a context that ends after the timeout, and the client of the vendor, which is
// nil after an error. timeout is a method of timeouts.Value. Call cancel also after an error.
func (c *Connection[C]) Begin(
	ctx context.Context, timeout func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), defaultTimeout time.Duration, diags *diag.Diagnostics,
) (_ context.Context, client C, cancel context.CancelFunc) {
	client = c.Client(diags)
	ctx, cancel = WithTimeout(ctx, timeout, defaultTimeout, diags)
	return ctx, client, cancel
}

// Resource is embedded in a resource, and so in its list resource, to connect it.
type Resource[C any] struct{ Connection[C] }

func (r *Resource[C]) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.connect(req.ProviderData, &resp.Diagnostics)
}

// DataSource is embedded in a data source to connect it.
type DataSource[C any] struct{ Connection[C] }

func (d *DataSource[C]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.connect(req.ProviderData, &resp.Diagnostics)
}

// Action is embedded in an action to connect it.
type Action[C any] struct{ Connection[C] }

func (a *Action[C]) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.connect(req.ProviderData, &resp.Diagnostics)
}
