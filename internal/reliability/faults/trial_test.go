package faults_test

import (
	"bytes"
	"fmt"
	"testing"
)

// trial is a cell's test, which keeps its complaints to itself at first.
type trial struct {
	*testing.T
	complaints []string
	log        *log
	// injected is how many attempts the fault was meant for.
	injected int
}

// Errorf implements [testing.TB].
func (t *trial) Errorf(format string, args ...any) {
	t.complaints = append(t.complaints, fmt.Sprintf(format, args...))
}

// Error implements [testing.TB].
func (t *trial) Error(args ...any) { t.complaints = append(t.complaints, fmt.Sprint(args...)) }

// starved reports whether the provider waited too long for an answer that no fault held
// up: this machine had no time for the vendor.
func (t *trial) starved() bool {
	waited := 0
	for entry := range bytes.Lines(t.log.text()) {
		if bytes.Contains(entry, []byte(failedEntry)) && bytes.Contains(entry, []byte("context deadline exceeded")) {
			waited++
		}
	}
	return waited > t.injected
}

// judge runs a cell. One whose vendor was starved says nothing of the provider, and is
// run again, a few times at most.
func judge(t *testing.T, o operation, usual normal, r row, staying bool) line {
	t.Helper()
	for tries := 1; ; tries++ {
		one := &trial{T: t}
		l := one.judge(o, usual, r, staying)
		if len(one.complaints) > 0 && r.fault.slow && one.starved() && tries < 4 {
			continue
		}
		for _, complaint := range one.complaints {
			t.Error(complaint)
		}
		return l
	}
}
