package twilio

import (
	"encoding/binary"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// FuzzSIDsInAKey compares the search with a pattern that matches at every position.
func FuzzSIDsInAKey(f *testing.F) {
	sid := "RT0123456789abcdef0123456789ABCDEF"
	for _, key := range []string{sid, "a/" + sid + "0", sid + sid, "RT" + sid, sid[:33], "RTRT" + sid[3:] + "/" + sid, "é\xff" + sid, "CJ" + sid[2:], ""} {
		f.Add(key)
	}
	pattern := regexp.MustCompile(`^RT[0-9a-fA-F]{32}`)
	f.Fuzz(func(t *testing.T, key string) {
		var got, want []string
		for digits := range parseSIDs(key, recordingPrefix) {
			got = append(got, digits.format(recordingPrefix))
		}
		for i := range key {
			if found := pattern.FindString(key[i:]); found != "" {
				want = append(want, found[:2]+strings.ToLower(found[2:]))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("found %q in %q, want %q", got, key, want)
		}
	})
}

// A set has several chunks. A SID that was added twice, into one chunk or into two, is marked as a whole.
func TestSetOfSIDsFindsTheUnmarked(t *testing.T) {
	t.Parallel()
	const n = 2*sidChunkLength + 10
	number := func(i int) (digits sidDigits) {
		// The order is not that of the numbers.
		binary.LittleEndian.PutUint64(digits[:], uint64(i))
		return digits
	}
	var s sidSet
	for i := range n {
		s.add(number(i))
	}
	for _, i := range []int{n - 1, n - 2, 0} {
		s.add(number(i))
	}
	s.sort()
	for i := range n + 5 {
		if i%10_000 != 1 {
			s.mark(number(i))
		}
	}
	var got, want []int
	for digits := range s.unmarked() {
		got = append(got, int(binary.LittleEndian.Uint64(digits[:])))
	}
	for i := 1; i < n; i += 10_000 {
		want = append(want, i)
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("unmarked are %v, want %v", got, want)
	}
}
