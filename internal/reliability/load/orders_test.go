package load_test

import "strings"

// orders are the scripts in which the last of a's requests, its write, comes after each
// possible number of b's, and the other way round. That is all that can make a
// difference where all requests but the last are reads: which of them came before the
// other's write.
func orders(a, b int) []string {
	var all []string
	add := func(first, second string, of, others int) {
		for seen := range others {
			all = append(all, strings.Repeat(second, seen)+strings.Repeat(first, of)+strings.Repeat(second, others-seen))
		}
	}
	add("A", "B", a, b)
	add("B", "A", b, a)
	return all
}

// interleavings are all scripts with n requests of each writer, the first of which is
// A's: the others are the same with the names changed.
func interleavings(n int) []string {
	var all []string
	var add func(script string, a, b int)
	add = func(script string, a, b int) {
		if a == 0 && b == 0 {
			all = append(all, script)
		}
		if a > 0 {
			add(script+"A", a-1, b)
		}
		if b > 0 {
			add(script+"B", a, b-1)
		}
	}
	add("A", n-1, n)
	return all
}

// lateIn is whose last request a script has last, and whether that is all that was left
// of its requests when the other's last one was through.
func lateIn(script string) (late byte, looked bool) {
	late = script[len(script)-1]
	rest := strings.TrimRight(script, string(late))
	return late, len(script)-len(rest) == 1
}
