// Command descriptions prints the folder with Twilio's OpenAPI descriptions, and
// fetches them first where they are nowhere:
//
//	go run ./internal/contract/cmd/descriptions
//	go run ./internal/contract/cmd/descriptions -optional
//
// With -optional it fetches nothing: where they are nowhere, it says so in one line
// and prints no folder. Only the folder goes to standard output; the rest goes to
// standard error.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/videostorage/terraform-provider-videostorage/internal/contract/descriptions"
)

func main() {
	optional := flag.Bool("optional", false, "do without the descriptions where they are nowhere, rather than fetch them")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	dir, err := find(ctx, *optional)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "descriptions:", err)
		os.Exit(1)
	}
	if dir != "" {
		fmt.Println(dir)
	}
}

func find(ctx context.Context, optional bool) (string, error) {
	if flag.NArg() > 0 {
		return "", fmt.Errorf("want no arguments; got %q", flag.Args())
	}
	if !optional {
		return descriptions.FindOrFetch(ctx, os.Stderr)
	}
	dir, err := descriptions.Find()
	if missing := (*descriptions.NotFoundError)(nil); errors.As(err, &missing) {
		fmt.Fprintf(os.Stderr, "Contract skipped: %s.\n", missing)
		return "", nil
	}
	return dir, err
}
