package corefile

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// Forbid has the system make no core file of this process, which GOTRACEBACK=crash asks
// for. The limit does not hold where the system pipes cores to a program (core(5)); that
// the process is not dumpable does (prctl(2)), and it keeps debuggers of other users away.
// The error is the system's refusal.
func Forbid() error {
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		return fmt.Errorf("setting the limit for core files: %w", err)
	}
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return fmt.Errorf("making the process not dumpable: %w", err)
	}
	return nil
}
