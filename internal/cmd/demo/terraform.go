package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// The exit statuses of the CLI. changes is one of `plan -detailed-exitcode`.
const (
	success = 0
	failure = 1
	changes = 2
)

// tool is the CLI by the name that it is called by: terraform or tofu.
func (w *world) tool() string { return strings.TrimSuffix(filepath.Base(w.cli), exeSuffix()) }

// terraform runs the CLI in the team's folder and shows what it prints, which is
// returned too, as [plain] leaves it. It is an error if it does not exit with
// want.
func (w *world) terraform(ctx context.Context, want int, args ...string) (string, error) {
	line := w.tool() + " " + strings.Join(args, " ")
	w.out.command(line)
	if !w.out.colour {
		args = slices.Insert(slices.Clone(args), 1, "-no-color")
	}
	var output bytes.Buffer
	cmd := w.command(ctx, io.MultiWriter(&output, w.out), args)
	err := runCommand(ctx, cmd)
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		return "", fmt.Errorf("`%s`: %w", line, err)
	}
	if got := cmd.ProcessState; got.ExitCode() != want {
		return "", fmt.Errorf("`%s` was expected to end with exit status %d, but ended with %s", line, want, got)
	}
	return plain(output.String()), nil
}

// quietly runs the CLI without showing it.
func (w *world) quietly(ctx context.Context, args ...string) (string, error) {
	var output bytes.Buffer
	if err := runCommand(ctx, w.command(ctx, &output, args)); err != nil {
		return output.String(), fmt.Errorf("`%s %s`: %w", w.tool(), strings.Join(args, " "), err)
	}
	return output.String(), nil
}

func (w *world) command(ctx context.Context, output io.Writer, args []string) *exec.Cmd {
	cmd := command(ctx, w.cli, args...)
	cmd.Dir, cmd.Env = w.dir, slices.Concat(w.env, w.variables)
	cmd.Stdout, cmd.Stderr = output, output
	return cmd
}

var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

// plain takes out of the CLI's output what is only there for the eye: colours,
// the frames around diagnostics, and the line breaks in them.
func plain(output string) string {
	output = colours.ReplaceAllString(output, "")
	return strings.Join(strings.Fields(strings.NewReplacer("╷", "", "│", "", "╵", "").Replace(output)), " ")
}
