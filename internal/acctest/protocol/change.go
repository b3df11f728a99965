package protocol

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Plan is a planned change of a resource.
type Plan struct {
	typeName        string
	prior           Instance
	config, planned tftypes.Value
	private         []byte
	identity        *tfprotov6.ResourceIdentityData
	replaces        bool
}

// IsEmpty reports whether there is nothing to apply.
func (p *Plan) IsEmpty() bool {
	if !p.prior.Exists() {
		return p.planned.IsNull()
	}
	return p.planned.Equal(p.prior.state)
}

// Plan plans a change to this configuration, or with nil to nothing. Where a diagnostic
// is an error, there is no plan. One that replaces what exists is an error of this
// package's: it is two changes.
func (p *Provider) Plan(ctx context.Context, typeName string, prior Instance, arguments map[string]any) (*Plan, Diagnostics, error) {
	plan := &Plan{typeName: typeName, prior: prior, config: p.null(typeName)}
	proposed := plan.config
	var all Diagnostics
	if arguments != nil {
		var err error
		if plan.config, err = configuration(p.schemas.resources[typeName], arguments); err != nil {
			return nil, nil, err
		}
		if all, err = p.validate(ctx, plan); err != nil || len(all.Errors()) > 0 {
			return nil, all, err
		}
		if proposed, err = p.propose(plan); err != nil {
			return nil, all, err
		}
	}
	found, err := p.change(ctx, plan, proposed)
	all = append(all, found...)
	if err != nil || len(all.Errors()) > 0 {
		return nil, all, err
	}
	if plan.replaces {
		return nil, all, fmt.Errorf("%s would be replaced", typeName)
	}
	return plan, all, nil
}

func (p *Provider) validate(ctx context.Context, plan *Plan) (Diagnostics, error) {
	config, err := wire(plan.config)
	if err != nil {
		return nil, err
	}
	got, err := p.server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{
		TypeName: plan.typeName, Config: config,
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	if err != nil {
		return nil, err
	}
	return got.Diagnostics, nil
}

// propose is the proposed new state: the configuration, and what it leaves to the
// provider as it was. No plan has what is write-only.
func (p *Provider) propose(plan *Plan) (tftypes.Value, error) {
	var config, prior map[string]tftypes.Value
	if err := plan.config.As(&config); err != nil {
		return tftypes.Value{}, err
	}
	config = maps.Clone(config) // it is the value's own
	if plan.prior.Exists() {
		if err := plan.prior.state.As(&prior); err != nil {
			return tftypes.Value{}, err
		}
	}
	for _, a := range p.schemas.resources[plan.typeName].Block.Attributes {
		switch before, had := prior[a.Name]; {
		case a.WriteOnly:
			config[a.Name] = tftypes.NewValue(config[a.Name].Type(), nil)
		case a.Computed && config[a.Name].IsNull() && had:
			config[a.Name] = before
		}
	}
	return tftypes.NewValue(plan.config.Type(), config), nil
}

func (p *Provider) change(ctx context.Context, plan *Plan, proposed tftypes.Value) (Diagnostics, error) {
	prior, err := p.stateOf(plan.typeName, plan.prior)
	if err != nil {
		return nil, err
	}
	next, err := wire(proposed)
	if err != nil {
		return nil, err
	}
	config, err := wire(plan.config)
	if err != nil {
		return nil, err
	}
	got, err := p.server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: plan.typeName, PriorState: prior, ProposedNewState: next, Config: config,
		PriorPrivate: plan.prior.private, PriorIdentity: plan.prior.identity,
	})
	if err != nil || len(Diagnostics(got.Diagnostics).Errors()) > 0 {
		if err != nil {
			return nil, err
		}
		return got.Diagnostics, nil
	}
	plan.planned, err = got.PlannedState.Unmarshal(plan.config.Type())
	plan.private, plan.identity, plan.replaces = got.PlannedPrivate, got.PlannedIdentity, len(got.RequiresReplace) > 0
	return got.Diagnostics, err
}

// Apply applies a plan, and returns what Terraform then keeps: with an error, what the
// provider says that there is, and it is tainted if it was being created.
func (p *Provider) Apply(ctx context.Context, plan *Plan) (Instance, Diagnostics, error) {
	prior, err := p.stateOf(plan.typeName, plan.prior)
	if err != nil {
		return plan.prior, nil, err
	}
	planned, err := wire(plan.planned)
	if err != nil {
		return plan.prior, nil, err
	}
	config, err := wire(plan.config)
	if err != nil {
		return plan.prior, nil, err
	}
	got, err := p.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: plan.typeName, PriorState: prior, PlannedState: planned, Config: config,
		PlannedPrivate: plan.private, PlannedIdentity: plan.identity,
	})
	if err != nil {
		return plan.prior, nil, err
	}
	now, err := got.NewState.Unmarshal(plan.config.Type())
	if err != nil {
		return plan.prior, got.Diagnostics, err
	}
	if len(Diagnostics(got.Diagnostics).Errors()) == 0 {
		err = plan.check(now)
	}
	return Instance{now, got.Private, got.NewIdentity}, got.Diagnostics, err
}

// check is what Terraform calls an inconsistent result: what was planned must come
// true, and nothing may be left open.
func (p *Plan) check(now tftypes.Value) error {
	if now.IsNull() != p.planned.IsNull() {
		return fmt.Errorf("inconsistent result of %s: the state is %s after %s was planned", p.typeName, now, p.planned)
	}
	if !now.IsFullyKnown() {
		return fmt.Errorf("inconsistent result of %s: unknown values in %s", p.typeName, now)
	}
	differences, err := p.planned.Diff(now)
	if err != nil {
		return err
	}
	for _, d := range differences {
		if d.Value1 != nil && d.Value1.IsFullyKnown() && len(d.Path.Steps()) > 0 {
			return fmt.Errorf("inconsistent result of %s: %s", p.typeName, d)
		}
	}
	return nil
}
