//go:build linux

package crashes_test

import (
	"fmt"
	"io"
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
	runs, requests, atOnce, damaged, hopeless, refused int
	// hits are the first kills, and seconds the second ones.
	hits, seconds             int
	places, secondPlaces      map[place]int
	orphans, dangling, losses int
}

func (a *table) sum(of func(outcome) bool) sums {
	s := sums{places: map[place]int{}, secondPlaces: map[place]int{}}
	for _, o := range a.all {
		if !of(o) {
			continue
		}
		s.runs++
		s.requests += o.requests
		s.orphans += o.orphans
		s.dangling, s.losses = s.dangling+o.dangling, s.losses+o.losses
		s.hits += count(o.hit, s.places, o.place)
		s.seconds += count(o.secondStrike.hit, s.secondPlaces, o.secondStrike.place)
		s.atOnce += one(o.tries == 1)
		s.damaged += one(o.damaged)
		s.hopeless += one(o.hopeless)
		s.refused += one(o.refused)
	}
	return s
}

// count counts a kill, at its place too, if it has hit.
func count(hit bool, places map[place]int, p place) int {
	places[p] += one(hit)
	return one(hit)
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// columns are those of the kills at these places, and cells what is in them.
func columns(name string) string {
	for _, p := range places {
		name += "\t" + string(p)
	}
	return name
}

func cells(hits int, at map[place]int) string {
	text := fmt.Sprint(hits)
	for _, p := range places {
		text += fmt.Sprintf("\t%d", at[p])
	}
	return text
}

const outcomeColumns = "states lost\tconverged at once\torphans\tdangling\tlosses"

func (s sums) outcomes() string {
	return fmt.Sprintf("%d\t%d/%d\t%d\t%d\t%d", s.damaged, s.atOnce, s.runs-s.hopeless, s.orphans, s.dangling, s.losses)
}

// String is the report.
func (a *table) String() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	total := a.sum(func(outcome) bool { return true })
	return "Crashes: SIGKILL in the middle of a command, and what follows\n\n" +
		a.byVictim(total) + "\n" + a.bySequel() +
		"\nThe columns from \"before any request\" to \"after the last write\" say where a kill hit the command's requests.\n" +
		"A state is lost where Terraform dies while it rewrites its file in place; its backup is put back then. OpenTofu\n" +
		"writes the file at the end only. Where an apply from nothing has made settings by then, and no backup knows them or\n" +
		"their credentials, they have to be imported, whatever the provider does: such runs do not count for the columns that\n" +
		"follow.\n" +
		"terraform query shows every orphan, and that no settings use it. If a killed apply made settings that are not in\n" +
		"the state, a destroy refuses to delete the credentials that they use, until another apply has adopted them.\n" +
		fmt.Sprintf("\n%d runs, %d kills and %d second kills, %d requests, %d orphans, "+
			"%d destroys refused, %d states lost (%d of them beyond repair), %d dangling moments, losses: %d\n",
			total.runs, total.hits, total.seconds, total.requests, total.orphans,
			total.refused, total.damaged, total.hopeless, total.dangling, total.losses)
}

func (a *table) byVictim(total sums) string {
	return aligned(func(w io.Writer) {
		_, _ = fmt.Fprintf(w, "command\tkilled\truns\t%s\t%s\n", columns("hits"), outcomeColumns)
		for _, c := range scenarios {
			for _, v := range victims {
				s := a.sum(func(o outcome) bool { return o.scenario == c && o.victim == v })
				_, _ = fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\n", c, v, s.runs, cells(s.hits, s.places), s.outcomes())
			}
		}
		_, _ = fmt.Fprintf(w, "all\t\t%d\t%s\t%s\n", total.runs, cells(total.hits, total.places), total.outcomes())
	})
}

func (a *table) bySequel() string {
	return aligned(func(w io.Writer) {
		_, _ = fmt.Fprintf(w, "command\twhat followed\truns\t%s\t%s\n", columns("second hits"), outcomeColumns)
		for _, c := range scenarios {
			for _, q := range []sequel{same, opposite, twice} {
				s := a.sum(func(o outcome) bool { return o.scenario == c && o.sequel == q })
				_, _ = fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\n", c, q, s.runs, cells(s.seconds, s.secondPlaces), s.outcomes())
			}
		}
	})
}

// aligned is what is written to w, in columns. Writing to a strings.Builder does not
// fail.
func aligned(write func(io.Writer)) string {
	var text strings.Builder
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	write(w)
	_ = w.Flush()
	return text.String()
}
