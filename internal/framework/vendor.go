// Package framework holds the parts of the plugin framework's objects that every vendor shares: the vendor's block in the
// provider configuration, the connection of an object to its client, secrets, timeouts, validators, imports and large lists.
package framework

import (
	"context"
	"fmt"
	"net/url"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
)

// Vendor is a vendor's part of the provider.
type Vendor struct {
	// Block is the name of the vendor's block in the provider configuration.
	Block string
	// Title is the vendor's name.
	Title string
	// Arguments are the arguments of the block.
	Arguments []Argument
	// ValidateConfig checks the arguments against each other. It may be nil.
	ValidateConfig func(ctx context.Context, config BlockConfig, diags *diag.Diagnostics)
	// Configure returns the vendor's client. It returns nil if there are no credentials or if it adds an error.
	Configure func(ctx context.Context, config BlockConfig, options api.Options, diags *diag.Diagnostics) any

	Resources     []func() resource.Resource
	ListResources []func() list.ListResource
	DataSources   []func() datasource.DataSource
	Actions       []func() action.Action
	Functions     []func() function.Function
}

// Schema returns the schema of the vendor's block.
func (v Vendor) Schema() schema.Block {
	attributes := map[string]schema.Attribute{}
	for _, a := range v.Arguments {
		variables := fmt.Sprintf("the environment variable `%s`", a.EnvVar)
		if a.SecondEnvVar != "" {
			variables += fmt.Sprintf(", or else to the environment variable `%s`", a.SecondEnvVar)
		}
		attributes[a.Name] = schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("%s Defaults to %s.", a.Description, variables),
			Optional:            true,
			Sensitive:           a.Format.Secret,
			Validators:          []validator.String{a.Format},
		}
	}
	return schema.SingleNestedBlock{
		MarkdownDescription: fmt.Sprintf("The connection to %s. Without credentials, the provider works for other vendors only.", v.Title),
		Attributes:          attributes,
	}
}

// Argument is an argument of a vendor's block, which an environment variable can replace.
type Argument struct {
	Name, EnvVar string
	// SecondEnvVar replaces EnvVar if that is not set. It may be empty.
	SecondEnvVar string
	Description  string
	Format       StringFormat
}

// BlockConfig reads the arguments of a vendor's block.
type BlockConfig struct {
	Config tfsdk.Config
	Block  string
	// Getenv looks up environment variables.
	Getenv func(string) string
}

// Path returns the path of an argument.
func (c BlockConfig) Path(a Argument) path.Path { return path.Root(c.Block).AtName(a.Name) }

// Value is the value of an argument.
type Value struct {
	// Text is empty if neither the configuration nor the environment has the argument.
	Text string
	// Configured reports whether Text is from the configuration.
	Configured bool
	// EnvVar is the environment variable that Text is from, or would be from.
	EnvVar string
}

// IsSet reports whether the argument has a value.
func (v Value) IsSet() bool { return v.Text != "" }

// Configured returns the value of an argument in the configuration. It is empty if the value is not known yet.
func (c BlockConfig) Configured(ctx context.Context, a Argument, diags *diag.Diagnostics) Value {
	value := c.read(ctx, a, diags)
	return Value{Text: value.ValueString(), Configured: !value.IsNull() && !value.IsUnknown()}
}

// FindUnknown returns the path of the first argument with a value that is not known yet. It returns false if all are known.
func (c BlockConfig) FindUnknown(ctx context.Context, arguments []Argument, diags *diag.Diagnostics) (path.Path, bool) {
	for _, a := range arguments {
		if c.read(ctx, a, diags).IsUnknown() {
			return c.Path(a), true
		}
	}
	return path.Empty(), false
}

// Value returns the value of an argument from the configuration or, if it has none, from the environment.
func (c BlockConfig) Value(ctx context.Context, a Argument, diags *diag.Diagnostics) Value {
	value := c.read(ctx, a, diags)
	if value.IsNull() {
		if text := c.Getenv(a.EnvVar); text != "" || a.SecondEnvVar == "" {
			return Value{Text: text, EnvVar: a.EnvVar}
		}
		return Value{Text: c.Getenv(a.SecondEnvVar), EnvVar: a.SecondEnvVar}
	}
	return Value{Text: value.ValueString(), Configured: true}
}

func (c BlockConfig) read(ctx context.Context, a Argument, diags *diag.Diagnostics) types.String {
	var value types.String
	// The path of an attribute in a block that is absent is an error of the framework.
	var block types.Object
	diags.Append(c.Config.GetAttribute(ctx, path.Root(c.Block), &block)...)
	if block.IsUnknown() {
		return types.StringUnknown()
	}
	if !block.IsNull() {
		diags.Append(c.Config.GetAttribute(ctx, c.Path(a), &value)...)
	}
	return value
}

// ValidateEnvironment adds an error for a value from the environment that does not have the format of the argument. The
// schema validates the configuration. The error has no attribute path, because Terraform prints the block in place of an
// argument that is not set, with the secret of a block on one line.
func (c BlockConfig) ValidateEnvironment(a Argument, value Value, diags *diag.Diagnostics) {
	if value.IsSet() && !value.Configured && !a.Format.Matches(value.Text) {
		diags.AddError("Invalid "+a.Name,
			fmt.Sprintf("The environment variable %s, the default of %s, must %s.", value.EnvVar, c.Path(a), a.Format.Requirement))
	}
}

// Credentials are the values of a block with one secret.
type Credentials struct {
	// ID names the account of the secret. It is empty if the secret alone decides the account.
	ID, Secret string
	// BaseURL is the origin to use instead of the vendor's own, or nil.
	BaseURL *url.URL
}

// ReadCredentials reads and validates the arguments of a block with one secret. id is nil if the secret alone decides the account. It
// returns false if there is no secret or if it adds an error.
func (c BlockConfig) ReadCredentials(ctx context.Context, id *Argument, secret, baseURL Argument, diags *diag.Diagnostics) (Credentials, bool) {
	secretValue, baseURLValue := c.Value(ctx, secret, diags), c.Value(ctx, baseURL, diags)
	credentials := Credentials{Secret: secretValue.Text, BaseURL: api.ParseBaseURL(baseURLValue.Text)}
	if id != nil {
		idValue := c.Value(ctx, *id, diags)
		credentials.ID = idValue.Text
		switch {
		case diags.HasError():
		case secretValue.IsSet() && !idValue.IsSet():
			diags.Append(c.MissingArgument(*id, fmt.Sprintf("There is an %s without its %s.", secret.Name, id.Name), secretValue.Configured))
		case !secretValue.IsSet() && idValue.Configured: // An ID in the environment may be set for another program.
			diags.Append(c.MissingArgument(secret, fmt.Sprintf("There is an %s without its %s.", id.Name, secret.Name), false))
		case secretValue.IsSet():
			c.ValidateEnvironment(*id, idValue, diags)
		}
	}
	if !secretValue.IsSet() || diags.HasError() {
		return Credentials{}, false
	}
	c.ValidateEnvironment(secret, secretValue, diags)
	c.ValidateEnvironment(baseURL, baseURLValue, diags)
	return credentials, !diags.HasError()
}

// MissingArgument returns the error about an argument that is required and not set. With secrets in the configuration it has
// no attribute path, because Terraform prints the whole block around a missing argument.
func (c BlockConfig) MissingArgument(a Argument, reason string, hasSecrets bool) diag.Diagnostic {
	summary := "Missing " + a.Name
	detail := fmt.Sprintf("%s Set %s in the provider's %s block, or the environment variable %s.", reason, a.Name, c.Block, a.EnvVar)
	if hasSecrets {
		return diag.NewErrorDiagnostic(summary, detail)
	}
	return diag.NewAttributeErrorDiagnostic(c.Path(a), summary, detail)
}
