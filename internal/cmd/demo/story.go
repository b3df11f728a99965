package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// step is one chapter: what is told about it, and what happens in it.
type step struct {
	title string
	// why is what happens and what it means for somebody's recordings.
	why string
	// writes is how many requests may change something at Twilio: exactly so
	// many. Reads are free.
	writes int
	run    func(context.Context) error
}

// story is the steps in order; each builds on the ones before.
type story struct {
	steps []step
	out   *narrator
	// requests is the log of what reached Twilio so far.
	requests func() []sandbox.Request
	// next is told at the end: where to go from here.
	next string
}

// tell goes through the steps. The error names the first that went wrong.
func (s story) tell(ctx context.Context) error {
	started := time.Now()
	for i, step := range s.steps {
		s.out.heading(fmt.Sprintf("%d of %d: %s", i+1, len(s.steps), step.title))
		s.out.say(step.why)
		before := len(s.requests())
		err := step.run(ctx)
		reads, writes := count(s.requests()[before:])
		if err == nil && writes != step.writes {
			err = fmt.Errorf("%d writes reached Twilio where %d were expected", writes, step.writes)
		}
		if err == nil {
			s.out.say("")
			s.out.good("As promised. Twilio was sent " + tally(reads, writes) + ".")
		}
		if err := errors.Join(err, s.out.err); err != nil {
			return fmt.Errorf("step %d of %d (%s): %w", i+1, len(s.steps), step.title, err)
		}
	}
	reads, writes := count(s.requests())
	s.out.heading("The end")
	s.out.good(fmt.Sprintf("All %d steps passed, in %.1f s. Twilio was sent %s.",
		len(s.steps), time.Since(started).Seconds(), tally(reads, writes)))
	s.out.say(s.next)
	return s.out.err
}

// count tells reads from what may change something.
func count(requests []sandbox.Request) (reads, writes int) {
	reads = sandbox.Count(requests, http.MethodGet, "")
	return reads, len(requests) - reads
}

func tally(reads, writes int) string {
	return plural(reads, "read") + " and " + plural(writes, "write")
}

func plural(n int, noun string) string {
	switch n {
	case 0:
		return "no " + noun + "s"
	case 1:
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
