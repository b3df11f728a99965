//go:build linux

package crashes_test

import (
	"os"
	"strconv"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/reliability/report"
)

const (
	// boundedRuns are two of each pair of scenario and victim, for `make test`.
	boundedRuns = 18
	// fullRuns are for `make reliability`.
	fullRuns = 270
)

// seeds are those of the runs that are asked for.
func seeds(t *testing.T) []uint64 {
	t.Helper()
	runs := uint64(boundedRuns)
	if report.Full() {
		runs = fullRuns
	}
	first, chosen := knob(t, "VIDEOSTORAGE_CRASH_SEED")
	if chosen {
		runs = 1
	}
	if n, chosen := knob(t, "VIDEOSTORAGE_CRASH_RUNS"); chosen {
		runs = n
	}
	all := make([]uint64, runs)
	for i := range all {
		all[i] = first + uint64(i)
	}
	return all
}

// knob is a number from the environment, and whether it is there.
func knob(t *testing.T, name string) (uint64, bool) {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return 0, false
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n, true
}
