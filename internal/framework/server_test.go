package framework

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/vmihailenco/msgpack/v5"
)

// Terraform's side asks for the parts of the protocol by these interfaces.
var (
	_ tfprotov6.ProviderServerWithListResource = (*server)(nil) //nolint:staticcheck // deprecated, but still asked for
	_ tfprotov6.ProviderServerWithActions      = (*server)(nil) //nolint:staticcheck // deprecated, but still asked for
	_ tfprotov6.ProviderServerWithStateStores  = (*server)(nil) //nolint:staticcheck // deprecated, but still asked for
)

var (
	numbersType = tftypes.List{ElementType: tftypes.Number}
	stateType   = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"name": tftypes.String, "numbers": numbersType, "more": numbersType}}
	noNumbers   = tftypes.NewValue(numbersType, nil)
)

func numbers(all ...int64) tftypes.Value {
	values := []tftypes.Value{}
	for _, n := range all {
		values = append(values, tftypes.NewValue(tftypes.Number, n))
	}
	return tftypes.NewValue(numbersType, values)
}

// encodeState returns a state in Terraform's encoding.
func encodeState(t *testing.T, name string, numbers, more tftypes.Value) []byte {
	t.Helper()
	object := map[string]tftypes.Value{"name": tftypes.NewValue(tftypes.String, name), "numbers": numbers, "more": more}
	state, err := tfprotov6.NewDynamicValue(stateType, tftypes.NewValue(stateType, object))
	if err != nil {
		t.Fatal(err)
	}
	return state.MsgPack
}

// expectState compares states that may be encoded in different ways.
func expectState(t *testing.T, got, want []byte) {
	t.Helper()
	decodedGot, gotErr := tfprotov6.DynamicValue{MsgPack: got}.Unmarshal(stateType)
	decodedWant, wantErr := tfprotov6.DynamicValue{MsgPack: want}.Unmarshal(stateType)
	if err := errors.Join(gotErr, wantErr); err != nil || !decodedGot.Equal(decodedWant) {
		t.Errorf("state %s (error %v), want %s", decodedGot, err, decodedWant)
	}
}

func newLargeList(t *testing.T, chunks ...[]int64) *LargeList {
	t.Helper()
	list := &LargeList{}
	for _, chunk := range chunks {
		var b bytes.Buffer
		for _, n := range chunk {
			if err := msgpack.NewEncoder(&b).EncodeInt(n); err != nil {
				t.Fatal(err)
			}
		}
		if err := list.Append(b.Bytes(), len(chunk)); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

// stub has the RPCs of the framework's server that a test needs.
type stub struct {
	frameworkServer
	read   func(context.Context) []byte
	stream iter.Seq[tfprotov6.InvokeActionEvent]
}

func (s stub) ReadDataSource(ctx context.Context, _ *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return &tfprotov6.ReadDataSourceResponse{State: &tfprotov6.DynamicValue{MsgPack: s.read(ctx)}}, nil
}

func (s stub) InvokeAction(context.Context, *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	return &tfprotov6.InvokeActionServerStream{Events: s.stream}, nil
}

func (s stub) ListResource(context.Context, *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	return &tfprotov6.ListResourceServerStream{Results: func(push func(tfprotov6.ListResourceResult) bool) {
		for range s.stream {
			push(tfprotov6.ListResourceResult{})
		}
	}}, nil
}

func (s stub) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}

func TestLargeListsTakeTheirPlacesInTheState(t *testing.T) {
	t.Parallel()
	many := make([]int64, 70_000)
	list := schema.ListAttribute{ElementType: types.NumberType}
	stateSchema := schema.Schema{Attributes: map[string]schema.Attribute{"name": schema.StringAttribute{}, "numbers": list, "more": list}}
	for name, tt := range map[string]struct {
		lists         largeLists
		numbers, more tftypes.Value
	}{
		"no list":                {nil, noNumbers, noNumbers},
		"several chunks":         {largeLists{"numbers": newLargeList(t, []int64{1, 2}, nil, []int64{1 << 60})}, numbers(1, 2, 1<<60), noNumbers},
		"two lists":              {largeLists{"numbers": newLargeList(t, []int64{1}), "more": newLargeList(t, []int64{2})}, numbers(1), numbers(2)},
		"an empty list":          {largeLists{"numbers": &LargeList{}}, numbers(), noNumbers},
		"a length above 16 bits": {largeLists{"numbers": newLargeList(t, many)}, numbers(many...), noNumbers},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var lists largeLists
			s := &server{frameworkServer: stub{read: func(ctx context.Context) []byte {
				lists, _ = ctx.Value(largeListsKey{}).(largeLists)
				for attribute, list := range tt.lists {
					if diags := SetLargeList(ctx, &tfsdk.State{Schema: stateSchema}, attribute, list); diags.HasError() {
						t.Error(diags)
					}
				}
				if diags := SetLargeList(ctx, &tfsdk.State{Schema: stateSchema}, "digits", &LargeList{}); !diags.HasError() {
					t.Error("a list without an attribute is accepted")
				}
				return encodeState(t, "n", noNumbers, noNumbers)
			}}}
			resp, err := s.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: "things"})
			if err != nil {
				t.Fatal(err)
			}
			expectState(t, resp.State.MsgPack, encodeState(t, "n", tt.numbers, tt.more))
			// An idle HTTP connection keeps the context of its last request in memory.
			if lists == nil || len(lists) > 0 {
				t.Errorf("the context of the read still holds %d lists", len(lists))
			}
		})
	}
	if diags := SetLargeList(t.Context(), &tfsdk.State{Schema: stateSchema}, "numbers", &LargeList{}); !diags.HasError() {
		t.Error("a list is accepted without the server that puts it into the response")
	}
}

func TestLargeListIsNeverLost(t *testing.T) {
	t.Parallel()
	state := encodeState(t, "n", noNumbers, noNumbers)
	for name, tt := range map[string]struct {
		state     []byte
		attribute string
	}{"no such attribute": {state, "digits"}, "state that breaks off": {state[:len(state)-1], "numbers"}, "no state": {[]byte{0xc0}, "numbers"}} {
		if got, err := spliceLists(tt.state, largeLists{tt.attribute: newLargeList(t, []int64{1})}); err == nil {
			t.Errorf("%s: got %x without an error", name, got)
		}
	}
	list := &LargeList{}
	chunk := make([]byte, maxListBytes/2)
	if err := errors.Join(list.Append(chunk, 1), list.Append(chunk, 1)); err != nil || list.Len() != 2 {
		t.Errorf("a list of %d bytes is refused: %v", 2*len(chunk), err)
	}
	if err := list.Append([]byte{1, 2}, 1); !errors.Is(err, ErrListTooLarge) || list.Len() != 2 {
		t.Errorf("error %v, want %v", err, ErrListTooLarge)
	}
}

// FuzzSplice checks that a list takes its place in a state, and that the rest of the state stays. A state that breaks off, or that is
// none, is an error and costs no more memory than its size.
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
		lists, state := largeLists{"numbers": newLargeList(t, []int64{n}, []int64{-1})}, encodeState(t, name, noNumbers, numbers(n, 1<<62))
		got, err := spliceLists(state, lists)
		if err != nil {
			t.Fatal(err)
		}
		expectState(t, got, encodeState(t, name, numbers(n, -1), numbers(n, 1<<62)))
		end := int(uint64(n) % uint64(len(state)))
		if _, err := spliceLists(state[:end], lists); err == nil {
			t.Errorf("the first %d bytes of %d are taken for a state", end, len(state))
		}
		if got, err := spliceLists(broken, lists); err == nil && len(got) > 2*len(broken)+64 {
			t.Errorf("%d bytes became %d", len(broken), len(got))
		}
	})
}

// Terraform takes an interrupted action for a success if its last event is lost, and an interrupted list for complete.
func TestStopWaitsForOpenStreams(t *testing.T) {
	t.Parallel()
	open := map[string]func(context.Context, *server) (drain func(), err error){
		"action": func(ctx context.Context, s *server) (func(), error) {
			stream, err := s.InvokeAction(ctx, nil)
			return func() { stream.Events(func(tfprotov6.InvokeActionEvent) bool { return true }) }, err
		},
		"list": func(ctx context.Context, s *server) (func(), error) {
			stream, err := s.ListResource(ctx, nil)
			return func() { stream.Results(func(tfprotov6.ListResourceResult) bool { return true }) }, err
		},
	}
	for name, open := range open {
		for _, ends := range []bool{true, false} {
			t.Run(fmt.Sprint(name, " ends: ", ends), func(t *testing.T) {
				t.Parallel()
				var ended atomic.Bool
				end := make(chan struct{})
				s := &server{stopWait: time.Minute, frameworkServer: stub{stream: func(push func(tfprotov6.InvokeActionEvent) bool) {
					<-end
					push(tfprotov6.InvokeActionEvent{})
					ended.Store(true)
				}}}
				drain, err := open(t.Context(), s)
				if err != nil {
					t.Fatal(err)
				}
				go drain()
				if ends {
					time.AfterFunc(10*time.Millisecond, func() { close(end) })
				} else {
					defer close(end)
					s.stopWait = 10 * time.Millisecond
				}
				if resp, err := s.StopProvider(t.Context(), nil); err != nil || resp == nil || ended.Load() != ends {
					t.Errorf("%v, error %v; the stream has ended: %t", resp, err, ended.Load())
				}
			})
		}
	}
}
