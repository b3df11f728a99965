package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// putOffFirstCollection has the garbage collector run for the first time at 16 MB,
// not at 4 MB, which is while the first schema is served. Terraform starts the
// provider several times per command, and most often only for that. From then on the
// collector runs as ever, for lists may be large.
func putOffFirstCollection() {
	if os.Getenv("GOGC") != "" {
		return // somebody has decided
	}
	usual := debug.SetGCPercent(400)
	// The first collection finds this, for nothing holds it.
	runtime.AddCleanup(new([64]byte), func(percent int) { debug.SetGCPercent(percent) }, usual)
}
