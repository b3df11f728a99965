package protocol

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
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

// Content returns everything that a state file has of the resource.
func (s State) Content() []byte { return content(s.value, s.private) }

func content(value tftypes.Value, private []byte) []byte {
	text, err := json.Marshal(decode(value))
	if err != nil {
		panic(err) // decode returns maps, slices and texts
	}
	return append(append(text, '\n'), private...)
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
	replaces                bool
}

// IsEmpty reports whether there is nothing to apply.
func (p *Plan) IsEmpty() bool { return State{value: p.planned}.Equal(p.prior) }

// Replaces reports whether Terraform destroys the resource and creates another one.
func (p *Plan) Replaces() bool { return p.replaces }

// Prior returns the state before the change.
func (p *Plan) Prior() State { return p.prior }

// Content returns everything that a saved plan has of the change.
func (p *Plan) Content() []byte { return content(p.planned, p.private) }

// Action returns the action of the plan.
func (p *Plan) Action() plancheck.ResourceActionType {
	switch {
	case p.replaces:
		return plancheck.ResourceActionReplace
	case p.IsEmpty():
		return plancheck.ResourceActionNoop
	case !p.prior.Exists():
		return plancheck.ResourceActionCreate
	case p.planned.IsNull():
		return plancheck.ResourceActionDestroy
	}
	return plancheck.ResourceActionUpdate
}

// Changes returns a line as `block.name = "old" -> "new"` for each value that changes.
func (p *Plan) Changes() string {
	before, after := map[string]string{}, map[string]string{}
	flatten("", p.before, before)
	flatten("", p.planned, after)
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if was, ok := before[name]; !ok {
			lines = append(lines, name+" = "+after[name])
		} else if was != after[name] {
			lines = append(lines, name+" = "+was+" -> "+after[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if _, ok := after[name]; !ok && before[name] != "null" {
			lines = append(lines, name+" = "+before[name]+" -> null")
		}
	}
	return strings.Join(lines, "\n")
}

// flatten adds the values in a value by their paths.
func flatten(path string, value tftypes.Value, all map[string]string) {
	var object map[string]tftypes.Value
	switch {
	case !value.IsKnown():
		all[path] = "(known after apply)"
	case !value.IsNull() && value.As(&object) == nil:
		for name, attribute := range object {
			flatten(strings.TrimPrefix(path+"."+name, "."), attribute, all)
		}
	case value.IsNull():
		if path != "" {
			all[path] = "null"
		}
	default:
		text, err := json.Marshal(decode(value))
		if err != nil {
			panic(err) // decode returns texts and slices
		}
		all[path] = string(text)
	}
}

// Allows returns an error unless a later plan of the same change differs only in values that are unknown in this one. Terraform compares
// the plan of an apply in this way with the plan that the user saw.
func (p *Plan) Allows(later *Plan) error { return allows(p.planned, later.planned) }

// allows compares the known values.
func allows(planned, actual tftypes.Value) error {
	filled, err := tftypes.Transform(planned, func(path *tftypes.AttributePath, value tftypes.Value) (tftypes.Value, error) {
		if value.IsKnown() {
			return value, nil
		}
		at, _, err := tftypes.WalkAttributePath(actual, path)
		if err != nil {
			return value, err
		}
		return at.(tftypes.Value), nil //nolint:forcetypeassert // the path is of a value
	})
	if err != nil {
		return err
	}
	if diff, err := filled.Diff(actual); err != nil || len(diff) > 0 {
		return fmt.Errorf("planned and actual values differ: %v (%w)", diff, err)
	}
	return nil
}

// Plan validates a configuration and plans a change to it, or the destruction if it is nil. It returns no plan if a diagnostic is an error.
func (p *Provider) Plan(ctx context.Context, typeName string, prior State, arguments Arguments) (*Plan, Diagnostics, error) {
	schema := p.schemas.ResourceSchemas[typeName]
	nothing := tftypes.NewValue(schema.ValueType(), nil)
	plan := &Plan{typeName: typeName, prior: prior, before: prior.value, config: nothing}
	if !prior.Exists() {
		plan.before = nothing
	}
	proposed := nothing
	var all Diagnostics
	if attributes, ok := arguments.(map[string]any); ok && attributes == nil {
		arguments = nil // A nil map in a table of operations is no interface value of nil.
	}
	if arguments != nil {
		var err error
		if plan.config, err = encode(schema, arguments); err != nil {
			return nil, nil, err
		}
		valid, err := p.server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{
			TypeName: typeName, Config: toWire(plan.config),
			ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
		})
		if err != nil {
			return nil, nil, err
		}
		if all = valid.Diagnostics; all.HasError() {
			return nil, all, nil
		}
		if proposed, err = proposeNewState(schema.Block, plan.before, plan.config); err != nil {
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
	if all = append(all, resp.Diagnostics...); all.HasError() {
		return nil, all, nil
	}
	plan.replaces = len(resp.RequiresReplace) > 0 && prior.Exists()
	plan.private, plan.identity = resp.PlannedPrivate, resp.PlannedIdentity
	plan.planned, err = resp.PlannedState.Unmarshal(schema.ValueType())
	return plan, all, err
}

// proposeNewState returns the configuration of a block with the computed attributes of the prior state, and without write-only ones.
func proposeNewState(block *tfprotov6.SchemaBlock, prior, config tftypes.Value) (tftypes.Value, error) {
	if config.IsNull() {
		return config, nil
	}
	var before, after map[string]tftypes.Value
	if err := config.As(&after); err != nil {
		return config, err
	}
	if !prior.IsNull() {
		if err := prior.As(&before); err != nil {
			return config, err
		}
	}
	after = maps.Clone(after) // As returns the map of the value itself.
	for _, a := range block.Attributes {
		old, ok := before[a.Name]
		if a.WriteOnly {
			after[a.Name] = tftypes.NewValue(a.ValueType(), nil)
		} else if a.Computed && after[a.Name].IsNull() && ok {
			after[a.Name] = old
		}
	}
	for _, nested := range block.BlockTypes {
		var err error
		if after[nested.TypeName], err = proposeNewState(nested.Block, before[nested.TypeName], after[nested.TypeName]); err != nil {
			return config, err
		}
	}
	return tftypes.NewValue(config.Type(), after), nil
}

// Apply applies a plan and returns the new state. As for Terraform, a state that differs from the plan is an error.
func (p *Provider) Apply(ctx context.Context, plan *Plan) (State, Diagnostics, error) {
	if plan.replaces {
		return plan.prior, nil, errors.New("the plan replaces " + plan.typeName + ", of which Terraform makes two changes")
	}
	resp, err := p.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: plan.typeName, PriorState: toWire(plan.before), PlannedState: toWire(plan.planned), Config: toWire(plan.config),
		PlannedPrivate: plan.private, PlannedIdentity: plan.identity,
	})
	if err != nil {
		return plan.prior, nil, err
	}
	value, err := resp.NewState.Unmarshal(plan.before.Type())
	if err == nil && !Diagnostics(resp.Diagnostics).HasError() {
		err = allows(plan.planned, value)
	}
	return State{value, resp.Private, resp.NewIdentity}, resp.Diagnostics, err
}
