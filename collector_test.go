package main

import (
	"os"
	"runtime"
	"runtime/metrics"
	"testing"
)

// After the first collection the heap must not grow to five times what is live.
func TestTheCollectorIsPutOffOnlyOnce(t *testing.T) {
	t.Parallel()
	if os.Getenv("GOGC") != "" {
		t.Skip("GOGC is set")
	}
	usual := percent()
	putOffFirstCollection()
	if percent() <= usual {
		t.Errorf("it is not put off: %d", percent())
	}
	for range 1000 {
		if runtime.GC(); percent() == usual {
			return
		}
	}
	t.Errorf("after it ran, it is at %d %%, not at %d %%", percent(), usual)
}

func percent() uint64 {
	sample := []metrics.Sample{{Name: "/gc/gogc:percent"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
