package load_test

import (
	"sync"
	"testing"
)

// machine is what the tests of this package share. In a report, a test that measures
// has it to itself.
var machine sync.RWMutex

// alone waits for the other tests and holds them up until the test ends.
func alone(t *testing.T) {
	t.Helper()
	machine.Lock()
	t.Cleanup(machine.Unlock)
}

// alongside waits for a test that wants to be alone.
func alongside(t *testing.T) {
	t.Helper()
	machine.RLock()
	t.Cleanup(machine.RUnlock)
}
