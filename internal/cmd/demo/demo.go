package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/hashicorp/go-version"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/cli"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3check/s3sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

const bucket = "acme-archive"

// byHand are the settings that an administrator has made in the console.
var byHand = twiliosandbox.Settings{
	FriendlyName: "Support calls (ask Sam)", AWSStorageEnabled: true,
	AWSS3URL: "https://support-calls.s3.us-east-1.amazonaws.com/video", AWSCredentialsSID: "CR0123456789abcdef0123456789abcdef",
}

// demo is the folder of a configuration, the CLI, and the stand-ins.
type demo struct {
	out      io.Writer
	folder   string
	version  *version.Version
	env      []string
	account  twiliosandbox.Account
	twilio   *twiliosandbox.Server
	sendbird *sendbirdsandbox.Server
	s3       *s3sandbox.Server
}

// newDemo builds the provider, and serves the stand-ins until ctx ends.
func newDemo(ctx context.Context, folder, binary string, out io.Writer) (*demo, error) {
	d := &demo{out: out, folder: filepath.Join(folder, "team"), account: twiliosandbox.NewAccount()}
	d.account.Credentials = []string{byHand.AWSCredentialsSID}
	d.twilio = twiliosandbox.New(twiliosandbox.Behaviour{RefuseUnknownCredentials: true}, d.account)
	d.twilio.SetSettings(d.account.SID, twiliosandbox.RecordingSettings, byHand)
	d.sendbird = sendbirdsandbox.New(sendbirdsandbox.Behaviour{})
	d.sendbird.SetBucket(bucket, sendbirdsandbox.Bucket{})
	d.s3 = s3sandbox.New()
	twilioURL, _, twilioErr := sandbox.Serve(ctx, "127.0.0.1:0", d.twilio)
	sendbirdURL, _, sendbirdErr := sandbox.Serve(ctx, "127.0.0.1:0", d.sendbird)
	s3URL, _, s3Err := sandbox.Serve(ctx, "127.0.0.1:0", d.s3)
	var versionErr error
	d.version, versionErr = cli.Version(ctx, binary)
	mirror := filepath.Join(folder, "mirror")
	_, buildErr := cli.BuildProvider(ctx, mirror)
	d.env = []string{
		"PATH=" + folder + string(filepath.ListSeparator) + os.Getenv("PATH"), "HOME=" + folder, "TMPDIR=" + os.TempDir(),
		"TF_CLI_CONFIG_FILE=" + os.DevNull, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_INPUT=0",
		"TF_CLI_ARGS=-no-color", "TF_CLI_ARGS_init=-plugin-dir=" + mirror,
		"TF_VAR_s3_endpoint=" + s3URL,
		"TF_VAR_bucket_access_key=" + sendbirdsandbox.AccessKey, "TF_VAR_bucket_secret_key=" + sendbirdsandbox.SecretKey,
	}
	environment := d.account.Environment(twilioURL)
	maps.Copy(environment, d.sendbird.Environment(sendbirdURL))
	for name, value := range environment {
		d.env = append(d.env, name+"="+value)
	}
	return d, errors.Join(twilioErr, sendbirdErr, s3Err, versionErr, buildErr, os.Mkdir(d.folder, 0o755),
		os.Symlink(binary, filepath.Join(folder, "terraform")))
}

// step is the part of a step that the README does not show.
type step struct {
	// arrange changes the world outside of Terraform before the commands. It is nil if nothing changes.
	arrange func(*demo)
	// writes are patterns of the writes that reach Twilio, in this order.
	writes []string
}

const (
	writeSettings    = "POST /v1/*Settings/Default"
	createCredential = "POST /v1/Credentials/*"
	deleteCredential = "DELETE /v1/Credentials/*/*"
)

// steps are by their titles. The others write nothing at Twilio. The access keys are AWS's examples.
var steps = map[string]step{
	"Catch a key that may not write": {func(d *demo) {
		d.s3.SetBucket(bucket, s3sandbox.Bucket{DenyWrites: true})
		d.setKey("1", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
	}, []string{createCredential, createCredential}},
	"Move to another bucket, and encrypt": {func(d *demo) {
		d.s3.SetBucket(bucket, s3sandbox.Bucket{Encryption: "aws:kms"})
	}, []string{writeSettings, writeSettings}},
	"Repair a change from the console": {func(d *demo) {
		changed, _ := d.twilio.Settings(d.account.SID, twiliosandbox.RecordingSettings)
		changed.AWSStorageEnabled = false
		d.twilio.SetSettings(d.account.SID, twiliosandbox.RecordingSettings, changed)
	}, []string{writeSettings}},
	"Rotate the access key without a gap": {func(d *demo) {
		d.setKey("2", "AKIAI44QH8DHBEXAMPLE", "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY")
	}, []string{createCredential, writeSettings, writeSettings, deleteCredential}},
	"Destroy": {nil, []string{writeSettings, writeSettings, deleteCredential, deleteCredential}},
}

func (d *demo) setKey(version, id, secret string) {
	d.env = append(d.env, "TF_VAR_access_key_version="+version, "TF_VAR_access_key_id="+id, "TF_VAR_secret_access_key="+secret)
}

// checkWrites compares the writes at Twilio with those that a step promises.
func checkWrites(title string, writes []string) error {
	isExpected := func(write, pattern string) bool {
		matched, err := path.Match(pattern, write)
		return matched && err == nil
	}
	if want := steps[title].writes; !slices.EqualFunc(writes, want, isExpected) {
		return fmt.Errorf("the writes at Twilio are %q, want %q", writes, want)
	}
	return nil
}
