//go:build linux

package crashes_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
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
	// byEnd is after the last write, when all is done but for the command's own end.
	byEnd aim = "end"
)

// stage is how far the request has come at which the kill is aimed.
type stage string

const (
	lost       stage = "that never reaches Twilio"
	arrived    stage = "when it has arrived, and is carried out afterwards"
	carriedOut stage = "when it has been carried out, and is never answered"
	answered   stage = "when it is being answered"
)

// kill is who dies, and when.
type kill struct {
	victim victim
	aim    aim
	// at is where between the command's begin and end the kill is aimed, from 0 to 1:
	// of its time, of its requests, or of its writes.
	at    float64
	stage stage
	// delay is from then to the kill.
	delay time.Duration
	// left is how long the provider outlives Terraform.
	left time.Duration
}

// again is the kill of the command that follows. Of that, only the writes that are left
// are foreseen.
func again(random *rand.Rand) kill {
	k := kill{
		victim: victims[random.IntN(len(victims))],
		aim:    []aim{byTime, byWrite, byWrite, byEnd, byEnd}[random.IntN(5)],
		at:     random.Float64(),
		stage:  []stage{lost, arrived, carriedOut, answered}[random.IntN(4)],
		delay:  someTime(random, 20*time.Millisecond),
		left:   someTime(random, 100*time.Millisecond),
	}
	if late := someTime(random, 100*time.Millisecond); k.aim == byEnd {
		k.at, k.stage, k.delay = 1, answered, late
	}
	return k
}

// someTime is often none, and else of any order of magnitude up to most.
func someTime(random *rand.Rand, most time.Duration) time.Duration {
	power, part := random.IntN(4), random.Float64()
	if power == 3 {
		return 0
	}
	return time.Duration(part * float64(most>>(4*power)))
}

// within is the kill as it is possible in a command of this course: one that writes
// nothing can be hit by time alone.
func (k kill) within(usual course) kill {
	if len(usual.writes()) == 0 && (k.aim == byWrite || k.aim == byEnd) {
		k.aim = byTime
	}
	return k
}

// fault is the fault that is to bring about the kill, at the request of the usual
// course of the command that it is aimed at. now is called in it.
func (k kill) fault(usual course, now func()) sandbox.Fault {
	f := sandbox.Fault{Hook: now}
	switch k.aim {
	case byRequest:
		f.Nth = 1 + int(k.at*float64(len(usual.methods)))
	case byWrite, byEnd:
		f.Method, f.Nth = usual.write(k.at)
	case byTime:
	}
	switch k.stage {
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

func (k kill) String() string {
	var moment string
	switch k.aim {
	case byTime:
		moment = fmt.Sprintf("at %.3f of its usual time", k.at)
	case byRequest, byWrite:
		moment = fmt.Sprintf("at the %s at %.3f of all, %s", k.aim, k.at, k.stage)
	case byEnd:
		moment = "at its end, after the last write"
	}
	text := fmt.Sprintf("killing %s %s, delayed by %s", k.victim, moment, k.delay)
	if k.victim == cli {
		text += fmt.Sprintf(", the provider %s later", k.left)
	}
	return text
}
