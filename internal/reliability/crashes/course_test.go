//go:build linux

package crashes_test

import (
	"net/http"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// course is what a command does that nobody kills.
type course struct {
	took time.Duration
	// methods are those of its requests, in order.
	methods []string
}

// writes are the methods of the requests that change something, in order.
func (c course) writes() []string {
	var all []string
	for _, m := range c.methods {
		if m != http.MethodGet {
			all = append(all, m)
		}
	}
	return all
}

// write is the one at this share of the writes, as the nth of its method. There has to
// be one.
func (c course) write(at float64) (method string, nth int) {
	all := c.writes()
	i := min(int(at*float64(len(all))), len(all)-1)
	for _, m := range all[:i+1] {
		if m == all[i] {
			nth++
		}
	}
	return all[i], nth
}

// after is the course, as far as it can be foreseen, of a command that has only so many
// of the last writes left to do.
func (c course) after(left int) course {
	all := c.writes()
	return course{took: c.took, methods: all[len(all)-min(max(left, 0), len(all)):]}
}

// writes counts the requests that change something.
func writes(all []sandbox.Request) int {
	return len(all) - sandbox.Count(all, http.MethodGet, "")
}

// writesDone counts those of them that were answered with success.
func writesDone(all []sandbox.Request) int {
	done := 0
	for _, r := range all {
		if r.Method != http.MethodGet && r.Status >= 200 && r.Status < 300 {
			done++
		}
	}
	return done
}
