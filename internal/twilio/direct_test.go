package twilio_test

import (
	"context"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

// direct is the provider without a CLI: the calls that Terraform makes over gRPC,
// made in this process. It is for what takes thousands of reads, or large ones.
type direct struct {
	server  tfprotov6.ProviderServer
	schemas map[string]*tfprotov6.Schema
}

// newDirect is the provider, configured for the sandbox's account.
func newDirect(tb testing.TB, s *acctest.Sandbox) *direct {
	tb.Helper()
	server, err := acctest.Factories(s.Account)["videostorage"]()
	if err != nil {
		tb.Fatal(err)
	}
	return configured(tb, s, server)
}

// newUnwrapped is the same without what takes large lists past the framework.
func newUnwrapped(tb testing.TB, s *acctest.Sandbox) *direct {
	tb.Helper()
	return configured(tb, s, providerserver.NewProtocol6(provider.New("test"))())
}

func configured(tb testing.TB, s *acctest.Sandbox, server tfprotov6.ProviderServer) *direct {
	tb.Helper()
	ctx := context.Background()
	got, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(got.Diagnostics) > 0 {
		tb.Fatalf("schema: %v, %v", err, got.Diagnostics)
	}
	d := &direct{server, got.DataSourceSchemas}
	account := s.Running.Account
	config, err := encode(got.Provider, map[string]any{"twilio": map[string]any{
		"account_sid": account.SID, "auth_token": account.AuthToken, "base_url": s.BaseURL,
	}})
	if err != nil {
		tb.Fatal(err)
	}
	response, err := server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.16.4", Config: config})
	if err != nil || len(response.Diagnostics) > 0 {
		tb.Fatalf("configuring: %v, %v", err, response.Diagnostics)
	}
	return d
}

// read reads a data source with these arguments and returns its state, encoded. A
// diagnostic of the provider's is an error.
func (d *direct) read(ctx context.Context, typeName string, arguments map[string]any) (*tfprotov6.DynamicValue, error) {
	config, err := encode(d.schemas[typeName], arguments)
	if err != nil {
		return nil, err
	}
	valid, err := d.server.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: typeName, Config: config})
	if err == nil {
		err = failure(valid.Diagnostics)
	}
	if err != nil {
		return nil, err
	}
	got, err := d.server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: typeName, Config: config})
	if err == nil {
		err = failure(got.Diagnostics)
	}
	if err != nil {
		return nil, err
	}
	return got.State, nil
}

// list is the list in a data source's state, an object an item, with null for
// null.
func (d *direct) list(typeName, attribute string, state *tfprotov6.DynamicValue) ([]map[string]any, error) {
	raw, err := state.Unmarshal(d.schemas[typeName].ValueType())
	if err != nil {
		return nil, err
	}
	plain, err := decode(raw)
	if err != nil {
		return nil, err
	}
	object, ok := plain.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("the state is %T", plain)
	}
	items, ok := object[attribute].([]any)
	if !ok {
		return nil, fmt.Errorf("%s is %T", attribute, object[attribute])
	}
	list := make([]map[string]any, 0, len(items))
	for _, item := range items {
		object, ok := item.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("an item is %T", item)
		}
		list = append(list, object)
	}
	return list, nil
}

func failure(all []*tfprotov6.Diagnostic) error {
	var texts []string
	for _, d := range all {
		texts = append(texts, d.Summary+": "+d.Detail)
	}
	if len(texts) == 0 {
		return nil
	}
	return fmt.Errorf("%s", strings.Join(texts, "\n"))
}

// encode is a configuration with these values, null for the others.
func encode(schema *tfprotov6.Schema, values map[string]any) (*tfprotov6.DynamicValue, error) {
	t := schema.ValueType()
	v, err := value(t, values)
	if err != nil {
		return nil, err
	}
	encoded, err := tfprotov6.NewDynamicValue(t, v)
	return &encoded, err
}

func value(t tftypes.Type, v any) (tftypes.Value, error) {
	switch t := t.(type) {
	case tftypes.Object:
		values, ok := v.(map[string]any)
		if !ok {
			return tftypes.NewValue(t, nil), nil
		}
		object := map[string]tftypes.Value{}
		for name, attribute := range t.AttributeTypes {
			var err error
			if object[name], err = value(attribute, values[name]); err != nil {
				return tftypes.Value{}, err
			}
		}
		return tftypes.NewValue(t, object), nil
	case tftypes.Set:
		values, ok := v.([]string)
		if !ok {
			return tftypes.NewValue(t, nil), nil
		}
		var set []tftypes.Value
		for _, s := range values {
			set = append(set, tftypes.NewValue(tftypes.String, s))
		}
		return tftypes.NewValue(t, set), nil
	}
	return tftypes.NewValue(t, v), tftypes.ValidateValue(t, v)
}

// decode is v in Go's own types; numbers are int64.
func decode(v tftypes.Value) (any, error) {
	if v.IsNull() {
		return nil, nil
	}
	switch t := v.Type(); {
	case t.Is(tftypes.Object{}):
		var object map[string]tftypes.Value
		if err := v.As(&object); err != nil {
			return nil, err
		}
		plain := map[string]any{}
		for name, attribute := range object {
			var err error
			if plain[name], err = decode(attribute); err != nil {
				return nil, err
			}
		}
		return plain, nil
	case t.Is(tftypes.List{}), t.Is(tftypes.Set{}):
		var list []tftypes.Value
		if err := v.As(&list); err != nil {
			return nil, err
		}
		plain := make([]any, 0, len(list))
		for _, item := range list {
			p, err := decode(item)
			if err != nil {
				return nil, err
			}
			plain = append(plain, p)
		}
		return plain, nil
	case t.Is(tftypes.Bool):
		var b bool
		err := v.As(&b)
		return b, err
	case t.Is(tftypes.String):
		var s string
		err := v.As(&s)
		return s, err
	}
	return exact(v)
}

// exact is a number as the int64 that it must be.
func exact(v tftypes.Value) (any, error) {
	var n *big.Float
	if err := v.As(&n); err != nil {
		return nil, err
	}
	i, accuracy := n.Int64()
	if accuracy != big.Exact {
		return nil, fmt.Errorf("%s is not a whole number of 64 bits", n)
	}
	return i, nil
}
