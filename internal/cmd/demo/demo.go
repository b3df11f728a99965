package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

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
	d.env = []string{
		"PATH=" + folder + string(filepath.ListSeparator) + os.Getenv("PATH"), "HOME=" + folder, "TMPDIR=" + os.TempDir(),
		"TF_CLI_CONFIG_FILE=" + os.DevNull, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_INPUT=0",
		"TF_CLI_ARGS=-no-color", "TF_CLI_ARGS_init=-plugin-dir=" + filepath.Join(folder, "mirror"),
		"TWILIO_ACCOUNT_SID=" + d.account.SID, "TWILIO_AUTH_TOKEN=" + d.account.AuthToken, "VIDEOSTORAGE_TWILIO_BASE_URL=" + twilioURL,
		"TF_VAR_s3_endpoint=" + s3URL,
		"TF_VAR_bucket_access_key=" + sendbirdsandbox.AccessKey, "TF_VAR_bucket_secret_key=" + sendbirdsandbox.SecretKey,
	}
	for name, value := range d.sendbird.Environment(sendbirdURL) {
		d.env = append(d.env, name+"="+value)
	}
	return d, errors.Join(twilioErr, sendbirdErr, s3Err, versionErr, os.Mkdir(d.folder, 0o755),
		os.Symlink(binary, filepath.Join(folder, "terraform")), install(ctx, folder))
}

// install builds the provider into a mirror, from which `init` takes it. A development override would warn at each command. `go run` keeps
// the program in the build cache, so that the next demo starts at once.
func install(ctx context.Context, folder string) error {
	terraform, openTofu := filepath.Join(folder, "mirror", "registry.terraform.io"), filepath.Join(folder, "mirror", "registry.opentofu.org")
	binary := filepath.Join(terraform, "videostorage", "videostorage", "0.0.1", runtime.GOOS+"_"+runtime.GOARCH, "terraform-provider-videostorage_v0.0.1")
	if err := os.MkdirAll(filepath.Dir(binary), 0o755); err != nil {
		return err
	}
	build := exec.CommandContext(ctx, "go", "run", "-exec", "cp", "github.com/videostorage/terraform-provider-videostorage", binary)
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", build, err, out)
	}
	return os.CopyFS(openTofu, os.DirFS(terraform))
}

// The steps at which other things happen than the commands of the README.
const (
	refuse  = "Catch a key that may not write"
	move    = "Move to another bucket, and encrypt"
	repair  = "Repair a change from the console"
	rotate  = "Rotate the access key without a gap"
	destroy = "Destroy"
)

// before arranges the events of a step that happen outside of Terraform. The access keys are AWS's examples.
func (d *demo) before(title string) {
	switch title {
	case refuse:
		d.s3.SetBucket(bucket, s3sandbox.Bucket{DenyWrites: true})
		d.env = append(d.env, "TF_VAR_access_key_version=1", "TF_VAR_access_key_id=AKIAIOSFODNN7EXAMPLE",
			"TF_VAR_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
	case move:
		d.s3.SetBucket(bucket, s3sandbox.Bucket{Encryption: "aws:kms"})
	case repair:
		changed, _ := d.twilio.Settings(d.account.SID, twiliosandbox.RecordingSettings)
		changed.AWSStorageEnabled = false
		d.twilio.SetSettings(d.account.SID, twiliosandbox.RecordingSettings, changed)
	case rotate:
		d.env = append(d.env, "TF_VAR_access_key_version=2", "TF_VAR_access_key_id=AKIAI44QH8DHBEXAMPLE",
			"TF_VAR_secret_access_key=je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY")
	}
}

// check compares the writes at Twilio and the stand-ins with the promises of a step.
func (d *demo) check(title string, writes []string) error {
	if want := map[string]int{refuse: 2, move: 2, repair: 1, rotate: 4, destroy: 4}[title]; len(writes) != want {
		return fmt.Errorf("want %d writes at Twilio, got %q", want, writes)
	}
	if title == rotate && (!strings.HasPrefix(writes[0], "POST /v1/Credentials/AWS") || !strings.HasPrefix(writes[3], "DELETE /v1/Credentials/AWS/")) {
		return fmt.Errorf("the new credential must come first, and the deletion of the old one last: %q", writes)
	}
	s, _ := d.twilio.Settings(d.account.SID, twiliosandbox.RecordingSettings)
	if on := title != destroy; s.AWSStorageEnabled != on {
		return fmt.Errorf("the recording settings at Twilio are %+v", s)
	}
	if copies := d.sendbird.Objects(bucket); title == destroy && (len(copies) != 1 || copies[0].Copies != 1) {
		return fmt.Errorf("want one copy in the bucket, got %+v", copies)
	}
	return nil
}
