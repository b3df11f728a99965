package protocol

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// ReadData reads a data source with these arguments. Its state comes as it is encoded,
// nil where a diagnostic is an error: see [Provider.Decode].
func (p *Provider) ReadData(ctx context.Context, typeName string, arguments map[string]any) (*tfprotov6.DynamicValue, Diagnostics, error) {
	config, err := encode(p.schemas.dataSources[typeName], arguments)
	if err != nil {
		return nil, nil, err
	}
	valid, err := p.server.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: typeName, Config: config})
	if err != nil {
		return nil, nil, err
	}
	all := Diagnostics(valid.Diagnostics)
	if len(all.Errors()) > 0 {
		return nil, all, nil
	}
	got, err := p.server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: typeName, Config: config})
	if err != nil {
		return nil, all, err
	}
	all = append(all, got.Diagnostics...)
	if len(all.Errors()) > 0 {
		return nil, all, nil
	}
	return got.State, all, nil
}

// Decode is a data source's state in Go's own types, with nil for null; numbers are
// int64.
func (p *Provider) Decode(typeName string, state *tfprotov6.DynamicValue) (map[string]any, error) {
	raw, err := state.Unmarshal(p.schemas.dataSources[typeName].ValueType())
	if err != nil {
		return nil, err
	}
	return decodeState(raw)
}
