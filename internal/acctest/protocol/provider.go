// Package protocol is Terraform without Terraform: it makes the calls that Terraform
// makes over gRPC, in this process. It is for what takes thousands of operations, or
// large ones. A call does what Terraform does between asking a provider and keeping the
// answer, as far as this provider's objects need it.
package protocol

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// terraformVersion is the one that the provider is told.
const terraformVersion = "1.16.4"

// Schemas are a provider's.
type Schemas struct {
	provider                               *tfprotov6.Schema
	resources, dataSources, actions, lists map[string]*tfprotov6.Schema
}

// SchemasOf asks a provider for its schemas, which takes as long as many operations do.
func SchemasOf(ctx context.Context, server tfprotov6.ProviderServer) (*Schemas, error) {
	got, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err == nil {
		err = Failure(got.Diagnostics)
	}
	if err != nil {
		return nil, fmt.Errorf("schemas: %w", err)
	}
	s := &Schemas{
		provider: got.Provider, resources: got.ResourceSchemas, dataSources: got.DataSourceSchemas, lists: got.ListResourceSchemas,
		actions: map[string]*tfprotov6.Schema{},
	}
	for name, action := range got.ActionSchemas {
		s.actions[name] = action.Schema
	}
	return s, nil
}

// Provider is a configured provider. It is safe for concurrent use.
type Provider struct {
	server  tfprotov6.ProviderServer
	schemas *Schemas
}

// Configure configures a provider with these arguments: strings, booleans, int64s, and
// for blocks such maps again.
func Configure(ctx context.Context, server tfprotov6.ProviderServer, schemas *Schemas, arguments map[string]any) (*Provider, error) {
	config, err := encode(schemas.provider, arguments)
	if err != nil {
		return nil, err
	}
	got, err := server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{TerraformVersion: terraformVersion, Config: config})
	if err == nil {
		err = Failure(got.Diagnostics)
	}
	if err != nil {
		return nil, fmt.Errorf("configuring: %w", err)
	}
	return &Provider{server, schemas}, nil
}

// Stop is what an interrupt of Terraform does.
func (p *Provider) Stop(ctx context.Context) error {
	got, err := p.server.StopProvider(ctx, &tfprotov6.StopProviderRequest{})
	if err == nil && got.Error != "" {
		err = fmt.Errorf("stopping: %s", got.Error)
	}
	return err
}

// Diagnostics are what a call tells the user.
type Diagnostics []*tfprotov6.Diagnostic

// Errors are those that are errors.
func (all Diagnostics) Errors() Diagnostics { return all.of(tfprotov6.DiagnosticSeverityError) }

// Warnings are those that are warnings.
func (all Diagnostics) Warnings() Diagnostics { return all.of(tfprotov6.DiagnosticSeverityWarning) }

func (all Diagnostics) of(severity tfprotov6.DiagnosticSeverity) Diagnostics {
	var some Diagnostics
	for _, d := range all {
		if d.Severity == severity {
			some = append(some, d)
		}
	}
	return some
}

// String is what the user reads.
func (all Diagnostics) String() string {
	var texts []string
	for _, d := range all {
		texts = append(texts, d.Summary+": "+d.Detail)
	}
	return strings.Join(texts, "\n")
}

// Failure is an error with all of the diagnostics, nil if there is none.
func Failure(all Diagnostics) error {
	if len(all) == 0 {
		return nil
	}
	return fmt.Errorf("%s", all)
}
