package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// archive is the bucket that the team copies recordings to.
const archive = "acme-video-archive"

// world is where the story takes place: a team's folder with the CLI in it, and
// accounts at stand-ins for Twilio and for Sendbird.
type world struct {
	out *narrator
	// scratch holds everything that is written; dir is the team's folder in it.
	scratch, dir string
	// cli is the binary, which is run with exactly env, and the variables that the
	// team sets.
	cli       string
	env       []string
	variables []string

	server  *twiliosandbox.Server
	account twiliosandbox.Account
	cast    cast
	// hearings is a stand-in for Sendbird and for the bucket that it copies to.
	hearings *sendbirdsandbox.Server
	// close stops the sandboxes.
	close func() error
}

// newWorld starts the sandbox. The caller closes the world, and removes scratch.
func newWorld(ctx context.Context, scratch, binary string, out *narrator) (*world, error) {
	cast, err := newCast()
	if err != nil {
		return nil, err
	}
	w := &world{out: out, scratch: scratch, dir: filepath.Join(scratch, "team"), cli: binary, cast: cast}
	for _, dir := range []string{w.dir, filepath.Join(scratch, "tmp")} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			return nil, err
		}
	}
	w.account = twiliosandbox.NewAccount()
	w.account.Credentials = []string{w.cast.oldCredential}
	w.server = twiliosandbox.New(twiliosandbox.Behaviour{RefuseUnknownCredentials: true}, w.account)

	w.hearings = sendbirdsandbox.New(sendbirdsandbox.Behaviour{})
	w.hearings.SetBucket(archive, sendbirdsandbox.Bucket{})

	// An interrupted CLI may be waiting for an answer, so the sandboxes go last.
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	baseURL, stopped, err := sandbox.Serve(serving, "127.0.0.1:0", w.server)
	if err != nil {
		stop()
		return nil, err
	}
	hearingsURL, hearingsStopped, err := sandbox.Serve(serving, "127.0.0.1:0", w.hearings)
	if err != nil {
		stop()
		return nil, errors.Join(err, <-stopped)
	}
	w.close = func() error {
		stop()
		return errors.Join(<-stopped, <-hearingsStopped)
	}
	w.env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + scratch,
		// Terraform reaches its provider through a socket in there, whose path
		// may have about a hundred bytes: relative, it has, wherever scratch is.
		"TMPDIR=" + filepath.Join("..", "tmp"),
		"TF_CLI_CONFIG_FILE=" + w.cliConfig(), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_INPUT=0",
		"TWILIO_ACCOUNT_SID=" + w.account.SID, "TWILIO_AUTH_TOKEN=" + w.account.AuthToken,
		"VIDEOSTORAGE_TWILIO_BASE_URL=" + baseURL,
		"TF_VAR_bucket_access_key=" + sendbirdsandbox.AccessKey, "TF_VAR_bucket_secret_key=" + sendbirdsandbox.SecretKey,
	}
	for name, value := range w.hearings.Environment(hearingsURL) {
		w.env = append(w.env, name+"="+value)
	}
	return w, nil
}

// prepare makes `terraform init` find the provider, and runs it.
func (w *world) prepare(ctx context.Context) error {
	w.out.say("Building the provider, and starting stand-ins for Twilio and Sendbird on this\n" +
		"machine. Nothing here reaches either or needs an account there.")
	if err := w.installProvider(ctx); err != nil {
		return fmt.Errorf("building the provider: %w", err)
	}
	if err := w.write("main.tf", mainConfig); err != nil {
		return err
	}
	// What it says about where the provider comes from is the demo's own doing,
	// not what a user sees, so it is shown only in an error.
	w.out.command(w.tool() + " init")
	output, err := w.quietly(ctx, "init", "-no-color")
	if err != nil {
		return fmt.Errorf("%w\n%s", err, output)
	}
	return nil
}

// write writes a file of the configuration and shows it.
func (w *world) write(name, content string) error {
	w.out.file(name, content)
	return os.WriteFile(filepath.Join(w.dir, name), []byte(content), 0o600)
}

// remove removes files of the configuration.
func (w *world) remove(names ...string) error {
	for _, name := range names {
		if err := os.Remove(filepath.Join(w.dir, name)); err != nil {
			return err
		}
	}
	return nil
}
