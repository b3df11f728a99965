//go:build !unix

package main

import "os/exec"

// ownGroup does nothing: where interrupts cannot be sent, the console's own
// Ctrl+C is the one that the command gets.
func ownGroup(*exec.Cmd) {}

// endGroup does nothing: there are no process groups to end.
func endGroup(*exec.Cmd) error { return nil }
