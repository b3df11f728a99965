package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// options are the command line.
type options struct {
	addr    string
	account twiliosandbox.Account
	// subaccounts are those of account, with its token.
	subaccounts []twiliosandbox.Account
	behaviour   twiliosandbox.Behaviour
	seed        twiliosandbox.Seed
	generated   twiliosandbox.Generated
}

// parse returns the options. The account in them is valid, because its SID and token go
// into a shell unquoted.
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

	flags.Func("subaccount", "`SID` of a subaccount, which has the same token and edition (repeatable)", func(sid string) error {
		o.subaccounts = append(o.subaccounts, twiliosandbox.Account{SID: sid})
		return nil
	})

	b := &o.behaviour
	flags.BoolVar(&b.Merge, "merge", false, "a POST keeps the parameters it leaves out")
	flags.BoolVar(&b.Created, "created", false, "a POST answers 201 rather than 200")
	flags.BoolVar(&b.NeverConfigured404, "never-configured-404", false, "settings that were never set answer 404")
	flags.BoolVar(&b.NullObject, "null-object", false, "settings that were never set answer null")
	flags.BoolVar(&b.RefuseEmpty, "refuse-empty", false, `"" for a SID or the URL answers 400 rather than clearing it`)
	flags.BoolVar(&b.TrimSlash, "trim-slash", false, "aws_s3_url loses its trailing slashes")
	flags.BoolVar(&b.RefuseUnknownCredentials, "refuse-unknown-credentials", false, "a SID that is neither given by -credential nor that of a credential made here answers 400")
	flags.BoolVar(&b.AcceptAnyCredential, "accept-any-credential", false, "settings may name credentials of the wrong kind or of another account")
	flags.BoolVar(&b.RefuseEncryption, "refuse-encryption", false, "encryption answers 400 with -enterprise=false, rather than being ignored")

	flags.BoolVar(&b.AnyGroupingSid, "any-grouping-sid", false, "several GroupingSid list what has any of them, rather than all")
	flags.BoolVar(&b.AbsentFields, "absent-fields", false, "recordings and compositions lack date_updated, date_deleted and encryption_key")

	flags.BoolVar(&b.SubaccountCredentialsHidden, "subaccount-credentials-hidden", false, "the account does not find its subaccounts' credentials")
	flags.BoolVar(&b.CreatorAccountSID, "creator-account-sid", false, "account_sid of a credential is the account that created it")
	flags.BoolVar(&b.RefuseDeleteInUse, "refuse-delete-in-use", false, "deleting a credential that settings in force name answers 400")
	flags.BoolVar(&b.NullDateUpdated, "null-date-updated", false, "date_updated of a credential is null until it is renamed")
	flags.BoolVar(&b.RefuseEmptyName, "refuse-empty-name", false, `renaming a credential to "" answers 400 rather than taking its name away`)
	flags.BoolVar(&b.KeepName, "keep-name", false, `renaming a credential to "" is ignored`)
	flags.BoolVar(&b.EmptyNameNotNull, "empty-name-not-null", false, `a credential without a name has "" rather than null`)
	flags.BoolVar(&b.EchoSecrets, "echo-secrets", false, "answers quote what was sent for a credential, secrets included")

	flags.IntVar(&b.ReadsPerSecond, "reads-per-second", 0, "more reads than `N` in any second answer 429; 0 is any number, and Twilio grants 80")
	flags.IntVar(&b.WritesPerSecond, "writes-per-second", 0, "more writes than `N` in any second answer 429; 0 is any number, and Twilio grants 20")
	flags.BoolVar(&b.RetryAfter, "retry-after", false, "such a 429 has the header Retry-After")

	seedFile := flags.String("seed", "", `JSON `+"`FILE`"+` with what the account has recorded:
{"recordings":[...],"compositions":[...]}, either of which may be left out.
Items have the fields of Twilio's answers, so that an answer is a seed file.
What is null or left out there is so in the sandbox's answers, but account_sid,
sid, status, date_created and a recording's room_sid are filled in, and url and
links are always the sandbox's own`)
	g := &o.generated
	flags.IntVar(&g.Recordings, "generate-recordings", 0, "how many recordings to make up, `N`")
	flags.IntVar(&g.Rooms, "generate-rooms", 0, "over how many rooms to spread them, `N`; 0 is one")
	flags.IntVar(&g.Compositions, "generate-compositions", 0, "how many compositions to make up, `N`")
	flags.Uint64Var(&g.Seed, "generate-seed", 1, "`N` that decides what is made up; the same gives the same")

	if err := flags.Parse(args); err != nil {
		return options{}, err
	}
	if flags.NArg() > 0 {
		return options{}, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if err := o.account.Validate(); err != nil {
		return options{}, err
	}
	for i := range o.subaccounts {
		sub := &o.subaccounts[i]
		sub.ParentSID, sub.AuthToken, sub.Enterprise = o.account.SID, o.account.AuthToken, o.account.Enterprise
		if err := sub.Validate(); err != nil {
			return options{}, err
		}
	}
	for _, n := range []int{g.Recordings, g.Rooms, g.Compositions} {
		if n < 0 {
			return options{}, fmt.Errorf("%d of something cannot be generated", n)
		}
	}
	if b.ReadsPerSecond < 0 || b.WritesPerSecond < 0 {
		return options{}, fmt.Errorf("a quota of %d reads and %d writes a second cannot be kept", b.ReadsPerSecond, b.WritesPerSecond)
	}
	if *seedFile != "" {
		var err error
		if o.seed, err = readSeed(*seedFile); err != nil {
			return options{}, err
		}
	}
	return o, nil
}

func readSeed(name string) (twiliosandbox.Seed, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return twiliosandbox.Seed{}, err
	}
	seed, err := twiliosandbox.ReadSeed(bytes.NewReader(content))
	if err != nil {
		return twiliosandbox.Seed{}, fmt.Errorf("%s: %w", name, err)
	}
	return seed, nil
}
