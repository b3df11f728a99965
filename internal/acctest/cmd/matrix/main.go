// Command matrix runs the tests on each version of Terraform and OpenTofu that the
// provider supports, or on those that are named, and prints what became of them:
//
//	go run ./internal/acctest/cmd/matrix
//	go run ./internal/acctest/cmd/matrix terraform-1.11 tofu
//
// terraform and tofu are the newest that internal/tools pins. A version of which no
// release is on PATH is built from source, once, in 2 to 5 minutes; no variable names
// one. What GOTESTFLAGS holds goes to go test.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "matrix:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, names []string) error {
	tools, err := named(names)
	if err != nil {
		return err
	}
	var lines []line
	for _, tool := range tools {
		// Each is found before its tests only, so that the first results do not
		// wait for every build.
		path, version, err := cli.FindOrBuildLine(ctx, tool, os.Stderr)
		if err != nil {
			return err
		}
		fmt.Printf("== %s, which is %s: %s\n", tool, version, path)
		found, err := test(ctx, tool, path)
		if err != nil {
			return err
		}
		lines = append(lines, line{name: tool.String(), version: version, tally: found})
	}
	fmt.Print("\n", table(lines))
	for _, line := range lines {
		if !line.passed() {
			return errors.New("not every version passes")
		}
	}
	return nil
}

func named(names []string) ([]cli.Tool, error) {
	if len(names) == 0 {
		return cli.Versions(), nil
	}
	var tools []cli.Tool
	for _, name := range names {
		tool, err := cli.Named(name)
		if err != nil {
			return nil, err
		}
		tools = append(tools, tool)
	}
	return tools, nil
}

// test runs the tests on one version. That some fail is no error.
func test(ctx context.Context, tool cli.Tool, path string) (tally, error) {
	args := append([]string{"test", "-json", "-timeout", "30m"}, strings.Fields(os.Getenv("GOTESTFLAGS"))...)
	cmd := exec.CommandContext(ctx, "go", append(args, "./...")...)
	cmd.Env = append(os.Environ(), "TF_ACC=", "TF_ACC_TERRAFORM_PATH="+path)
	cmd.Env = append(cmd.Env, tool.TestEnvironment()...)
	cmd.Stderr = os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	events, err := cmd.StdoutPipe()
	if err != nil {
		return tally{}, err
	}
	if err := cmd.Start(); err != nil {
		return tally{}, err
	}
	found, readErr := read(events, os.Stdout)
	err = cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) && ctx.Err() == nil && !found.passed() {
		err = nil // the tally has it
	}
	return found, errors.Join(readErr, err)
}
