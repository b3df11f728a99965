package largelist

import (
	"bytes"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/vmihailenco/msgpack/v5"
)

// All that the framework's server offers beside [tfprotov6.ProviderServer] must
// survive the wrapping: Terraform's side asks for it by these interfaces.
var (
	_ tfprotov6.ProviderServerWithListResource = (*server)(nil) //nolint:staticcheck // they are how it is asked for until they are merged
	_ tfprotov6.ProviderServerWithActions      = (*server)(nil) //nolint:staticcheck // as above
	_ tfprotov6.ProviderServerWithStateStores  = (*server)(nil) //nolint:staticcheck // as above
)

var (
	numbers = tftypes.List{ElementType: tftypes.Number}
	object  = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"name": tftypes.String, "numbers": numbers, "more": numbers}}
)

func encoded(t *testing.T, values map[string]tftypes.Value) []byte {
	t.Helper()
	v, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, values))
	if err != nil {
		t.Fatal(err)
	}
	return v.MsgPack
}

func listOf(t *testing.T, pages ...[]int64) *List {
	t.Helper()
	list := &List{}
	for _, page := range pages {
		var b bytes.Buffer
		for _, n := range page {
			if err := msgpack.NewEncoder(&b).EncodeInt(n); err != nil {
				t.Fatal(err)
			}
		}
		if err := list.Append(b.Bytes(), len(page)); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

func value(all ...int64) tftypes.Value {
	var values []tftypes.Value
	for _, n := range all {
		values = append(values, tftypes.NewValue(tftypes.Number, n))
	}
	return tftypes.NewValue(numbers, values)
}

func TestListsTakeTheirPlaces(t *testing.T) {
	t.Parallel()
	null := tftypes.NewValue(numbers, nil)
	before := encoded(t, map[string]tftypes.Value{"name": tftypes.NewValue(tftypes.String, "n"), "numbers": null, "more": null})
	many := make([]int64, 70_000)
	for name, test := range map[string]struct {
		lists lists
		want  map[string]tftypes.Value
	}{
		"several pages":            {lists{"numbers": listOf(t, []int64{1, 2}, nil, []int64{1 << 60})}, map[string]tftypes.Value{"numbers": value(1, 2, 1<<60), "more": null}},
		"two lists":                {lists{"numbers": listOf(t, []int64{1}), "more": listOf(t, []int64{2})}, map[string]tftypes.Value{"numbers": value(1), "more": value(2)}},
		"an empty list, not null":  {lists{"numbers": &List{}}, map[string]tftypes.Value{"numbers": value(), "more": null}},
		"more than 16 bits' worth": {lists{"numbers": listOf(t, many)}, map[string]tftypes.Value{"numbers": value(many...), "more": null}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := splice(before, test.lists)
			if err != nil {
				t.Fatal(err)
			}
			test.want["name"] = tftypes.NewValue(tftypes.String, "n")
			v, err := tfprotov6.DynamicValue{MsgPack: got}.Unmarshal(object)
			if err != nil || !v.Equal(tftypes.NewValue(object, test.want)) {
				t.Errorf("got %s (%v)", v, err)
			}
		})
	}
}

func TestListOfNoAttribute(t *testing.T) {
	t.Parallel()
	null := tftypes.NewValue(numbers, nil)
	before := encoded(t, map[string]tftypes.Value{"name": tftypes.NewValue(tftypes.String, "n"), "numbers": null, "more": null})
	if _, err := splice(before, lists{"digits": listOf(t, []int64{1})}); err == nil {
		t.Error("a list without a place was lost without an error")
	}
	if _, err := splice(before[:len(before)-1], lists{"numbers": &List{}}); err == nil {
		t.Error("a state that breaks off was accepted")
	}
}
