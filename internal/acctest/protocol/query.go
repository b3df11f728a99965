package protocol

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Query lists what a list resource finds with these arguments, up to a limit, with the
// resources themselves if asked to. Where a diagnostic is an error there is nothing, as in Terraform.
func (p *Provider) Query(ctx context.Context, typeName string, arguments map[string]any, resources bool, limit int64) (found []tfprotov6.ListResourceResult, all Diagnostics, err error) {
	server, ok := p.server.(tfprotov6.ListResourceServer)
	if !ok {
		return nil, nil, fmt.Errorf("the provider has no list resources")
	}
	config, err := encode(p.schemas.lists[typeName], arguments)
	if err != nil {
		return nil, nil, err
	}
	valid, err := server.ValidateListResourceConfig(ctx, &tfprotov6.ValidateListResourceConfigRequest{TypeName: typeName, Config: config})
	if err != nil {
		return nil, nil, err
	}
	if all = valid.Diagnostics; len(all.Errors()) > 0 {
		return nil, all, nil
	}
	stream, err := server.ListResource(ctx, &tfprotov6.ListResourceRequest{TypeName: typeName, Config: config, IncludeResource: resources, Limit: limit})
	if err != nil {
		return nil, all, err
	}
	for result := range stream.Results {
		all = append(all, result.Diagnostics...)
		// What has no identity is there for its diagnostics.
		if result.Identity != nil {
			result.Diagnostics = nil
			found = append(found, result)
		}
	}
	if len(all.Errors()) > 0 {
		return nil, all, nil
	}
	return found, all, nil
}
