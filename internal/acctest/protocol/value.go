package protocol

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// encode returns the configuration of an object with these arguments. The others are null.
func encode(schema *tfprotov6.Schema, arguments map[string]any) (tftypes.Value, error) {
	if schema == nil {
		return tftypes.Value{}, errors.New("the provider has no such object")
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

// toWire panics never, because every value has its own type.
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
	return decodeObject(value)
}

func decodeObject(value tftypes.Value) (map[string]any, error) {
	var attributes map[string]tftypes.Value
	if err := value.As(&attributes); err != nil {
		return nil, err
	}
	object := map[string]any{}
	for name, attribute := range attributes {
		var err error
		if object[name], err = decode(attribute); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return object, nil
}

func decode(value tftypes.Value) (any, error) {
	if value.IsNull() {
		return nil, nil
	}
	switch t := value.Type(); {
	case t.Is(tftypes.Object{}):
		return decodeObject(value)
	case t.Is(tftypes.List{}), t.Is(tftypes.Set{}):
		var items []tftypes.Value
		if err := value.As(&items); err != nil {
			return nil, err
		}
		list := make([]any, len(items))
		for i, item := range items {
			var err error
			if list[i], err = decode(item); err != nil {
				return nil, err
			}
		}
		return list, nil
	case t.Is(tftypes.Bool):
		var b bool
		err := value.As(&b)
		return b, err
	case t.Is(tftypes.String):
		var s string
		err := value.As(&s)
		return s, err
	}
	var number *big.Float
	if err := value.As(&number); err != nil {
		return nil, err
	}
	i, accuracy := number.Int64()
	if accuracy != big.Exact {
		return nil, fmt.Errorf("%s is no int64", number)
	}
	return i, nil
}
