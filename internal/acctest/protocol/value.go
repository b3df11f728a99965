package protocol

import (
	"encoding/json"
	"errors"
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Arguments are those of an object: a text with its block in HCL, or a map of strings, booleans, int64s, []strings, and maps of them for
// blocks. nil has no arguments.
type Arguments any

// encode returns the configuration of an object.
func encode(schema *tfprotov6.Schema, arguments Arguments) (tftypes.Value, error) {
	if schema == nil {
		return tftypes.Value{}, errors.New("the provider has no such object")
	}
	if text, ok := arguments.(string); ok {
		return parse(schema, text)
	}
	if arguments == nil {
		arguments = map[string]any{}
	}
	text, err := json.Marshal(arguments)
	if err != nil {
		return tftypes.Value{}, err
	}
	return tfprotov6.DynamicValue{JSON: text}.Unmarshal(schema.ValueType())
}

// toWire encodes a value. That cannot fail, because every value has its own type.
func toWire(value tftypes.Value) *tfprotov6.DynamicValue {
	wire, err := tfprotov6.NewDynamicValue(value.Type(), value)
	if err != nil {
		panic(err)
	}
	return &wire
}

// Decode returns the attributes of a data source's state: strings, booleans, int64s, nil for null, and slices and maps of them.
func (p *Provider) Decode(typeName string, state *tfprotov6.DynamicValue) (map[string]any, error) {
	value, err := state.Unmarshal(p.schemas.DataSourceSchemas[typeName].ValueType())
	if err != nil {
		return nil, err
	}
	attributes, ok := decode(value).(map[string]any)
	if !ok {
		return nil, errors.New("the state is null")
	}
	return attributes, nil
}

func decode(value tftypes.Value) any {
	var (
		text   string
		truth  bool
		number *big.Float
		list   []tftypes.Value
		object map[string]tftypes.Value
	)
	switch {
	case value.IsNull():
		return nil
	case value.As(&text) == nil:
		return text
	case value.As(&truth) == nil:
		return truth
	case value.As(&number) == nil:
		if i, accuracy := number.Int64(); accuracy == big.Exact {
			return i
		}
		return number
	case value.As(&list) == nil:
		items := make([]any, len(list))
		for i, item := range list {
			items[i] = decode(item)
		}
		return items
	case value.As(&object) == nil:
		attributes := map[string]any{}
		for name, attribute := range object {
			attributes[name] = decode(attribute)
		}
		return attributes
	}
	return value
}
