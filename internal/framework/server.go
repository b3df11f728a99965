package framework

import (
	"context"
	"fmt"
	"iter"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// stopWait is how long StopProvider waits for open streams.
const stopWait = 10 * time.Second

// frameworkServer is the whole protocol of the framework's server. A wrapper of [tfprotov6.ProviderServer] alone would lose
// the rest.
type frameworkServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	tfprotov6.StateStoreServer
}

// server adds large lists to the framework's server, and the wait for open streams in StopProvider.
//
// terraform-plugin-go 0.31 ends the context of a stream as soon as StopProvider returns, and then drops the last message of
// the stream: Terraform takes an interrupted action for a success, and an interrupted list for complete. Remove the wait
// once terraform-plugin-go sends the message.
type server struct {
	frameworkServer
	// streams is read-locked as often as streams are open.
	streams  sync.RWMutex
	stopWait time.Duration
}

// NewServer returns a function that serves a provider over protocol version 6.
func NewServer(p provider.Provider) func() (tfprotov6.ProviderServer, error) {
	return func() (tfprotov6.ProviderServer, error) {
		inner, ok := providerserver.NewProtocol6(p)().(frameworkServer)
		if !ok {
			return nil, fmt.Errorf("the framework's server lacks a part of the protocol")
		}
		return &server{frameworkServer: inner, stopWait: stopWait}, nil
	}
}

// ReadDataSource implements [tfprotov6.DataSourceServer].
func (s *server) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	lists := largeLists{}
	// An idle HTTP connection keeps the context of its last request in memory, and so the lists.
	defer clear(lists)
	resp, err := s.frameworkServer.ReadDataSource(context.WithValue(ctx, largeListsKey{}, lists), req)
	if err != nil || resp == nil || resp.State == nil || len(lists) == 0 {
		return resp, err
	}
	resp.State.MsgPack, err = spliceLists(resp.State.MsgPack, lists)
	if err != nil {
		return nil, fmt.Errorf("adding the lists to the state of %s: %w", req.TypeName, err)
	}
	return resp, nil
}

// InvokeAction implements [tfprotov6.ActionServer].
func (s *server) InvokeAction(ctx context.Context, req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	stream, err := s.frameworkServer.InvokeAction(ctx, req)
	if err == nil && stream != nil {
		stream.Events = lockStream(&s.streams, stream.Events)
	}
	return stream, err
}

// ListResource implements [tfprotov6.ListResourceServer].
func (s *server) ListResource(ctx context.Context, req *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	stream, err := s.frameworkServer.ListResource(ctx, req)
	if err == nil && stream != nil {
		stream.Results = lockStream(&s.streams, stream.Results)
	}
	return stream, err
}

// lockStream holds a read lock until a stream ends.
func lockStream[T any](streams *sync.RWMutex, stream iter.Seq[T]) iter.Seq[T] {
	streams.RLock()
	return func(push func(T) bool) {
		defer streams.RUnlock()
		stream(push)
	}
}

// StopProvider implements [tfprotov6.ProviderServer].
func (s *server) StopProvider(ctx context.Context, req *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	resp, err := s.frameworkServer.StopProvider(ctx, req)
	ended := make(chan struct{})
	go func() {
		s.streams.Lock()
		defer s.streams.Unlock()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(s.stopWait):
	}
	return resp, err
}
