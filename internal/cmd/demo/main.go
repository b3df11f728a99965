// Command demo tells the provider's story on this machine alone:
//
//	go run ./internal/cmd/demo
//
// It builds the provider, starts stand-ins for Twilio and Sendbird, and takes a team from
// settings that somebody made by hand to credentials and settings that Terraform
// watches over and rotates, with the real CLI. Each step checks what it promises; the first that does not
// hold ends the demo with an error.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/cli"
)

// timeout bounds the demo, apart from a build of the CLI.
const timeout = 5 * time.Minute

func main() {
	// With SIGPIPE among them, a reader that goes away (`make demo | head`) is
	// an error like any other, and the scratch folder is removed.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	binary, err := cli.FindOrBuild(ctx, cli.Terraform, os.Stderr)
	if err == nil {
		err = run(ctx, binary, os.TempDir(), newNarrator(os.Stdout, wantsColour(os.Stdout)))
	}
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "\ndemo:", err)
		os.Exit(1)
	}
}

// run tells the story with the CLI that binary is, in a scratch folder of its
// own below tmp, which is gone afterwards whatever happens.
func run(ctx context.Context, binary, tmp string, out *narrator) (err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, fmt.Errorf("not done within %s", timeout))
	defer cancel()
	scratch, err := os.MkdirTemp(tmp, "videostorage-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()

	w, err := newWorld(ctx, scratch, binary, out)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	if err := w.prepare(ctx); err != nil {
		return err
	}
	return w.story().tell(ctx)
}
