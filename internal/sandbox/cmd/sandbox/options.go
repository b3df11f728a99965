package main

import (
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox"
)

// options are the command line.
type options struct {
	addr      string
	account   twiliosandbox.Account
	behaviour twiliosandbox.Behaviour
}

// parse returns the options, whose account is valid: its SID and token go into
// a shell unquoted.
func parse(args []string, usage io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("sandbox", flag.ContinueOnError)
	flags.SetOutput(usage)

	flags.StringVar(&o.addr, "addr", "127.0.0.1:0", "loopback `host:port` to serve at; port 0 is any free one")
	flags.StringVar(&o.account.SID, "account-sid", "AC"+strings.Repeat("a", 32), "`SID` of the one account")
	flags.StringVar(&o.account.AuthToken, "auth-token", strings.Repeat("b", 32), "its auth `token`")
	flags.BoolVar(&o.account.Enterprise, "enterprise", true, "whether the account can encrypt")
	flags.Func("credential", "`SID` of a credential of the account (repeatable)", func(sid string) error {
		o.account.Credentials = append(o.account.Credentials, sid)
		return nil
	})

	b := &o.behaviour
	flags.BoolVar(&b.Merge, "merge", false, "a POST keeps the parameters it leaves out")
	flags.BoolVar(&b.Created, "created", false, "a POST answers 201 rather than 200")
	flags.BoolVar(&b.NeverConfigured404, "never-configured-404", false, "settings that were never set answer 404")
	flags.BoolVar(&b.NullObject, "null-object", false, "settings that were never set answer null")
	flags.BoolVar(&b.RefuseEmpty, "refuse-empty", false, `"" for a SID or the URL answers 400 rather than clearing it`)
	flags.BoolVar(&b.TrimSlash, "trim-slash", false, "aws_s3_url loses its trailing slashes")
	flags.BoolVar(&b.RefuseUnknownCredentials, "refuse-unknown-credentials", false, "a SID not given by -credential answers 400")
	flags.BoolVar(&b.RefuseEncryption, "refuse-encryption", false, "encryption answers 400 with -enterprise=false, rather than being ignored")

	if err := flags.Parse(args); err != nil {
		return options{}, err
	}
	if flags.NArg() > 0 {
		return options{}, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if err := o.account.Validate(); err != nil {
		return options{}, err
	}
	return o, nil
}
