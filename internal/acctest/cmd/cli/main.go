// Command cli prints the path of the Terraform or OpenTofu binary that the
// tests run on, and builds it first where there is none:
//
//	go run ./internal/acctest/cmd/cli terraform
//	go run ./internal/acctest/cmd/cli tofu
//	go run ./internal/acctest/cmd/cli terraform-1.11
//
// With -pinned it only prints the version that it would build.
//
// Only the answer goes to standard output; the rest goes to standard error.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	answer, err := find(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "cli:", err)
		os.Exit(1)
	}
	fmt.Println(answer)
}

func find(ctx context.Context, args []string) (string, error) {
	flags := flag.NewFlagSet("cli", flag.ContinueOnError)
	pinned := flags.Bool("pinned", false, "only print the version that would be built")
	if err := flags.Parse(args); err != nil {
		return "", err
	}
	if flags.NArg() != 1 {
		return "", fmt.Errorf("want one argument, such as terraform, tofu or terraform-1.11; got %q", flags.Args())
	}
	tool, err := cli.Named(flags.Arg(0))
	if err != nil {
		return "", err
	}
	if *pinned {
		return cli.Pinned(tool)
	}
	return cli.FindOrBuild(ctx, tool, os.Stderr)
}
