// Package functiontest calls the provider's functions without a Terraform.
package functiontest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
)

// T is a [testing.T], or a test of a property.
type T interface {
	Helper()
	Fatalf(format string, args ...any)
}

// Call calls the function of this name, out of these, with arguments of the
// parameters' types. Beside an error the result is nil.
func Call(t T, functions []func() function.Function, name string, arguments ...attr.Value) (attr.Value, *function.FuncError) {
	t.Helper()
	ctx := context.Background()
	for _, newFunction := range functions {
		f := newFunction()
		var metadata function.MetadataResponse
		f.Metadata(ctx, function.MetadataRequest{}, &metadata)
		if metadata.Name != name {
			continue
		}
		var defined function.DefinitionResponse
		f.Definition(ctx, function.DefinitionRequest{}, &defined)
		empty, err := defined.Definition.Return.NewResultData(ctx)
		if err != nil {
			t.Fatalf("%s has no result: %s", name, err)
		}
		resp := function.RunResponse{Result: empty}
		f.Run(ctx, function.RunRequest{Arguments: function.NewArgumentsData(arguments)}, &resp)
		if resp.Error != nil {
			return nil, resp.Error
		}
		return resp.Result.Value(), nil
	}
	t.Fatalf("there is no function %s", name)
	return nil, nil
}

// WantError fails the test unless err is at the argument of this position and
// has this text.
func WantError(t T, err *function.FuncError, position int64, text string) {
	t.Helper()
	if !err.Equal(function.NewArgumentFuncError(position, text)) {
		t.Fatalf("error %+v, want one at argument %d: %s", err, position, text)
	}
}
