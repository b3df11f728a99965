// Command sandbox serves the stand-ins for all vendors on this machine until it is interrupted, for trying the provider without an account:
//
//	go run ./internal/cmd/sandbox
//
// Standard output can be pasted into a shell. Standard error has a line for each request. POST /sandbox/calls, which no vendor has,
// records a call under the settings in force, and puts the recordings into their bucket: at the stand-in for S3, or with -s3 URL at
// another S3 server, with the key in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"maps"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/videostorage/terraform-provider-videostorage/internal/daily/dailysandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/getstream/getstreamsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3check/s3sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
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

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("sandbox", flag.ContinueOnError)
	flags.SetOutput(stderr)
	addr := flags.String("addr", "127.0.0.1:0", "loopback `host:port` to serve at; port 0 is any free one")
	var behaviour twiliosandbox.Behaviour
	flags.Func("behaviour", "fields of twiliosandbox.Behaviour as `JSON`, such as {\"Merge\":true}", func(text string) error {
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.DisallowUnknownFields()
		return decoder.Decode(&behaviour)
	})
	storageURL := flags.String("s3", "", "`URL` of the S3 server for recordings; without it, a stand-in")
	if err := flags.Parse(args); err != nil {
		return err
	}

	key, secret := "SK"+strings.Repeat("c", 32), strings.Repeat("d", 32)
	account := twiliosandbox.Account{
		SID: "AC" + strings.Repeat("a", 32), AuthToken: strings.Repeat("b", 32), APIKeys: map[string]string{key: secret}, Enterprise: true,
	}
	twilio, storage := twiliosandbox.New(behaviour, account), s3sandbox.New()
	vendors := map[string]sandbox.StandIn{
		sendbirdsandbox.Path:  sendbirdsandbox.New(sendbirdsandbox.Behaviour{}),
		getstreamsandbox.Path: getstreamsandbox.New(getstreamsandbox.Behaviour{}),
		dailysandbox.Path:     dailysandbox.New(dailysandbox.Behaviour{}),
	}
	// The path is escaped, so that a request cannot forge a line, and lacks the query.
	lines := log.New(stderr, "", 0)
	witness := func(r *http.Request, _ []byte) func(int, http.Header, []byte) {
		return func(status int, _ http.Header, _ []byte) {
			lines.Printf("%s %s %d", r.Method, r.URL.EscapedPath(), status)
		}
	}
	twilio.Log().Witness, storage.Log().Witness = witness, witness
	if *storageURL == "" {
		served, _, err := sandbox.Serve(ctx, "127.0.0.1:0", storage)
		if err != nil {
			return err
		}
		*storageURL = served
	}

	// The vendors' APIs have different paths, so that one address serves them all.
	mux := http.NewServeMux()
	mux.Handle("/", twilio)
	for path, vendor := range vendors {
		vendor.Log().Witness = witness
		mux.Handle(path, vendor)
	}
	mux.HandleFunc("POST /sandbox/calls", func(w http.ResponseWriter, r *http.Request) {
		room := "RM" + sandbox.RandomHex()
		_, _ = fmt.Fprintf(w, "A call was recorded in room %s\n", room)
		for _, made := range twilio.Record(account.SID, room, 2) {
			if err := store(r.Context(), *storageURL, made.MediaExternalLocation); err != nil {
				_, _ = fmt.Fprintf(w, "%s could not go to %s: %s\n", made.SID, made.MediaExternalLocation, err)
				continue
			}
			_, _ = fmt.Fprintf(w, "%s went to %s\n", made.SID, cmp.Or(made.MediaExternalLocation, "Twilio's cloud"))
		}
	})
	baseURL, done, err := sandbox.Serve(ctx, *addr, mux)
	if err != nil {
		return err
	}
	environment := account.Environment(baseURL)
	for _, vendor := range vendors {
		maps.Copy(environment, vendor.Environment(baseURL))
	}
	environment["TF_VAR_s3_endpoint"] = *storageURL
	var exports strings.Builder
	for _, name := range slices.Sorted(maps.Keys(environment)) {
		fmt.Fprintf(&exports, "export %s=%s\n", name, environment[name])
	}
	// In one write, because a script may read it meanwhile. The first guide reads up to "The sandbox serves".
	_, err = fmt.Fprintf(stdout, `%s# To try an API key instead of the auth token:
#   export TWILIO_API_KEY=%s
#   export TWILIO_API_SECRET=%s
# Arguments for a copy of a recording by Sendbird:
#   recording_id = %q, bucket = %q, region = %q
#   access_key = %q, secret_key = %q
# To have the Twilio account record a call:
#   curl -X POST "$VIDEOSTORAGE_TWILIO_BASE_URL/sandbox/calls"
# The sandbox serves all vendors here until it is interrupted (Ctrl+C).
`, exports.String(), key, secret, sendbirdsandbox.RecordingID, sendbirdsandbox.BucketName, sendbirdsandbox.Region, sendbirdsandbox.AccessKey,
		sendbirdsandbox.SecretKey)
	if err != nil {
		return err
	}
	return <-done
}

// store puts a recording into the bucket of its location, if that is one of S3.
func store(ctx context.Context, endpoint, location string) error {
	u, err := s3.ParseURL(location)
	if err != nil || u.Bucket() == "" {
		return nil //nolint:nilerr // it is in Twilio's cloud, or at a host that is not of S3
	}
	client := awss3.New(awss3.Options{
		BaseEndpoint: &endpoint, Region: "us-east-1", UsePathStyle: true, Retryer: aws.NopRetryer{},
		Credentials: credentials.NewStaticCredentialsProvider(cmp.Or(os.Getenv("AWS_ACCESS_KEY_ID"), "AKIASANDBOX"),
			cmp.Or(os.Getenv("AWS_SECRET_ACCESS_KEY"), "sandbox"), ""),
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenRequired,
	})
	_, err = client.PutObject(ctx, &awss3.PutObjectInput{Bucket: new(u.Bucket()), Key: new(u.Path()), Body: strings.NewReader("a recording of the sandbox")})
	return err
}
