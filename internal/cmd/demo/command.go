package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// grace is how long an interrupted command may take to end by itself.
const grace = 10 * time.Second

// command is a command that is interrupted when ctx ends, rather than killed:
// Terraform then stops its provider and writes its state.
func command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = grace
	ownGroup(cmd)
	return cmd
}

// runCommand runs a command and makes sure that nothing of it stays behind: a
// Terraform that had to be killed, or could not write its output any more, leaves
// its provider running. Once ctx has ended, the error is why.
func runCommand(ctx context.Context, cmd *exec.Cmd) error {
	err := cmd.Run()
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	if cmd.Process == nil {
		return err
	}
	if left := endGroup(cmd); left != nil {
		return errors.Join(context.Cause(ctx), fmt.Errorf("ending what %s left running (%s): %w", cmd.Path, cmd.ProcessState, left))
	}
	return err
}
