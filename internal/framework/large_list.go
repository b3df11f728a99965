package framework

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/vmihailenco/msgpack/v5"
)

// maxListBytes is the size of the largest encoded list. A provider's response to Terraform has at most 256 MiB (tf6server),
// and the rest of the state needs room in it too.
const maxListBytes = 255 << 20

// ErrListTooLarge is the error of a list of more than 255 MiB.
var ErrListTooLarge = fmt.Errorf("the list is larger than the %d MiB that a provider can return to Terraform", maxListBytes>>20)

// LargeList is a list of objects in the encoding of Terraform's protocol, MessagePack. It bypasses the framework, which walks
// every value of a state several times: with 100,000 objects, that takes far longer than reading them from the network. The
// zero value is an empty list.
type LargeList struct {
	chunks [][]byte
	size   int
	length int
}

// Append adds n encoded elements. The error is [ErrListTooLarge].
func (l *LargeList) Append(elements []byte, n int) error {
	if l.size+len(elements) > maxListBytes {
		return ErrListTooLarge
	}
	l.chunks = append(l.chunks, elements)
	l.size += len(elements)
	l.length += n
	return nil
}

// Len returns the number of elements.
func (l *LargeList) Len() int { return l.length }

// writeTo writes the list as one MessagePack array.
func (l *LargeList) writeTo(b *bytes.Buffer) error {
	if err := msgpack.NewEncoder(b).EncodeArrayLen(l.length); err != nil {
		return err
	}
	for _, chunk := range l.chunks {
		b.Write(chunk)
	}
	return nil
}

// largeLists are the lists of one read by attribute name. The server puts them into the response.
type largeLists map[string]*LargeList

type largeListsKey struct{}

// SetLargeList sets a top-level attribute of a data source's state to a list. Call it in Read, after the rest of the state is
// set. The provider must be served by [NewServer].
func SetLargeList(ctx context.Context, state *tfsdk.State, attribute string, list *LargeList) diag.Diagnostics {
	lists, ok := ctx.Value(largeListsKey{}).(largeLists)
	if !ok || state.Schema.GetAttributes()[attribute] == nil {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(attribute), "Cannot return the list",
			"The provider is served without the support for large lists, or lacks the attribute. This is a defect of the provider. Please report it.")}
	}
	lists[attribute] = list
	return nil
}

// spliceLists replaces attributes of an encoded object by lists. It is an error if the object lacks one of the attributes.
func spliceLists(object []byte, lists largeLists) ([]byte, error) {
	const maxArrayHeader = 5
	size := len(object)
	for _, list := range lists {
		size += list.size + maxArrayHeader
	}
	var out bytes.Buffer
	out.Grow(size)
	decoder, encoder := msgpack.NewDecoder(bytes.NewReader(object)), msgpack.NewEncoder(&out)
	n, err := decoder.DecodeMapLen()
	if err != nil {
		return nil, err
	}
	if err := encoder.EncodeMapLen(n); err != nil {
		return nil, err
	}
	placed := 0
	for range n {
		name, err := decoder.DecodeString()
		if err != nil {
			return nil, err
		}
		value, err := decoder.DecodeRaw()
		if err != nil {
			return nil, err
		}
		if err := encoder.EncodeString(name); err != nil {
			return nil, err
		}
		if list, ok := lists[name]; ok {
			if err := list.writeTo(&out); err != nil {
				return nil, err
			}
			placed++
			continue
		}
		out.Write(value)
	}
	if placed < len(lists) {
		return nil, errors.New("the state lacks the attribute of a list")
	}
	return out.Bytes(), nil
}
