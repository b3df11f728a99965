package provider

import (
	"context"
	"reflect"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/videostorage/terraform-provider-videostorage/internal/largelist"
	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// harmless takes out of every message what would steer a terminal, and cuts those that
// are too long. Messages quote what servers, states and configurations hold, and Terraform
// prints them as they are.
type harmless struct{ largelist.Framework }

// said returns an answer with its Diagnostics made harmless.
func said[R any](resp *R, err error) (*R, error) {
	if resp != nil {
		if all, ok := reflect.ValueOf(resp).Elem().FieldByName("Diagnostics").Interface().([]*tfprotov6.Diagnostic); ok {
			calm(all)
		}
	}
	return resp, err
}

func calm(all []*tfprotov6.Diagnostic) {
	for _, d := range all {
		d.Summary = transport.Cut(transport.OneLine(d.Summary), transport.MaxValue)
		d.Detail = transport.Cut(transport.Lines(d.Detail), transport.MaxDiagnostic)
	}
}

// ValidateProviderConfig implements [tfprotov6.ProviderServer], and what follows the parts
// of it that say something.
func (s harmless) ValidateProviderConfig(ctx context.Context, req *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return said(s.Framework.ValidateProviderConfig(ctx, req))
}

func (s harmless) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return said(s.Framework.ConfigureProvider(ctx, req))
}

func (s harmless) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return said(s.Framework.ValidateResourceConfig(ctx, req))
}

func (s harmless) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return said(s.Framework.UpgradeResourceState(ctx, req))
}

func (s harmless) UpgradeResourceIdentity(ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return said(s.Framework.UpgradeResourceIdentity(ctx, req))
}

func (s harmless) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return said(s.Framework.ReadResource(ctx, req))
}

func (s harmless) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return said(s.Framework.PlanResourceChange(ctx, req))
}

func (s harmless) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return said(s.Framework.ApplyResourceChange(ctx, req))
}

func (s harmless) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return said(s.Framework.ImportResourceState(ctx, req))
}

func (s harmless) MoveResourceState(ctx context.Context, req *tfprotov6.MoveResourceStateRequest) (*tfprotov6.MoveResourceStateResponse, error) {
	return said(s.Framework.MoveResourceState(ctx, req))
}

func (s harmless) GenerateResourceConfig(ctx context.Context, req *tfprotov6.GenerateResourceConfigRequest) (*tfprotov6.GenerateResourceConfigResponse, error) {
	return said(s.Framework.GenerateResourceConfig(ctx, req))
}

func (s harmless) ValidateDataResourceConfig(ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return said(s.Framework.ValidateDataResourceConfig(ctx, req))
}

func (s harmless) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return said(s.Framework.ReadDataSource(ctx, req))
}

func (s harmless) ValidateActionConfig(ctx context.Context, req *tfprotov6.ValidateActionConfigRequest) (*tfprotov6.ValidateActionConfigResponse, error) {
	return said(s.Framework.ValidateActionConfig(ctx, req))
}

func (s harmless) PlanAction(ctx context.Context, req *tfprotov6.PlanActionRequest) (*tfprotov6.PlanActionResponse, error) {
	return said(s.Framework.PlanAction(ctx, req))
}

// InvokeAction implements [tfprotov6.ActionServer].
func (s harmless) InvokeAction(ctx context.Context, req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	stream, err := s.Framework.InvokeAction(ctx, req)
	if err != nil || stream == nil {
		return stream, err
	}
	events := stream.Events
	stream.Events = func(push func(tfprotov6.InvokeActionEvent) bool) {
		events(func(event tfprotov6.InvokeActionEvent) bool {
			switch e := event.Type.(type) {
			case tfprotov6.ProgressInvokeActionEventType:
				event.Type = tfprotov6.ProgressInvokeActionEventType{Message: transport.Cut(transport.OneLine(e.Message), transport.MaxDiagnostic)}
			case tfprotov6.CompletedInvokeActionEventType:
				calm(e.Diagnostics)
			}
			return push(event)
		})
	}
	return stream, nil
}

func (s harmless) ValidateListResourceConfig(ctx context.Context, req *tfprotov6.ValidateListResourceConfigRequest) (*tfprotov6.ValidateListResourceConfigResponse, error) {
	return said(s.Framework.ValidateListResourceConfig(ctx, req))
}

// ListResource implements [tfprotov6.ListResourceServer]. A display name is a value that a
// vendor holds, and it shares its line with an identity.
func (s harmless) ListResource(ctx context.Context, req *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	stream, err := s.Framework.ListResource(ctx, req)
	if err != nil || stream == nil {
		return stream, err
	}
	results := stream.Results
	stream.Results = func(push func(tfprotov6.ListResourceResult) bool) {
		results(func(result tfprotov6.ListResourceResult) bool {
			result.DisplayName = transport.Value(result.DisplayName)
			calm(result.Diagnostics)
			return push(result)
		})
	}
	return stream, nil
}

// CallFunction implements [tfprotov6.FunctionServer].
func (s harmless) CallFunction(ctx context.Context, req *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	resp, err := s.Framework.CallFunction(ctx, req)
	if resp != nil && resp.Error != nil {
		resp.Error.Text = transport.Cut(transport.Lines(resp.Error.Text), transport.MaxDiagnostic)
	}
	return resp, err
}
