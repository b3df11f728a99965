// Command sandbox serves the Twilio sandbox on this machine until it is
// interrupted, for trying the provider without an account at Twilio:
//
//	go run ./internal/sandbox/cmd/sandbox
//
// What it prints on standard output can be pasted into a shell. Each request
// is told in one line on standard error.
//
// The address takes the place of both Twilio's Video API and its Accounts API,
// which holds credentials.
//
// The account has recorded nothing, unless flags say otherwise: -seed names a
// file in the form of [twiliosandbox.ReadSeed], such as
//
//	{"recordings":[{"room_sid":"RM0123456789abcdef0123456789abcdef","type":"audio","size":23}]}
//
// and -generate-recordings, -generate-rooms, -generate-compositions and
// -generate-seed make up any number. A few of the rooms are printed as
// comments.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run serves until ctx ends. It returns [flag.ErrHelp] after printing the
// usage that was asked for.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	server := twiliosandbox.New(o.behaviour, append(o.subaccounts, o.account)...)
	fill(server, o)
	baseURL, done, err := sandbox.Serve(ctx, o.addr, narrate(server, stderr))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, `export TWILIO_ACCOUNT_SID=%s
export TWILIO_AUTH_TOKEN=%s
export VIDEOSTORAGE_TWILIO_BASE_URL=%s
# The Twilio sandbox serves here until it is interrupted (Ctrl+C).
%s`, o.account.SID, o.account.AuthToken, baseURL, someRooms(server, o.account.SID))
	if err != nil {
		return fmt.Errorf("printing the settings: %w", err)
	}
	return <-done
}
