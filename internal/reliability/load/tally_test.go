package load_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"

	"github.com/videostorage/terraform-provider-videostorage/internal/reliability/report"
)

func full() bool { return report.Full() }

// outcome is what came of the runs of one meeting.
type outcome struct{ runs, refused, shown, blends, dangled int }

// tally counts outcomes by the meetings' names.
type tally struct {
	mu sync.Mutex
	of map[string]*outcome
}

func (c *tally) count(name string, what func(*outcome)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil {
		c.of = map[string]*outcome{}
	}
	if c.of[name] == nil {
		c.of[name] = &outcome{}
	}
	what(c.of[name])
}

// tallied are the outcomes of all tests of two writers.
var tallied tally

func (c *tally) run(name string)     { c.count(name, func(o *outcome) { o.runs++ }) }
func (c *tally) refused(name string) { c.count(name, func(o *outcome) { o.refused++ }) }
func (c *tally) blend(name string)   { c.count(name, func(o *outcome) { o.blends++ }) }
func (c *tally) drift(name string)   { c.count(name, func(o *outcome) { o.shown++ }) }
func (c *tally) dangle(name string)  { c.count(name, func(o *outcome) { o.dangled++ }) }

// report writes the section of two writers, as far as they are through. Each of the
// tests calls it when it ends.
func (c *tally) report(t *testing.T) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	var text strings.Builder
	fmt.Fprint(&text, "Two applies at once on one account, no state locked\n\n")
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "meeting\truns\tone refused\tnext plan shows it\tblends\tdangled")
	var sum outcome
	for _, name := range slices.Sorted(maps.Keys(c.of)) {
		o := c.of[name]
		_, _ = fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\n", name, o.runs, o.refused, o.shown, o.blends, o.dangled)
		sum = outcome{sum.runs + o.runs, sum.refused + o.refused, sum.shown + o.shown, sum.blends + o.blends, sum.dangled + o.dangled}
	}
	_ = w.Flush()
	fmt.Fprintf(&text, "\n%d runs, one refused in %d, shown by the next plan in %d, dangled in %d, blends: %d\n", sum.runs, sum.refused, sum.shown, sum.dangled, sum.blends)
	if err := report.Write("3-writers", text.String()); err != nil {
		t.Error(err)
	}
}
