package provider

import (
	"context"
	"iter"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/videostorage/terraform-provider-videostorage/internal/largelist"
)

// stopWait is how long what was interrupted has to say what came of it.
const stopWait = 10 * time.Second

// stopStreams has interrupted actions and lists say what came of them.
// terraform-plugin-go drops what they say once its own contexts have ended, and
// Terraform then takes an action for a success and a list for complete. It ends them
// after StopProvider has returned, which is when the framework's have ended and the
// last word has gone out.
type stopStreams struct {
	largelist.Framework

	mu sync.Mutex
	// running are closed when an action or a list has said its last word.
	running map[chan struct{}]bool
}

func newStopStreams(inner largelist.Framework) *stopStreams {
	return &stopStreams{Framework: inner, running: map[chan struct{}]bool{}}
}

// InvokeAction implements [tfprotov6.ActionServer].
func (s *stopStreams) InvokeAction(ctx context.Context, req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	stream, err := s.Framework.InvokeAction(ctx, req)
	if err != nil || stream == nil {
		return stream, err
	}
	stream.Events = watched(s, stream.Events)
	return stream, nil
}

// ListResource implements [tfprotov6.ListResourceServer].
func (s *stopStreams) ListResource(ctx context.Context, req *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	stream, err := s.Framework.ListResource(ctx, req)
	if err != nil || stream == nil {
		return stream, err
	}
	stream.Results = watched(s, stream.Results)
	return stream, nil
}

// watched is stream, running from now on until it ends.
func watched[T any](s *stopStreams, stream iter.Seq[T]) iter.Seq[T] {
	done := make(chan struct{})
	s.mu.Lock()
	s.running[done] = true
	s.mu.Unlock()
	return func(push func(T) bool) {
		defer func() {
			s.mu.Lock()
			delete(s.running, done)
			s.mu.Unlock()
			close(done)
		}()
		stream(push)
	}
}

// StopProvider implements [tfprotov6.ProviderServer].
func (s *stopStreams) StopProvider(ctx context.Context, req *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	resp, err := s.Framework.StopProvider(ctx, req)
	s.mu.Lock()
	running := slices.Collect(maps.Keys(s.running))
	s.mu.Unlock()
	late := time.After(stopWait)
	for _, done := range running {
		select {
		case <-done:
		case <-late:
			return resp, err
		}
	}
	return resp, err
}
