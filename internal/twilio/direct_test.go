package twilio_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
)

// direct calls the provider without the CLI, for tests with thousands of reads or with large ones.
type direct struct{ *protocol.Provider }

// newDirect returns the provider, configured for the account of a sandbox.
func newDirect(tb testing.TB, s *acctest.Sandbox) *direct {
	tb.Helper()
	return &direct{s.Provider(tb)}
}

// read reads a data source and returns its encoded state. A diagnostic is an error.
func (d *direct) read(ctx context.Context, typeName string, arguments map[string]any) (*tfprotov6.DynamicValue, error) {
	state, all, err := d.ReadData(ctx, typeName, arguments)
	if err == nil {
		err = protocol.Failure(all)
	}
	return state, err
}

// attributes reads a data source and returns its attributes.
func (d *direct) attributes(typeName string, arguments map[string]any) (map[string]any, error) {
	state, err := d.read(context.Background(), typeName, arguments)
	if err != nil {
		return nil, err
	}
	return d.Decode(typeName, state)
}

// list reads a data source and returns the list in one of its attributes.
func (d *direct) list(typeName, attribute string, arguments map[string]any) ([]map[string]any, error) {
	object, err := d.attributes(typeName, arguments)
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
