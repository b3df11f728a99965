// Package largelist lets a data source return lists as large as Terraform's
// protocol carries. The framework handles a state by walking all its values again
// and again, converting, copying and comparing them; for 100,000 objects that takes
// far longer than reading them from the network. So the list goes round it: the
// data source encodes its list as Terraform's wire format wants it, MessagePack,
// and hands the bytes to the server around the framework, which puts them into the
// answer.
package largelist

import (
	"bytes"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/vmihailenco/msgpack/v5"
)

// List is a list under construction. Its zero value is empty.
type List struct {
	chunks [][]byte
	bytes  int
	len    int
}

// MaxBytes is how large a list may be, encoded. A provider's answer to Terraform is
// at most 256 MiB (tf6server); the rest of the state needs room in it too.
const MaxBytes = 255 << 20

// ErrTooLarge is a list of more than [MaxBytes].
var ErrTooLarge = fmt.Errorf("the list is larger than the %d MiB that a provider can hand to Terraform", MaxBytes>>20)

// Append adds n elements, encoded one after the other. The error is [ErrTooLarge].
func (l *List) Append(elements []byte, n int) error {
	if l.bytes+len(elements) > MaxBytes {
		return ErrTooLarge
	}
	l.chunks = append(l.chunks, elements)
	l.bytes += len(elements)
	l.len += n
	return nil
}

// Len is the number of elements.
func (l *List) Len() int { return l.len }

// writeTo writes the list as one MessagePack array.
func (l *List) writeTo(b *bytes.Buffer) error {
	if err := msgpack.NewEncoder(b).EncodeArrayLen(l.len); err != nil {
		return err
	}
	for _, chunk := range l.chunks {
		b.Write(chunk)
	}
	return nil
}

// arrayHeader is the most that the length before an array's elements takes.
const arrayHeader = 5

// lists are those of one read, by the names of their attributes.
type lists map[string]*List

type listsKey struct{}

// Set makes list the value of a top-level attribute of a data source's state. Call
// it in Read, after all else in the state is set. Where the provider is served
// without [NewServer], the value takes the framework's way.
func Set(ctx context.Context, state *tfsdk.State, attribute string, list *List) diag.Diagnostics {
	if waiting, ok := ctx.Value(listsKey{}).(lists); ok {
		waiting[attribute] = list
		return nil
	}
	value, err := list.value(ctx, state, attribute)
	if err != nil {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(attribute), "Cannot build the list",
			"This is a defect of the provider; please report it: "+err.Error())}
	}
	return state.SetAttribute(ctx, path.Root(attribute), value)
}

func (l *List) value(ctx context.Context, state *tfsdk.State, attribute string) (any, error) {
	var encoded bytes.Buffer
	if err := l.writeTo(&encoded); err != nil {
		return nil, err
	}
	schema, ok := state.Schema.GetAttributes()[attribute]
	if !ok {
		return nil, fmt.Errorf("there is no attribute %q", attribute)
	}
	raw, err := tfprotov6.DynamicValue{MsgPack: encoded.Bytes()}.Unmarshal(schema.GetType().TerraformType(ctx))
	if err != nil {
		return nil, err
	}
	return schema.GetType().ValueFromTerraform(ctx, raw)
}
