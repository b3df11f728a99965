//go:build unix && !linux

package corefile

import "syscall"

// Forbid has the system write no core file of this process, which GOTRACEBACK=crash asks
// for. The error is the system's refusal.
func Forbid() error { return syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{}) }
