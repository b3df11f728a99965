// Command sandbox serves the stand-ins for all vendors on this machine until it is
// interrupted, for trying the provider without an account:
//
//	go run ./internal/cmd/sandbox
//
// What it prints on standard output can be pasted into a shell. Each request
// is told in one line on standard error.
//
// One address serves the APIs of all vendors, which have different paths. Arguments
// with which the objects of the other vendors than Twilio work are printed as comments.
//
// The Twilio account has recorded nothing at first. POST /sandbox/calls, of which Twilio
// knows nothing, has it record a call under the settings in force. Flags add what was
// recorded before: -seed names a
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
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
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
	twilio := twiliosandbox.New(o.behaviour, append(o.subaccounts, o.account)...)
	fill(twilio, o)
	others := standIns()
	served := calls(twilio, o.account.SID, serveVendors(twilio, others))
	baseURL, done, err := sandbox.Serve(ctx, o.addr, narrate(served, stderr))
	if err != nil {
		return err
	}
	exports, samples := describeVendors(others, baseURL)
	// In one piece, and the comments last: a script may read it while it is written.
	_, err = fmt.Fprintf(stdout, `export TWILIO_ACCOUNT_SID=%[1]s
export TWILIO_AUTH_TOKEN=%[2]s
export VIDEOSTORAGE_TWILIO_BASE_URL=%[3]s
%[4]s%[5]s# To have the Twilio account record a call:
#   curl -X POST "$VIDEOSTORAGE_TWILIO_BASE_URL%[7]s"
# The sandbox serves all vendors here until it is interrupted (Ctrl+C).
%[6]s`, o.account.SID, o.account.AuthToken, baseURL, exports, samples, someRooms(twilio, o.account.SID), callPath)
	if err != nil {
		return fmt.Errorf("printing the settings: %w", err)
	}
	return <-done
}
