//go:build linux

package crashes_test

import (
	"fmt"
	"os"
	"testing"
)

const (
	// leastShare is which part of the kills of a pair of scenario and victim has to hit
	// in full runs. The others come after the command's end.
	leastShare = 0.7
	// leastSecondShare is that of all second kills: what is left for them to hit depends
	// on the first one.
	leastSecondShare = 0.4
)

// missing says what has to have happened for the promises to have been put to the test,
// and has not. Of a few runs that somebody repeats, nothing is asked.
func (a *table) missing() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	total := a.sum(func(outcome) bool { return true })
	var all []string
	if total.runs >= boundedRuns && total.hits == 0 {
		all = append(all, fmt.Sprintf("of %d kills, none hit anything", total.runs))
	}
	if total.runs < fullRuns {
		return all
	}
	ask := func(what string, hits, runs int, share float64) {
		if float64(hits) < share*float64(runs) || runs == 0 {
			all = append(all, fmt.Sprintf("of %d %s, %d hit, want %.0f %%", runs, what, hits, 100*share))
		}
	}
	for _, c := range scenarios {
		for _, v := range victims {
			s := a.sum(func(o outcome) bool { return o.scenario == c && o.victim == v })
			ask(fmt.Sprintf("kills of %q in %q", v, c), s.hits, s.runs, leastShare)
		}
	}
	ask("second kills", total.seconds, a.sum(func(o outcome) bool { return o.sequel == twice && !o.hopeless }).runs, leastSecondShare)
	if total.orphans == 0 {
		all = append(all, "no kill left a credential behind")
	}
	return all
}

// needChildren fails the test where the kernel does not tell a process's children, of
// which the provider is one: no kill would hit it.
// https://man7.org/linux/man-pages/man5/proc_tid_children.5.html
func needChildren(t *testing.T) {
	t.Helper()
	list := fmt.Sprintf("/proc/self/task/%d/children", os.Getpid())
	if _, err := os.ReadFile(list); err != nil {
		t.Fatalf("The provider that Terraform has started cannot be found, so it cannot be killed: %v. It needs a Linux kernel with CONFIG_PROC_CHILDREN.", err)
	}
}
