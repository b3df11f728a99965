package twilio

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/vmihailenco/msgpack/v5"
)

// column is one attribute of the objects in a list: what the documentation says of
// it, and how an item's value goes into Terraform's wire format.
type column[T any] struct {
	name      string
	attribute schema.Attribute
	encode    func(*msgpack.Encoder, *T) error
}

// A column's value is null where get returns nil.

func text[T any](name, description string, get func(*T) *string) column[T] {
	return column[T]{
		name,
		schema.StringAttribute{Computed: true, MarkdownDescription: description},
		func(e *msgpack.Encoder, item *T) error {
			// Twilio makes no difference between null and "".
			if v := get(item); v != nil && *v != "" {
				return e.EncodeString(*v)
			}
			return e.EncodeNil()
		},
	}
}

func whole[T any](name, description string, get func(*T) *int64) column[T] {
	return column[T]{
		name,
		schema.Int64Attribute{Computed: true, MarkdownDescription: description},
		func(e *msgpack.Encoder, item *T) error {
			if v := get(item); v != nil {
				return e.EncodeInt(*v)
			}
			return e.EncodeNil()
		},
	}
}

func toggle[T any](name, description string, get func(*T) *bool) column[T] {
	return column[T]{
		name,
		schema.BoolAttribute{Computed: true, MarkdownDescription: description},
		func(e *msgpack.Encoder, item *T) error {
			if v := get(item); v != nil {
				return e.EncodeBool(*v)
			}
			return e.EncodeNil()
		},
	}
}

func texts[T any](name, description string, get func(*T) []string) column[T] {
	return column[T]{
		name,
		schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: description},
		func(e *msgpack.Encoder, item *T) error {
			values := get(item)
			if values == nil {
				return e.EncodeNil()
			}
			if err := e.EncodeArrayLen(len(values)); err != nil {
				return err
			}
			for _, v := range values {
				if err := e.EncodeString(v); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// encodeItems is items as the objects that columns describe, one after the other.
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
