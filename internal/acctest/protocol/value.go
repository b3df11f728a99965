package protocol

import (
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// encode is a configuration with these values, null for the others.
func encode(schema *tfprotov6.Schema, values map[string]any) (*tfprotov6.DynamicValue, error) {
	v, err := configuration(schema, values)
	if err != nil {
		return nil, err
	}
	return wire(v)
}

func configuration(schema *tfprotov6.Schema, values map[string]any) (tftypes.Value, error) {
	if schema == nil {
		return tftypes.Value{}, fmt.Errorf("there is no such object")
	}
	t, ok := schema.ValueType().(tftypes.Object)
	if !ok {
		return tftypes.Value{}, fmt.Errorf("the schema is of %s", schema.ValueType())
	}
	for name := range values {
		if _, known := t.AttributeTypes[name]; !known {
			return tftypes.Value{}, fmt.Errorf("there is no argument %q", name)
		}
	}
	return value(t, values)
}

// wire is a value as it goes over the wire.
func wire(v tftypes.Value) (*tfprotov6.DynamicValue, error) {
	encoded, err := tfprotov6.NewDynamicValue(v.Type(), v)
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
	if err := tftypes.ValidateValue(t, v); err != nil {
		return tftypes.Value{}, err
	}
	return tftypes.NewValue(t, v), nil
}

// decodeState is a state's attributes, as decode returns them.
func decodeState(state tftypes.Value) (map[string]any, error) {
	plain, err := decode(state)
	if err != nil {
		return nil, err
	}
	object, ok := plain.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("the state is %T", plain)
	}
	return object, nil
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
