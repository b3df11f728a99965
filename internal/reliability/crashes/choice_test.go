//go:build linux

package crashes_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox"
)

// victim is who is killed.
type victim string

const (
	// provider dies under a Terraform that goes on.
	provider victim = "provider"
	// cli is Terraform, and a little later the provider, which for so long goes on
	// with what it was told.
	cli victim = "Terraform"
	// both is the machine.
	both victim = "both at once"
)

var victims = []victim{provider, cli, both}

// aim is what the moment of a kill is counted by.
type aim string

const (
	byTime    aim = "time"
	byRequest aim = "request"
	byWrite   aim = "write"
)

// stage is how far the request has come at which the kill is aimed.
type stage string

const (
	lost       stage = "that never reaches Twilio"
	arrived    stage = "when it has arrived, and is carried out afterwards"
	carriedOut stage = "when it has been carried out, and is never answered"
	answered   stage = "when it is being answered"
)

// choice is all that the seed of a run decides.
type choice struct {
	seed      uint64
	scenario  scenario
	victim    victim
	behaviour twiliosandbox.Behaviour
	aim       aim
	// at is where between the command's begin and end the kill is aimed, from 0 to 1:
	// of its time, of its requests, or of its writes.
	at    float64
	stage stage
	// delay is from then to the kill.
	delay time.Duration
	// left is how long the provider outlives Terraform.
	left time.Duration
	// restore says that a destroy is followed by an apply, and not by a destroy.
	restore bool
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
		victim:   victims[pair/uint64(len(scenarios))],
		behaviour: twiliosandbox.Behaviour{
			Merge: flip(), Created: flip(), NeverConfigured404: flip(), RefuseUnknownCredentials: flip(), RefuseDeleteInUse: flip(),
		},
		// Most of a command's time is Terraform's own, where nothing can get lost.
		aim:     []aim{byTime, byRequest, byRequest, byWrite, byWrite}[random.IntN(5)],
		at:      random.Float64(),
		stage:   []stage{lost, arrived, carriedOut, answered}[random.IntN(4)],
		delay:   someTime(random, 20*time.Millisecond),
		left:    someTime(random, 100*time.Millisecond),
		restore: flip(),
	}
}

// someTime is often none, and else of any order of magnitude up to most.
func someTime(random *rand.Rand, most time.Duration) time.Duration {
	power, part := random.IntN(4), random.Float64()
	if power == 3 {
		return 0
	}
	return time.Duration(part * float64(most>>(4*power)))
}

// fault is the fault that is to bring about the kill, at the request of the usual
// course of the command that the choice is aimed at. now is called in it.
func (c choice) fault(usual course, now func()) sandbox.Fault {
	f := sandbox.Fault{Hook: now}
	switch c.aim {
	case byRequest:
		f.Nth = 1 + int(c.at*float64(len(usual.methods)))
	case byWrite:
		f.Method, f.Nth = usual.write(c.at)
	}
	switch c.stage {
	case lost:
		f.Drop = true
	case arrived:
	case carriedOut:
		f.After, f.Drop = true, true
	case answered:
		f.After, f.Hook = true, func() { go now() }
	}
	return f
}

// String says everything that was chosen.
func (c choice) String() string {
	moment := fmt.Sprintf("at %.3f of its usual time", c.at)
	if c.aim != byTime {
		moment = fmt.Sprintf("at the %s at %.3f of all, %s", c.aim, c.at, c.stage)
	}
	text := fmt.Sprintf("seed %d: %s, killing %s %s, delayed by %s", c.seed, c.scenario, c.victim, moment, c.delay)
	if c.victim == cli {
		text += fmt.Sprintf(", the provider %s later", c.left)
	}
	if c.scenario == destroy && c.restore {
		text += ", then an apply"
	}
	return fmt.Sprintf("%s; Twilio: %+v", text, c.behaviour)
}
