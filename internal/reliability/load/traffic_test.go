package load_test

import (
	"net/http"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// Twilio's quota of an account. Source: https://www.twilio.com/docs/video/api#rate-limits
const (
	readsPerSecond  = 80
	writesPerSecond = 20
)

// traffic is what one command of the CLI sent, and how long it ran.
type traffic struct {
	command string
	took    time.Duration
	// planned are the reads before the first write, for Terraform writes nothing
	// until it has read everything. reads are those that come later.
	planned, reads, writes int
	// refused were answered with 429, and are in none of the others.
	refused int
	// sending is the time from the first request to the last: the rest is what the
	// CLI takes to start, to plan, and to end.
	sending time.Duration
}

// watch runs a command and returns its traffic.
func watch(s *acctest.Sandbox, command string, run func()) traffic {
	s.Log().Reset()
	start := time.Now()
	run()
	return sum(command, time.Since(start), s.Log().All())
}

func sum(command string, took time.Duration, requests []sandbox.Request) traffic {
	sent := traffic{command: command, took: took}
	if n := len(requests); n > 0 {
		sent.sending = requests[n-1].Time.Sub(requests[0].Time)
	}
	for _, r := range requests {
		switch {
		case r.Status == http.StatusTooManyRequests:
			sent.refused++
		case r.Method != http.MethodGet:
			sent.writes++
		case sent.writes == 0:
			sent.planned++
		default:
			sent.reads++
		}
	}
	return sent
}

func (t traffic) requests() int { return t.planned + t.reads + t.writes + t.refused }

// share of the requests that was refused.
func (t traffic) share() float64 { return float64(t.refused) / float64(max(t.requests(), 1)) }

// floor is the time that the quota alone takes: what is read before the first write,
// and then the longer of the writes and of the reads beside them, each at the rate
// that Twilio grants. The start of the CLI and of the provider's processes, the plan,
// and the way of a request to its answer are not in it. A quota that begins full would
// let the first second's requests pass at once, so that no floor is lower than this by
// more than a second.
func (t traffic) floor() time.Duration {
	at := func(n, perSecond int) time.Duration { return time.Duration(n) * time.Second / time.Duration(perSecond) }
	return at(t.planned, readsPerSecond) + max(at(t.reads, readsPerSecond), at(t.writes, writesPerSecond))
}

func (t traffic) ratio() float64 { return float64(t.took) / float64(t.floor()) }
