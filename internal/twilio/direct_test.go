package twilio_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
	"github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

// direct is the provider without a CLI, for what takes thousands of reads, or large
// ones.
type direct struct{ *protocol.Provider }

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
	schemas, err := protocol.SchemasOf(ctx, server)
	if err != nil {
		tb.Fatal(err)
	}
	account := s.Running.Account
	p, err := protocol.Configure(ctx, server, schemas, map[string]any{"twilio": map[string]any{
		"account_sid": account.SID, "auth_token": account.AuthToken, "base_url": s.BaseURL,
	}})
	if err != nil {
		tb.Fatal(err)
	}
	return &direct{p}
}

// read reads a data source with these arguments and returns its state, encoded. A
// diagnostic of the provider's is an error.
func (d *direct) read(ctx context.Context, typeName string, arguments map[string]any) (*tfprotov6.DynamicValue, error) {
	state, all, err := d.ReadData(ctx, typeName, arguments)
	if err == nil {
		err = protocol.Failure(all)
	}
	return state, err
}

// list is the list in a data source's state, an object an item, with null for
// null.
func (d *direct) list(typeName, attribute string, state *tfprotov6.DynamicValue) ([]map[string]any, error) {
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
		object, ok := item.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("an item is %T", item)
		}
		list = append(list, object)
	}
	return list, nil
}
