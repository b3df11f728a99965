//go:build linux

package crashes_test

import (
	"sync"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// killer kills what a command consists of, once, at the moment that was chosen.
type killer struct {
	kill
	command []string
	// usual is the course of the command when nobody kills it.
	usual course
	log   *sandbox.Log
	// before is how many requests had arrived when it began.
	before int

	mu      sync.Mutex
	process *acctest.Process
	done    bool
	// over is closed to call the killer off.
	over    chan struct{}
	pending sync.WaitGroup
	strike
}

// strike is what became of a kill: whether there was something left to kill, and where
// that was.
type strike struct {
	hit   bool
	place place
}

// place is where in the course of a command a kill has hit.
type place string

const (
	beforeAll place = "before any request"
	reading   place = "before any write"
	writing   place = "among the writes"
	afterAll  place = "after the last write"
)

var places = []place{beforeAll, reading, writing, afterAll}

// run has the command killed, and returns what it left.
func (k *killer) run(t *testing.T, s *acctest.Sandbox, w *acctest.Workspace) acctest.Result {
	t.Helper()
	k.over, k.before = make(chan struct{}), len(k.log.All())
	if k.aim != byTime {
		s.Faults().Add(k.fault(k.usual, k.now))
	}
	k.mu.Lock()
	k.process = w.Start(k.command...)
	k.mu.Unlock()
	if k.aim == byTime {
		timer := time.AfterFunc(time.Duration(k.at*float64(k.usual.took)), k.now)
		defer timer.Stop()
	}
	<-k.process.Ended()
	k.callOff()
	got := k.process.Wait()
	s.Faults().Clear()
	return got
}

// now kills, once the delay is over, and returns when it is done; whoever outlives
// Terraform has the time that it was given.
func (k *killer) now() {
	select {
	case <-time.After(k.delay):
	case <-k.over:
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.done {
		return
	}
	k.done = true
	k.locate()
	switch k.victim {
	case provider:
		k.hit = k.killProvider()
	case both:
		k.hit = k.process.KillAll()
	case cli:
		k.hit = k.process.KillCLI()
		k.pending.Add(1)
		time.AfterFunc(k.left, func() {
			defer k.pending.Done()
			k.process.KillAll()
		})
	}
}

// killProvider kills the provider. Between two of its steps Terraform has none; then
// it is the next that dies.
func (k *killer) killProvider() bool {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !k.process.KillProviders() {
		select {
		case <-tick.C:
		case <-k.process.Ended():
			return false
		}
	}
	return true
}

// callOff has no kill happen any more, and waits for one that does.
func (k *killer) callOff() {
	close(k.over)
	k.mu.Lock()
	k.done = true
	k.mu.Unlock()
	k.pending.Wait()
}

// locate says what the command has done so far.
func (k *killer) locate() {
	all := k.log.All()[k.before:]
	switch {
	case len(all) == 0:
		k.place = beforeAll
	case writes(all) == 0:
		k.place = reading
	case writesDone(all) < len(k.usual.writes()):
		k.place = writing
	default:
		k.place = afterAll
	}
}
