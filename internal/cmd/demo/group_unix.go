//go:build unix

package main

import (
	"errors"
	"os/exec"
	"syscall"
)

// ownGroup keeps a terminal's Ctrl+C from a command. It would come in addition
// to the interrupt that the command gets from us, and Terraform takes two for
// the wish to stop at once, whatever state that leaves.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// endGroup kills what a command left running. Mostly there is nothing: then the
// group does not exist or, on macOS while its last process is being buried, may
// not be signalled.
func endGroup(cmd *exec.Cmd) error {
	err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	if errors.Is(err, syscall.ESRCH) || errors.Is(err, syscall.EPERM) {
		return nil
	}
	return err
}
