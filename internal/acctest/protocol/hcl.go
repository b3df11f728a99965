package protocol

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	"github.com/zclconf/go-cty/cty/msgpack"
)

// scope has the names that a block may use. unknown stands for a value that is known only after an apply.
var scope = &hcl.EvalContext{
	Variables: map[string]cty.Value{"unknown": cty.DynamicVal},
	Functions: map[string]function.Function{"jsonencode": stdlib.JSONEncodeFunc},
}

// parse returns the configuration of the only block in a text, such as a resource.
func parse(schema *tfprotov6.Schema, text string) (tftypes.Value, error) {
	file, diags := hclsyntax.ParseConfig([]byte(text), "main.tf", hcl.InitialPos)
	if diags.HasErrors() {
		return tftypes.Value{}, diags
	}
	blocks := file.Body.(*hclsyntax.Body).Blocks //nolint:forcetypeassert // hclsyntax has no other
	if len(blocks) != 1 {
		return tftypes.Value{}, fmt.Errorf("there are %d blocks, want one", len(blocks))
	}
	spec, err := specify(schema.Block)
	if err != nil {
		return tftypes.Value{}, err
	}
	value, diags := hcldec.Decode(blocks[0].Body, spec, scope)
	if diags.HasErrors() {
		return tftypes.Value{}, diags
	}
	wire, err := msgpack.Marshal(value, hcldec.ImpliedType(spec))
	if err != nil {
		return tftypes.Value{}, err
	}
	return tfprotov6.DynamicValue{MsgPack: wire}.Unmarshal(schema.ValueType())
}

// specify describes the attributes and blocks of a block.
func specify(block *tfprotov6.SchemaBlock) (hcldec.ObjectSpec, error) {
	spec := hcldec.ObjectSpec{}
	for _, a := range block.Attributes {
		text, err := a.ValueType().MarshalJSON() //nolint:staticcheck // the inverse of tftypes.ParseJSONType
		if err != nil {
			return nil, err
		}
		valueType, err := ctyjson.UnmarshalType(text)
		if err != nil {
			return nil, err
		}
		spec[a.Name] = &hcldec.AttrSpec{Name: a.Name, Type: valueType, Required: a.Required}
	}
	for _, nested := range block.BlockTypes {
		if nested.Nesting != tfprotov6.SchemaNestedBlockNestingModeSingle {
			return nil, fmt.Errorf("the nesting of %s is %s, want single", nested.TypeName, nested.Nesting)
		}
		inner, err := specify(nested.Block)
		if err != nil {
			return nil, err
		}
		spec[nested.TypeName] = &hcldec.BlockSpec{TypeName: nested.TypeName, Nested: inner}
	}
	return spec, nil
}
