package main

import (
	"flag"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
)

// sendbirdOptions are those of the command line that are Sendbird's.
type sendbirdOptions struct {
	application sendbirdsandbox.Application
	behaviour   sendbirdsandbox.Behaviour
	copyTime    time.Duration
}

func (o *sendbirdOptions) define(flags *flag.FlagSet) {
	flags.StringVar(&o.application.ID, "sendbird-application-id", "AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE", "`ID` of the one Sendbird application")
	flags.StringVar(&o.application.APIToken, "sendbird-api-token", strings.Repeat("c", 40), "its API `token`")
	flags.StringVar(&o.application.Region, "sendbird-region", "us-east-1", "the AWS `region` of the application and the bucket")
	flags.DurationVar(&o.copyTime, "sendbird-copy-time", 0, "how long Sendbird waits with its answer once it has copied, such as 30s")

	b := &o.behaviour
	flags.BoolVar(&b.Created, "sendbird-created", false, "a copy answers 201 rather than 200")
	flags.BoolVar(&b.RecordingTime, "sendbird-recording-time", false, "keys have the time of the recording rather than that of the copy")
	flags.BoolVar(&b.RefuseExisting, "sendbird-refuse-existing", false, "a copy to a key that exists answers 400 rather than overwriting the object")
	flags.BoolVar(&b.LiteralDirectory, "sendbird-literal-directory", false, "recording_file_directory gets no slash at its end")
	flags.BoolVar(&b.NotAllowed, "sendbird-not-allowed", false, "what no code is documented for answers 401 with 401120 rather than 400 with 400100")
	flags.BoolVar(&b.TokenNotAllowed, "sendbird-token-not-allowed", false, "a wrong token answers 401120 rather than 401121")
	flags.BoolVar(&b.TypedErrors, "sendbird-typed-errors", false, `errors have the field "type"`)
	flags.BoolVar(&b.EchoSecrets, "sendbird-echo-secrets", false, "answers quote what was sent, secrets included")
}

func (o *sendbirdOptions) check() error {
	if o.copyTime < 0 || o.copyTime >= sandbox.ExchangeTimeout {
		return fmt.Errorf("a copy cannot take %s: want less than %s", o.copyTime, sandbox.ExchangeTimeout)
	}
	return o.application.Validate()
}

// recordingID is that of the application's one recording.
const recordingID = "01234567-89ab-4cde-8f01-23456789abcd"

// bucket is the one that it can be copied to.
func (o *sendbirdOptions) bucket() sendbirdsandbox.Bucket {
	return sendbirdsandbox.Bucket{
		Name: "sandbox-recordings", Region: o.application.Region,
		AccessKey: "AKIA" + strings.Repeat("D", 16), SecretKey: strings.Repeat("e", 40),
		PutObject: true, ListBucket: true,
	}
}

// server knows what [sendbirdOptions.sample] tells.
func (o *sendbirdOptions) server() *sendbirdsandbox.Server {
	s := sendbirdsandbox.New(o.behaviour, o.application)
	s.AddRecordings(o.application.ID, sendbirdsandbox.Recording{ID: recordingID})
	s.AddBuckets(o.bucket())
	if o.copyTime > 0 {
		s.Faults().Add(sandbox.Fault{Method: http.MethodPost, Path: sendbirdsandbox.PathPrefix, Every: 1, After: true, Delay: o.copyTime})
	}
	return s
}

// sample returns what a copy works with, each in a line of its own, as comments.
func (o *sendbirdOptions) sample() string {
	b := o.bucket()
	return fmt.Sprintf(`# A Sendbird copy that works:
#   recording_id = %q
#   bucket       = %q
#   region       = %q
#   access_key   = %q
#   secret_key   = %q
`, recordingID, b.Name, b.Region, b.AccessKey, b.SecretKey)
}
