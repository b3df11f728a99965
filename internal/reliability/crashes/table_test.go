//go:build linux

package crashes_test

import (
	"fmt"
	"strings"
	"sync"
	"text/tabwriter"
)

// table is what came of all runs.
type table struct {
	mu  sync.Mutex
	all []outcome
}

func (a *table) add(o outcome) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.all = append(a.all, o)
}

// sums are over some of the runs.
type sums struct {
	runs, hits, requests, atOnce, damaged, hopeless int
	places                                          map[place]int
	orphans, unnamed, dangling, losses              int
}

func (a *table) sum(of func(outcome) bool) sums {
	s := sums{places: map[place]int{}}
	for _, o := range a.all {
		if !of(o) {
			continue
		}
		s.runs++
		s.requests += o.requests
		s.orphans, s.unnamed = s.orphans+o.orphans, s.unnamed+o.unnamed
		s.dangling, s.losses = s.dangling+o.dangling, s.losses+o.losses
		if o.hit {
			s.hits++
			s.places[o.place]++
		}
		if o.tries == 1 {
			s.atOnce++
		}
		if o.damaged {
			s.damaged++
		}
		if o.hopeless {
			s.hopeless++
		}
	}
	return s
}

// row has a cell for each of the columns.
func (s sums) row() string {
	cells := []any{s.runs, s.hits}
	for _, p := range places {
		cells = append(cells, s.places[p])
	}
	cells = append(cells, s.damaged, fmt.Sprintf("%d/%d", s.atOnce, s.runs-s.hopeless), fmt.Sprintf("%d/%d", s.orphans-s.unnamed, s.orphans), s.dangling, s.losses)
	return strings.TrimPrefix(fmt.Sprintf(strings.Repeat("\t%v", len(cells)), cells...), "\t")
}

// String is the report.
func (a *table) String() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var text strings.Builder
	fmt.Fprint(&text, "Crashes: SIGKILL in the middle of a command, then the same command (or an apply, after a destroy)\n\n")
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	// Writing to a strings.Builder does not fail.
	_, _ = fmt.Fprint(w, "command\tkilled\truns\thits")
	for _, p := range places {
		_, _ = fmt.Fprintf(w, "\t%s", p)
	}
	_, _ = fmt.Fprint(w, "\tstates lost\tconverged at once\torphans named\tdangling\tlosses\n")
	for _, s := range scenarios {
		for _, v := range victims {
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\n", s, v, a.sum(func(o outcome) bool { return o.scenario == s && o.victim == v }).row())
		}
	}
	total := a.sum(func(outcome) bool { return true })
	_, _ = fmt.Fprintf(w, "all\t\t%s\n", total.row())
	_ = w.Flush()
	fmt.Fprint(&text, "\nThe columns from \"before any request\" to \"after the last\" say where a kill hit the command's requests.\n"+
		"A state is lost where Terraform dies while it rewrites its file in place; its backup is put back then. OpenTofu\n"+
		"writes the file at the end only. Where an apply from nothing, which has no backup, has made settings by then,\n"+
		"they have to be imported, whatever the provider does: such runs do not count for the columns that follow.\n")
	fmt.Fprintf(&text, "\n%d runs, %d kills, %d requests, %d orphans of which %d unnamed, %d states lost (%d of them beyond repair), %d dangling moments, losses: %d\n",
		total.runs, total.hits, total.requests, total.orphans, total.unnamed, total.damaged, total.hopeless, total.dangling, total.losses)
	return text.String()
}
