// Package protocol calls the provider as Terraform does, but in this process. It serves tests of one resource, of thousands of operations, and
// of large results.
package protocol

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// protocolServer is the part of the protocol that a [Provider] needs.
type protocolServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ActionServer
	tfprotov6.ListResourceServer
}

// schemas are computed once, because that takes longer than an operation. All providers of the tests have the same ones.
var schemas struct {
	once   sync.Once
	result *tfprotov6.GetProviderSchemaResponse
	err    error
}

// Provider is a configured provider. It is safe for concurrent use.
type Provider struct {
	server  protocolServer
	schemas *tfprotov6.GetProviderSchemaResponse
}

// Configure starts and configures a provider.
func Configure(ctx context.Context, newServer func() (tfprotov6.ProviderServer, error), arguments Arguments) (*Provider, error) {
	started, err := newServer()
	if err != nil {
		return nil, err
	}
	server, ok := started.(protocolServer)
	if !ok {
		return nil, fmt.Errorf("%T lacks actions or list resources", started)
	}
	schemas.once.Do(func() {
		schemas.result, schemas.err = server.GetProviderSchema(context.WithoutCancel(ctx), &tfprotov6.GetProviderSchemaRequest{})
		if schemas.err == nil {
			schemas.err = Failure(schemas.result.Diagnostics)
		}
	})
	if schemas.err != nil {
		return nil, schemas.err
	}
	config, err := encode(schemas.result.Provider, arguments)
	if err != nil {
		return nil, err
	}
	resp, err := server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.16.4", Config: toWire(config)})
	if err == nil {
		err = Failure(resp.Diagnostics)
	}
	if err != nil {
		return nil, fmt.Errorf("configuring: %w", err)
	}
	return &Provider{server, schemas.result}, nil
}

// Stop does the same as an interrupt of Terraform.
func (p *Provider) Stop(ctx context.Context) error {
	_, err := p.server.StopProvider(ctx, &tfprotov6.StopProviderRequest{})
	return err
}

// ReadData validates and reads a data source. The state is nil if a diagnostic is an error. [Provider.Decode] decodes it.
func (p *Provider) ReadData(ctx context.Context, typeName string, arguments Arguments) (*tfprotov6.DynamicValue, Diagnostics, error) {
	config, err := encode(p.schemas.DataSourceSchemas[typeName], arguments)
	if err != nil {
		return nil, nil, err
	}
	valid, err := p.server.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: typeName, Config: toWire(config)})
	if err != nil {
		return nil, nil, err
	}
	if Diagnostics(valid.Diagnostics).HasError() {
		return nil, valid.Diagnostics, nil
	}
	resp, err := p.server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: typeName, Config: toWire(config)})
	if err != nil {
		return nil, nil, err
	}
	if Diagnostics(resp.Diagnostics).HasError() {
		return nil, resp.Diagnostics, nil
	}
	return resp.State, resp.Diagnostics, nil
}

// Query lists the results of a list resource, up to a limit and with their resources if resources is set. It returns none if
// a diagnostic is an error.
func (p *Provider) Query(
	ctx context.Context, typeName string, arguments Arguments, resources bool, limit int64,
) (found []tfprotov6.ListResourceResult, diags Diagnostics, err error) {
	config, err := encode(p.schemas.ListResourceSchemas[typeName], arguments)
	if err != nil {
		return nil, nil, err
	}
	stream, err := p.server.ListResource(ctx, &tfprotov6.ListResourceRequest{TypeName: typeName, Config: toWire(config), IncludeResource: resources, Limit: limit})
	if err != nil {
		return nil, nil, err
	}
	for result := range stream.Results {
		diags = append(diags, result.Diagnostics...)
		// A result without an identity carries diagnostics only.
		if result.Identity != nil {
			result.Diagnostics = nil
			found = append(found, result)
		}
	}
	if diags.HasError() {
		return nil, diags, nil
	}
	return found, diags, nil
}

// Invoke invokes an action and returns its progress.
func (p *Provider) Invoke(ctx context.Context, typeName string, arguments Arguments) (progress []string, diags Diagnostics, err error) {
	action, ok := p.schemas.ActionSchemas[typeName]
	if !ok {
		return nil, nil, errors.New("there is no action " + typeName)
	}
	config, err := encode(action.Schema, arguments)
	if err != nil {
		return nil, nil, err
	}
	stream, err := p.server.InvokeAction(ctx, &tfprotov6.InvokeActionRequest{ActionType: typeName, Config: toWire(config)})
	if err != nil {
		return nil, nil, err
	}
	err = fmt.Errorf("the action %s ended without a result", typeName)
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			progress = append(progress, event.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			diags, err = event.Diagnostics, nil
		}
	}
	return progress, diags, err
}

// Diagnostics are the messages of a call.
type Diagnostics []*tfprotov6.Diagnostic

// Errors returns the errors.
func (d Diagnostics) Errors() Diagnostics {
	return slices.DeleteFunc(slices.Clone(d), func(one *tfprotov6.Diagnostic) bool { return one.Severity != tfprotov6.DiagnosticSeverityError })
}

// HasError reports whether one is an error.
func (d Diagnostics) HasError() bool { return len(d.Errors()) > 0 }

// String returns the texts, one after the other.
func (d Diagnostics) String() string {
	var texts []string
	for _, one := range d {
		texts = append(texts, one.Summary+": "+one.Detail)
	}
	return strings.Join(texts, "\n")
}

// Text returns the texts as the CLI shows them, with their severity.
func (d Diagnostics) Text() string {
	var text strings.Builder
	for _, one := range d {
		severity := "Error"
		if one.Severity == tfprotov6.DiagnosticSeverityWarning {
			severity = "Warning"
		}
		fmt.Fprintf(&text, "%s: %s\n\n%s\n", severity, one.Summary, one.Detail)
	}
	return text.String()
}

// Failure returns an error with all diagnostics, or nil if there are none.
func Failure(d Diagnostics) error {
	if len(d) == 0 {
		return nil
	}
	return errors.New(d.String())
}
