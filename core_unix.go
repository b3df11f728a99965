//go:build unix

package main

import "syscall"

// forbidCores keeps the system from writing this process's memory to a file when it
// crashes, which GOTRACEBACK=crash asks for: there are secrets in it, and Terraform's
// working directory, where the file would be, is often kept and shared.
func forbidCores() error { return syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{}) }
