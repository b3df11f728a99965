package largelist

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// FuzzSplice: a list takes its place in a state, and the rest stays what it was. A state
// that breaks off, or is none, is an error and costs no more than its size.
func FuzzSplice(f *testing.F) {
	f.Add("n", int64(3), []byte{})
	f.Add("\x1b\u202e", int64(-1), []byte{0xdf, 0xff, 0xff, 0xff, 0xff})                 // a map of 4 billion
	f.Add("", int64(1<<62), []byte{0x81, 0xdb, 0xff, 0xff, 0xff, 0xff})                  // a name of 4 GB
	f.Add("numbers", int64(0), []byte{0x81, 0xa1, 'a', 0xc6, 0xff, 0xff, 0xff, 0xff})    // a value of 4 GB
	f.Add("more", int64(0), []byte{0x81, 0xa1, 'a', 0xdd, 0xff, 0xff, 0xff, 0xff})       // an array of 4 billion
	f.Add("name", int64(1), []byte{0x82, 0xa7, 'n', 'u', 'm', 'b', 'e', 'r', 's', 0xc0}) // a member that is missing
	f.Add("é", int64(1), []byte{0x81, 0xc0, 0xc0})                                       // a name that is null
	f.Fuzz(func(t *testing.T, name string, n int64, broken []byte) {
		if len(name)+len(broken) > 64<<10 {
			t.Skip()
		}
		values := map[string]tftypes.Value{
			"name": tftypes.NewValue(tftypes.String, name), "numbers": tftypes.NewValue(numbers, nil), "more": value(n, 1<<62),
		}
		before, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, values))
		if err != nil {
			t.Fatal(err)
		}
		waiting := func() lists { return lists{"numbers": listOf(t, []int64{n}, []int64{-1})} }
		got, err := splice(before.MsgPack, waiting())
		if err != nil {
			t.Fatal(err)
		}
		values["numbers"] = value(n, -1)
		if v, err := (tfprotov6.DynamicValue{MsgPack: got}).Unmarshal(object); err != nil || !v.Equal(tftypes.NewValue(object, values)) {
			t.Errorf("got %s (%v), want %v", v, err, values)
		}
		end := int(uint64(n) % uint64(len(before.MsgPack)))
		if _, err := splice(before.MsgPack[:end], waiting()); err == nil {
			t.Errorf("the first %d bytes of %d are taken for a state", end, len(before.MsgPack))
		}
		if got, err := splice(broken, waiting()); err == nil && len(got) > 2*len(broken)+64 {
			t.Errorf("%d bytes came of %d", len(got), len(broken))
		}
	})
}
