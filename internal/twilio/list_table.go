package twilio

import (
	"bytes"
	"cmp"
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/vmihailenco/msgpack/v5"
)

// table is a list with the attributes of its items. T is the type of the items.
type table[T any] struct {
	list    *List[T]
	columns []column[T]
}

// encodedPage holds items in the encoding of [framework.LargeList].
type encodedPage struct {
	objects []byte
	length  int
}

func (t table[T]) attributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for _, c := range t.columns {
		attributes[c.name] = c.attribute
	}
	return attributes
}

// pages reads the list page by page, as [List.Pages] does, and encodes the items.
func (t table[T]) pages(ctx context.Context, c *Client, o ListOptions) iter.Seq2[encodedPage, error] {
	return func(yield func(encodedPage, error) bool) {
		capacity := 0
		for items, err := range t.list.Pages(ctx, c, o) {
			encoded := bytes.NewBuffer(make([]byte, 0, capacity))
			err = cmp.Or(err, encodeItems(msgpack.NewEncoder(encoded), t.columns, items))
			if !yield(encodedPage{encoded.Bytes(), len(items)}, err) {
				return
			}
			// The pages of a list have similar sizes.
			capacity = encoded.Len() + encoded.Len()/8
		}
	}
}

// column is an attribute of the items in a list, with the encoding of its value for Terraform. T is the type of the items.
type column[T any] struct {
	name      string
	attribute schema.Attribute
	encode    func(*msgpack.Encoder, *T) error
}

// newColumn returns a column. get returns the value of an item, or nil for null.
func newColumn[T, V any](name string, attribute schema.Attribute, get func(*T) *V, encode func(*msgpack.Encoder, V) error) column[T] {
	return column[T]{name, attribute, func(e *msgpack.Encoder, item *T) error {
		if value := get(item); value != nil {
			return encode(e, *value)
		}
		return e.EncodeNil()
	}}
}

// stringColumn returns a column of strings. An empty string becomes null, because both mean the same in Twilio's responses.
func stringColumn[T any](name, description string, get func(*T) *string) column[T] {
	encode := func(e *msgpack.Encoder, value string) error {
		if value == "" {
			return e.EncodeNil()
		}
		return e.EncodeString(value)
	}
	return newColumn(name, schema.StringAttribute{Computed: true, MarkdownDescription: description}, get, encode)
}

func int64Column[T any](name, description string, get func(*T) *int64) column[T] {
	return newColumn(name, schema.Int64Attribute{Computed: true, MarkdownDescription: description}, get, (*msgpack.Encoder).EncodeInt)
}

func boolColumn[T any](name, description string, get func(*T) *bool) column[T] {
	return newColumn(name, schema.BoolAttribute{Computed: true, MarkdownDescription: description}, get, (*msgpack.Encoder).EncodeBool)
}

// stringsColumn returns a column of lists of strings. A nil list becomes null.
func stringsColumn[T any](name, description string, get func(*T) []string) column[T] {
	attribute := schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: description}
	return column[T]{name, attribute, func(e *msgpack.Encoder, item *T) error { return e.Encode(get(item)) }}
}

// encodeItems encodes items as objects, one after the other.
func encodeItems[T any](e *msgpack.Encoder, columns []column[T], items []T) error {
	for i := range items {
		if err := e.EncodeMapLen(len(columns)); err != nil {
			return err
		}
		for _, c := range columns {
			if err := e.EncodeString(c.name); err != nil {
				return err
			}
			if err := c.encode(e, &items[i]); err != nil {
				return err
			}
		}
	}
	return nil
}
