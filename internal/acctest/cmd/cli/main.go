// Command cli prints the path of the Terraform or OpenTofu that the tests run on, or of their S3 server, and installs it first if
// there is none:
//
//	go run ./internal/acctest/cmd/cli terraform
//	go run ./internal/acctest/cmd/cli -minimum 1.14 terraform
//	go run ./internal/acctest/cmd/cli -exactly tofu-1.11
//	go run ./internal/acctest/cmd/cli versitygw
//
// Without a name, it prints the names of all tested versions of Terraform and OpenTofu.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/cli"
)

func main() {
	minimum := flag.String("minimum", "", "take no version below this one")
	exactly := flag.Bool("exactly", false, "take only the pinned version")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	answer, err := find(ctx, flag.Arg(0), *minimum, *exactly)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "cli:", err)
		os.Exit(1)
	}
	fmt.Println(answer)
}

func find(ctx context.Context, name, minimum string, exactly bool) (string, error) {
	var names []string
	for _, tool := range cli.Versions() {
		names = append(names, tool.String())
	}
	for _, tool := range append(cli.Versions(), cli.S3Server) {
		if tool.String() != name {
			continue
		}
		if minimum != "" {
			tool = tool.AtLeast(minimum)
		}
		if exactly {
			var err error
			if tool, err = tool.Exactly(ctx); err != nil {
				return "", err
			}
		}
		return tool.FindOrInstall(ctx)
	}
	if name != "" {
		return "", fmt.Errorf("%q is none of %q and %s", name, names, cli.S3Server)
	}
	return strings.Join(names, " "), nil
}
