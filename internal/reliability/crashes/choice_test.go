//go:build linux

package crashes_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// sequel is what follows the command that is killed.
type sequel string

const (
	same     sequel = "the same command"
	opposite sequel = "the opposite command"
	// twice is an apply that is killed too, and then another.
	twice sequel = "an apply that is killed, then an apply"
)

// choice is all that the seed of a run decides.
type choice struct {
	seed     uint64
	scenario scenario
	kill
	sequel sequel
	// second is the kill of the command that follows, if that is killed too.
	second    kill
	behaviour twiliosandbox.Behaviour
}

// choose draws everything in any case, so that no draw depends on another.
func choose(seed uint64) choice {
	pairs := uint64(len(scenarios) * len(victims))
	pair := seed % pairs
	random := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // it has to be repeatable
	flip := func() bool { return random.IntN(2) == 0 }
	return choice{
		seed:     seed,
		scenario: scenarios[pair%uint64(len(scenarios))],
		behaviour: twiliosandbox.Behaviour{
			Merge: flip(), Created: flip(), NeverConfigured404: flip(), RefuseUnknownCredentials: flip(), RefuseDeleteInUse: flip(),
		},
		kill: kill{
			victim: victims[pair/uint64(len(scenarios))],
			// Most of a command's time is Terraform's own, where nothing can get lost.
			aim:   []aim{byTime, byRequest, byRequest, byWrite, byWrite}[random.IntN(5)],
			at:    random.Float64(),
			stage: []stage{lost, arrived, carriedOut, answered}[random.IntN(4)],
			delay: someTime(random, 20*time.Millisecond),
			left:  someTime(random, 100*time.Millisecond),
		},
		sequel: []sequel{same, same, opposite, twice, twice}[random.IntN(5)],
		second: again(random),
	}
}

// follows is what the command does that follows the first kill, and any further one.
func (c choice) follows() scenario {
	switch {
	case c.sequel == same:
		return c.scenario
	case c.scenario == destroy:
		return create
	case c.sequel == opposite:
		return destroy
	}
	return c.scenario
}

// endsInDestroy reports whether a destroy follows a killed apply.
func (c choice) endsInDestroy() bool { return c.scenario != destroy && c.sequel == opposite }

// String says everything that was chosen.
func (c choice) String() string {
	text := fmt.Sprintf("seed %d: %s, %s; then %s", c.seed, c.scenario, c.kill, c.sequel)
	if c.sequel == twice {
		text += fmt.Sprintf(" (%s)", c.second)
	}
	return fmt.Sprintf("%s; Twilio: %+v", text, c.behaviour)
}
