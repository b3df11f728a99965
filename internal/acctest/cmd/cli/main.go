// Command cli prints the path of the Terraform or OpenTofu binary that the
// tests run on, and builds it first where there is none:
//
//	go run ./internal/acctest/cmd/cli terraform
//	go run ./internal/acctest/cmd/cli tofu
//
// Only the path goes to standard output; the rest goes to standard error.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	path, err := find(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "cli:", err)
		os.Exit(1)
	}
	fmt.Println(path)
}

func find(ctx context.Context, args []string) (string, error) {
	tools := map[string]cli.Tool{"terraform": cli.Terraform, "tofu": cli.OpenTofu}
	if len(args) == 1 {
		if tool, ok := tools[args[0]]; ok {
			return cli.FindOrBuild(ctx, tool, os.Stderr)
		}
	}
	return "", fmt.Errorf("want one argument, terraform or tofu; got %q", args)
}
