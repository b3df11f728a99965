// Package fakeaws is a provider that stands in for hashicorp/aws in tests of the
// examples: it has those resources and attributes that the examples use, under the
// names and with the types that they have there, and makes up what AWS answers.
//
// Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs
package fakeaws

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Address is that of the provider that this one stands in for.
const Address = "registry.terraform.io/hashicorp/aws"

// Region is where the provider's resources are.
const Region = "eu-central-1"

// Provider stands in for hashicorp/aws.
type Provider struct {
	// OnSecret, if set, is called with each secret access key that is made up.
	OnSecret func(secret string)
}

var _ provider.Provider = (*Provider)(nil)

// Metadata implements [provider.Provider].
func (*Provider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "aws"
}

// Schema implements [provider.Provider].
func (*Provider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

// Configure implements [provider.Provider].
func (*Provider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

// DataSources implements [provider.Provider].
func (*Provider) DataSources(context.Context) []func() datasource.DataSource { return nil }

// Resources implements [provider.Provider].
func (p *Provider) Resources(context.Context) []func() resource.Resource {
	var all []func() resource.Resource
	for name, k := range kinds {
		all = append(all, func() resource.Resource { return &fake{provider: p, name: name, kind: k} })
	}
	return all
}
