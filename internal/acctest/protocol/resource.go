package protocol

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Instance is what Terraform keeps of a resource. Its zero value is that of one that
// does not exist.
type Instance struct {
	state    tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// Exists reports whether there is a state.
func (i Instance) Exists() bool { return i.state.Type() != nil && !i.state.IsNull() }

// Equal reports whether two states are the same.
func (i Instance) Equal(other Instance) bool {
	if !i.Exists() || !other.Exists() {
		return i.Exists() == other.Exists()
	}
	return i.state.Equal(other.state)
}

// Attributes are the state's in Go's own types, with nil for null; numbers are int64.
// There are none where nothing exists.
func (i Instance) Attributes() (map[string]any, error) {
	if !i.Exists() {
		return nil, nil
	}
	return decodeState(i.state)
}

// null is the value of a resource that does not exist.
func (p *Provider) null(typeName string) tftypes.Value {
	return tftypes.NewValue(p.schemas.resources[typeName].ValueType(), nil)
}

// stateOf is the instance's state on the wire.
func (p *Provider) stateOf(typeName string, i Instance) (*tfprotov6.DynamicValue, error) {
	if !i.Exists() {
		return wire(p.null(typeName))
	}
	return wire(i.state)
}

// Refresh reads what exists. Where a diagnostic is an error, all stays as it was.
func (p *Provider) Refresh(ctx context.Context, typeName string, prior Instance) (Instance, Diagnostics, error) {
	if !prior.Exists() {
		return prior, nil, nil
	}
	state, err := p.stateOf(typeName, prior)
	if err != nil {
		return prior, nil, err
	}
	got, err := p.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: typeName, CurrentState: state, Private: prior.private, CurrentIdentity: prior.identity,
	})
	if err != nil {
		return prior, nil, err
	}
	all := Diagnostics(got.Diagnostics)
	if len(all.Errors()) > 0 {
		return prior, all, nil
	}
	now, err := got.NewState.Unmarshal(p.schemas.resources[typeName].ValueType())
	if err != nil {
		return prior, all, err
	}
	return Instance{now, got.Private, got.NewIdentity}, all, nil
}
