package framework

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// contextKeeper keeps the context of a read, as an idle HTTP connection does.
type contextKeeper struct {
	frameworkServer
	ctx context.Context //nolint:containedctx // the subject of the test
}

func (k *contextKeeper) ReadDataSource(ctx context.Context, _ *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	k.ctx = ctx
	k.lists()["items"] = &LargeList{length: 1, chunks: [][]byte{{1}}, size: 1}
	return &tfprotov6.ReadDataSourceResponse{State: &tfprotov6.DynamicValue{MsgPack: []byte("\x81\xa5items\xc0")}}, nil
}

func (k *contextKeeper) lists() largeLists {
	lists, _ := k.ctx.Value(largeListsKey{}).(largeLists)
	return lists
}

func TestReadReleasesItsLists(t *testing.T) {
	t.Parallel()
	k := &contextKeeper{}
	resp, err := (&server{frameworkServer: k}).ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{})
	if err != nil || string(resp.State.MsgPack) != "\x81\xa5items\x91\x01" {
		t.Fatalf("the state is %q (%v)", resp.State.MsgPack, err)
	}
	if len(k.lists()) != 0 {
		t.Error("the context still holds the lists")
	}
}
