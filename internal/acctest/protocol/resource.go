package protocol

import (
	"context"
	"errors"
	"maps"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// State is the part of Terraform's state about one resource. Its zero value is that of a resource that does not exist.
type State struct {
	value    tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// Exists reports whether the resource exists.
func (s State) Exists() bool { return !s.value.IsNull() }

// Equal reports whether two states have the same attributes.
func (s State) Equal(other State) bool {
	if !s.Exists() || !other.Exists() {
		return s.Exists() == other.Exists()
	}
	return s.value.Equal(other.value)
}

// Attributes returns the attributes as [Provider.Decode] does, or nil if the resource does not exist.
func (s State) Attributes() map[string]any {
	attributes, _ := decode(s.value).(map[string]any)
	return attributes
}

// Refresh reads a resource. The state stays if a diagnostic is an error.
func (p *Provider) Refresh(ctx context.Context, typeName string, prior State) (State, Diagnostics, error) {
	if !prior.Exists() {
		return prior, nil, nil
	}
	resp, err := p.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: typeName, CurrentState: toWire(prior.value), Private: prior.private, CurrentIdentity: prior.identity,
	})
	if err != nil {
		return prior, nil, err
	}
	if Diagnostics(resp.Diagnostics).HasError() {
		return prior, resp.Diagnostics, nil
	}
	value, err := resp.NewState.Unmarshal(prior.value.Type())
	return State{value, resp.Private, resp.NewIdentity}, resp.Diagnostics, err
}

// Plan is a planned change of a resource.
type Plan struct {
	typeName                string
	prior                   State
	before, planned, config tftypes.Value
	private                 []byte
	identity                *tfprotov6.ResourceIdentityData
}

// IsEmpty reports whether there is nothing to apply.
func (p *Plan) IsEmpty() bool { return State{value: p.planned}.Equal(p.prior) }

// Plan plans a change to a configuration, or the destruction if it is nil. It returns no plan if a diagnostic is an error. A
// replacement is an error, because Terraform makes two changes of it.
func (p *Provider) Plan(ctx context.Context, typeName string, prior State, arguments map[string]any) (*Plan, Diagnostics, error) {
	schema := p.schemas.ResourceSchemas[typeName]
	nothing := tftypes.NewValue(schema.ValueType(), nil)
	plan := &Plan{typeName: typeName, prior: prior, before: prior.value, config: nothing}
	if !prior.Exists() {
		plan.before = nothing
	}
	proposed := nothing
	if arguments != nil {
		var err error
		if plan.config, err = encode(schema, arguments); err != nil {
			return nil, nil, err
		}
		if proposed, err = proposeNewState(schema, prior, plan.config); err != nil {
			return nil, nil, err
		}
	}
	resp, err := p.server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: typeName, PriorState: toWire(plan.before), ProposedNewState: toWire(proposed), Config: toWire(plan.config),
		PriorPrivate: prior.private, PriorIdentity: prior.identity,
	})
	if err != nil {
		return nil, nil, err
	}
	if Diagnostics(resp.Diagnostics).HasError() {
		return nil, resp.Diagnostics, nil
	}
	if len(resp.RequiresReplace) > 0 {
		return nil, resp.Diagnostics, errors.New("the plan replaces " + typeName)
	}
	plan.private, plan.identity = resp.PlannedPrivate, resp.PlannedIdentity
	plan.planned, err = resp.PlannedState.Unmarshal(schema.ValueType())
	return plan, resp.Diagnostics, err
}

// proposeNewState returns the configuration with the computed attributes of the prior state, and without write-only ones.
func proposeNewState(schema *tfprotov6.Schema, prior State, config tftypes.Value) (tftypes.Value, error) {
	var before, after map[string]tftypes.Value
	if err := config.As(&after); err != nil {
		return config, err
	}
	if prior.Exists() {
		if err := prior.value.As(&before); err != nil {
			return config, err
		}
	}
	after = maps.Clone(after) // As returns the map of the value itself.
	for _, a := range schema.Block.Attributes {
		old, ok := before[a.Name]
		if a.WriteOnly {
			after[a.Name] = tftypes.NewValue(a.Type, nil)
		} else if a.Computed && after[a.Name].IsNull() && ok {
			after[a.Name] = old
		}
	}
	return tftypes.NewValue(config.Type(), after), nil
}

// Apply applies a plan and returns the new state.
func (p *Provider) Apply(ctx context.Context, plan *Plan) (State, Diagnostics, error) {
	resp, err := p.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: plan.typeName, PriorState: toWire(plan.before), PlannedState: toWire(plan.planned), Config: toWire(plan.config),
		PlannedPrivate: plan.private, PlannedIdentity: plan.identity,
	})
	if err != nil {
		return plan.prior, nil, err
	}
	value, err := resp.NewState.Unmarshal(plan.before.Type())
	return State{value, resp.Private, resp.NewIdentity}, resp.Diagnostics, err
}
