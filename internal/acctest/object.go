package acctest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/leak"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
)

// Provider returns a provider that runs without the CLI and has the environment of the account.
func (a *Account) Provider(t testing.TB) *protocol.Provider {
	t.Helper()
	p, err := protocol.Configure(t.Context(), newServer(a), nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Object is one resource that a test manages without the CLI, a hundred times faster. The calls are those of Terraform: each plan and each
// apply has a provider of its own, and an apply plans again. So are the rules that the answers must keep. Diagnostics and states are scanned
// for secrets.
//
// A configuration is the text of the resource block. In it, the name unknown stands for a value that is known only after an apply.
type Object struct {
	// State is Terraform's state after the last apply.
	State protocol.State
	// Tainted is whether the creation failed after the object was made.
	Tainted bool
	// SkipRefresh is the option -refresh=false of plans.
	SkipRefresh bool

	t        testing.TB
	account  *Account
	typeName string
}

// NewObject returns a resource that does not exist.
func NewObject(t testing.TB, a *Account, typeName string) *Object {
	t.Helper()
	return &Object{t: t, account: a, typeName: typeName}
}

// Planned is a plan that a test may apply later.
type Planned struct {
	Result
	// Action is one of those of package plancheck, or "" if the plan failed.
	Action plancheck.ResourceActionType

	object *Object
	config protocol.Arguments
	plan   *protocol.Plan
}

// Plan refreshes and plans. The text has the diagnostics, and a line as `name = "old" -> "new"` for each change.
func (o *Object) Plan(config string) *Planned {
	o.t.Helper()
	return o.makePlan(config)
}

// PlanDestroy refreshes and plans the destruction.
func (o *Object) PlanDestroy() *Planned {
	o.t.Helper()
	return o.makePlan(nil)
}

func (o *Object) makePlan(config protocol.Arguments) *Planned {
	o.t.Helper()
	p, state := o.account.Provider(o.t), o.State
	planned := &Planned{object: o, config: config}
	var all protocol.Diagnostics
	if !o.SkipRefresh {
		refreshed, diags, err := p.Refresh(o.t.Context(), o.typeName, state)
		if err != nil {
			o.t.Fatal(err)
		}
		state, all = refreshed, diags
	}
	if !all.HasError() && (state.Exists() || config != nil) {
		plan, diags, err := p.Plan(o.t.Context(), o.typeName, state, config)
		if err != nil {
			o.t.Fatal(err)
		}
		all = append(all, diags...)
		planned.plan = plan
	}
	planned.Result = o.result(all, state)
	if all.HasError() {
		return planned
	}
	planned.Action = plancheck.ResourceActionNoop
	if plan := planned.plan; plan != nil {
		planned.Action = plan.Action()
		planned.Text = plain(planned.Text + "\n" + plan.Changes())
		report(o.t, o.account.newScanner().Scan(leak.Plan, o.typeName, plan.Content()), nil)
	}
	return planned
}

// Expect fails the test unless the plan has this action.
func (p *Planned) Expect(action plancheck.ResourceActionType) {
	p.object.t.Helper()
	if p.Action != action {
		p.object.t.Errorf("the action of the plan is %q, want %q: %s", p.Action, action, p.Text)
	}
}

// With replaces the configuration by one without unknown values, as an apply has it.
func (p *Planned) With(config string) *Planned {
	p.config = config
	return p
}

// Run applies the plan and returns the result, even if that is an error.
func (p *Planned) Run() Result {
	p.object.t.Helper()
	o := p.object
	if p.Code != 0 || p.plan == nil {
		if p.Code == 0 {
			o.State = protocol.State{} // The refresh did not find the object that the plan destroys.
		}
		return p.Result
	}
	if p.plan.Replaces() {
		o.t.Fatalf("the plan replaces the %s, which needs the CLI", o.typeName)
	}
	prior := p.plan.Prior()
	if p.plan.IsEmpty() {
		o.State = prior
		return p.Result
	}
	again, plan := o.account.Provider(o.t), p.plan
	var all protocol.Diagnostics
	if p.config != nil {
		var err error
		if plan, all, err = again.Plan(o.t.Context(), o.typeName, prior, p.config); err != nil {
			o.t.Fatal(err)
		}
		if all.HasError() {
			return o.result(all, prior)
		}
		if err := p.plan.Allows(plan); err != nil {
			o.t.Fatalf("the final plan is inconsistent: %s", err)
		}
	}
	state, diags, err := again.Apply(o.t.Context(), plan)
	if err != nil {
		o.t.Fatal(err)
	}
	o.State, o.Tainted = state, diags.HasError() && !prior.Exists() && state.Exists()
	got := o.result(diags, state)
	got.Text = plain(p.Text + "\n" + got.Text)
	return got
}

// Apply applies the plan, and fails the test if that is an error.
func (p *Planned) Apply() Result {
	p.object.t.Helper()
	got := p.Run()
	if got.Code != 0 {
		p.object.t.Fatalf("applying the %s: %s", p.object.typeName, got.Text)
	}
	return got
}

// Fails applies the plan. It fails the test unless that is an error, and the text has these parts in this order.
func (p *Planned) Fails(parts ...string) Result {
	p.object.t.Helper()
	got := p.Run()
	if got.Code == 0 || !ErrorWith(parts...).MatchString(got.Text) {
		p.object.t.Errorf("want an error with %q:\n%s", parts, got.Text)
	}
	return got
}

// FailsUnchanged is Fails, but it also fails the test unless there is one error, and the state stays.
func (p *Planned) FailsUnchanged(parts ...string) {
	p.object.t.Helper()
	before := p.object.State
	p.Fails(parts...).ExpectOneError(p.object.t)
	if after := p.object.State; !after.Equal(before) {
		p.object.t.Errorf("the state is %v, want %v", after.Attributes(), before.Attributes())
	}
}

// Apply refreshes, plans and applies.
func (o *Object) Apply(config string) Result {
	o.t.Helper()
	return o.Plan(config).Apply()
}

// Fails is Apply, but fails the test unless the plan or the apply is an error, and the text has these parts in this order.
func (o *Object) Fails(config string, parts ...string) Result {
	o.t.Helper()
	return o.Plan(config).Fails(parts...)
}

// Destroy refreshes and destroys.
func (o *Object) Destroy() Result {
	o.t.Helper()
	return o.PlanDestroy().Apply()
}

// PlansEmpty fails the test unless the plan has no change.
func (o *Object) PlansEmpty(config string) {
	o.t.Helper()
	o.Plan(config).Expect(plancheck.ResourceActionNoop)
}

// result renders diagnostics as the CLI does, and scans them and the state for secrets.
func (o *Object) result(all protocol.Diagnostics, state protocol.State) Result {
	o.t.Helper()
	scanner, text := o.account.newScanner(), all.Text()
	report(o.t, scanner.Scan(leak.Output, "diagnostics of "+o.typeName, []byte(text)), nil)
	report(o.t, scanner.Scan(leak.State, o.typeName, state.Content()), nil)
	code := 0
	if all.HasError() {
		code = 1
	}
	return Result{Text: plain(text), Code: code}
}

// Expect compares attributes of the object in the state. A name may have the name of a block before it, as in "block.name".
func (o *Object) Expect(want map[string]any) {
	o.t.Helper()
	if !o.State.Exists() {
		o.t.Errorf("the state has no %s", o.typeName)
		return
	}
	for name, value := range want {
		got := any(o.State.Attributes())
		for step := range strings.SplitSeq(name, ".") {
			block, _ := got.(map[string]any)
			got = block[step]
		}
		if fmt.Sprint(got) != fmt.Sprint(value) {
			o.t.Errorf("%s in the state is %v, want %v", name, got, value)
		}
	}
}
