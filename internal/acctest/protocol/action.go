package protocol

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Invoke plans and invokes an action with these arguments, and returns the progress
// that it reported.
func (p *Provider) Invoke(ctx context.Context, typeName string, arguments map[string]any) (progress []string, all Diagnostics, err error) {
	server, ok := p.server.(tfprotov6.ActionServer)
	if !ok {
		return nil, nil, fmt.Errorf("the provider has no actions")
	}
	config, err := encode(p.schemas.actions[typeName], arguments)
	if err != nil {
		return nil, nil, err
	}
	valid, err := server.ValidateActionConfig(ctx, &tfprotov6.ValidateActionConfigRequest{ActionType: typeName, Config: config})
	if err != nil {
		return nil, nil, err
	}
	if all = valid.Diagnostics; len(all.Errors()) > 0 {
		return nil, all, nil
	}
	planned, err := server.PlanAction(ctx, &tfprotov6.PlanActionRequest{ActionType: typeName, Config: config})
	if err != nil {
		return nil, all, err
	}
	if all = append(all, planned.Diagnostics...); len(all.Errors()) > 0 {
		return nil, all, nil
	}
	stream, err := server.InvokeAction(ctx, &tfprotov6.InvokeActionRequest{ActionType: typeName, Config: config})
	if err != nil {
		return nil, all, err
	}
	completed := false
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			progress = append(progress, event.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			completed = true
			all = append(all, event.Diagnostics...)
		}
	}
	if !completed {
		err = fmt.Errorf("the action %s did not say what came of it", typeName)
	}
	return progress, all, err
}
