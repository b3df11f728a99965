package largelist

import (
	"bytes"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/vmihailenco/msgpack/v5"
)

// Framework is all that a provider server of the framework serves. Some of it is
// not yet in [tfprotov6.ProviderServer], and would be lost by wrapping just that.
type Framework interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	tfprotov6.StateStoreServer
}

type server struct{ Framework }

// NewServer returns inner with the lists of [Set] in its answers.
func NewServer(inner Framework) Framework { return &server{inner} }

// ReadDataSource implements [tfprotov6.DataSourceServer].
func (s *server) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	waiting := lists{}
	resp, err := s.Framework.ReadDataSource(context.WithValue(ctx, listsKey{}, waiting), req)
	if err != nil || resp == nil || resp.State == nil || len(waiting) == 0 {
		return resp, err
	}
	resp.State.MsgPack, err = splice(resp.State.MsgPack, waiting)
	if err != nil {
		return nil, fmt.Errorf("putting the lists into the state of %s: %w", req.TypeName, err)
	}
	return resp, nil
}

// splice replaces the attributes of an encoded object that lists are waiting for.
func splice(object []byte, waiting lists) ([]byte, error) {
	size := len(object)
	for _, list := range waiting {
		size += list.bytes + arrayHeader
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
		if list, ok := waiting[name]; ok {
			if err := list.writeTo(&out); err != nil {
				return nil, err
			}
			delete(waiting, name)
			continue
		}
		out.Write(value)
	}
	for name := range waiting {
		return nil, fmt.Errorf("there is no attribute %q", name)
	}
	return out.Bytes(), nil
}
