package twilio_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
	"github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

// direct calls the provider without the CLI, for tests with thousands of reads or with large ones.
type direct struct{ *protocol.Provider }

// newDirect returns the provider, configured for the account of a sandbox.
func newDirect(tb testing.TB, s *acctest.Sandbox) *direct {
	tb.Helper()
	server, err := provider.NewServer("test", s.Getenv)()
	if err != nil {
		tb.Fatal(err)
	}
	schemas, err := protocol.SchemasOf(tb.Context(), server)
	if err != nil {
		tb.Fatal(err)
	}
	account := s.Running.Account
	p, err := protocol.Configure(tb.Context(), server, schemas, map[string]any{"twilio": map[string]any{
		"account_sid": account.SID, "auth_token": account.AuthToken, "base_url": s.BaseURL,
	}})
	if err != nil {
		tb.Fatal(err)
	}
	return &direct{p}
}

// read reads a data source and returns its encoded state. A diagnostic is an error.
func (d *direct) read(ctx context.Context, typeName string, arguments map[string]any) (*tfprotov6.DynamicValue, error) {
	state, all, err := d.ReadData(ctx, typeName, arguments)
	if err == nil {
		err = protocol.Failure(all)
	}
	return state, err
}

// list reads a data source and returns the list in one of its attributes.
func (d *direct) list(typeName, attribute string, arguments map[string]any) ([]map[string]any, error) {
	state, err := d.read(context.Background(), typeName, arguments)
	if err != nil {
		return nil, err
	}
	object, err := d.Decode(typeName, state)
	if err != nil {
		return nil, err
	}
	items, ok := object[attribute].([]any)
	if !ok {
		return nil, fmt.Errorf("%s is %T", attribute, object[attribute])
	}
	list := make([]map[string]any, 0, len(items))
	for _, item := range items {
		list = append(list, item.(map[string]any)) //nolint:forcetypeassert // the schema says so
	}
	return list, nil
}

// object is a resource that Terraform manages, for tests without the CLI.
type object struct {
	s        *acctest.Sandbox
	typeName string
	state    protocol.State
}

// apply refreshes, plans and applies as `terraform apply`, or as `terraform destroy` without arguments. It ends at the first error. The
// plan and the apply have a provider each, as in Terraform.
func (o *object) apply(t *testing.T, arguments map[string]any) (all protocol.Diagnostics) {
	t.Helper()
	d := newDirect(t, o.s)
	refreshed, all, err := d.Refresh(t.Context(), o.typeName, o.state)
	if err != nil {
		t.Fatal(err)
	}
	if all.HasError() {
		return all
	}
	o.state = refreshed
	plan, diagnostics, err := d.Plan(t.Context(), o.typeName, o.state, arguments)
	if err != nil {
		t.Fatal(err)
	}
	if all = append(all, diagnostics...); all.HasError() || plan.IsEmpty() {
		return all
	}
	o.state, diagnostics, err = newDirect(t, o.s).Apply(t.Context(), plan)
	if err != nil {
		t.Fatal(err)
	}
	return append(all, diagnostics...)
}

// fails applies, and fails the test unless that is an error with these parts, in this order, and the state stays as it is.
func (o *object) fails(t *testing.T, arguments map[string]any, parts ...string) {
	t.Helper()
	before := o.state
	expectMessage(t, o.apply(t, arguments).Errors().String(), parts...)
	if !o.state.Equal(before) {
		t.Errorf("the state is %v, want %v", o.state.Attributes(), before.Attributes())
	}
}

// succeeds applies, and fails the test if that is an error.
func (o *object) succeeds(t *testing.T, arguments map[string]any) {
	t.Helper()
	if all := o.apply(t, arguments); all.HasError() {
		t.Fatal(all)
	}
}
