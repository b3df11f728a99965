package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/videostorage/terraform-provider-videostorage/internal/largelist"
)

// nullArguments gives the arguments of functions that have no value the value
// null. OpenTofu 1.12 sends null so, where a parameter allows it, and the
// framework takes it for a defect of its own.
type nullArguments struct{ largelist.Framework }

// CallFunction implements [tfprotov6.FunctionServer].
func (s nullArguments) CallFunction(ctx context.Context, req *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	for i, argument := range req.Arguments {
		if argument == nil || (argument.MsgPack == nil && argument.JSON == nil) {
			req.Arguments[i] = &tfprotov6.DynamicValue{JSON: []byte("null")}
		}
	}
	return s.Framework.CallFunction(ctx, req)
}
