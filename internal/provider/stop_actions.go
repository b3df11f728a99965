package provider

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/videostorage/terraform-provider-videostorage/internal/largelist"
)

// stopWait is how long an interrupted action has to say what came of it.
const stopWait = 10 * time.Second

// stopActions has interrupted actions say what came of them. terraform-plugin-go
// drops what an action says once its own contexts have ended, and Terraform then takes
// it for a success. It ends them after StopProvider has returned, which is when the
// framework's have ended and the action's last word has gone out.
type stopActions struct {
	largelist.Framework

	mu sync.Mutex
	// running are closed when an action has said its last word.
	running map[chan struct{}]bool
}

func newStopActions(inner largelist.Framework) *stopActions {
	return &stopActions{Framework: inner, running: map[chan struct{}]bool{}}
}

// InvokeAction implements [tfprotov6.ActionServer].
func (s *stopActions) InvokeAction(ctx context.Context, req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	stream, err := s.Framework.InvokeAction(ctx, req)
	if err != nil || stream == nil {
		return stream, err
	}
	inner, done := stream.Events, make(chan struct{})
	s.mu.Lock()
	s.running[done] = true
	s.mu.Unlock()
	stream.Events = func(push func(tfprotov6.InvokeActionEvent) bool) {
		defer func() {
			s.mu.Lock()
			delete(s.running, done)
			s.mu.Unlock()
			close(done)
		}()
		inner(push)
	}
	return stream, nil
}

// StopProvider implements [tfprotov6.ProviderServer].
func (s *stopActions) StopProvider(ctx context.Context, req *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
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
