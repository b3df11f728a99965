package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

const (
	recordings   = twiliosandbox.RecordingSettings
	compositions = twiliosandbox.CompositionSettings
)

// planFile is where the plan is kept that is then applied: what was read is what
// is done.
const planFile = "tfplan"

// story is the way of a team from settings made by hand to settings as code.
func (w *world) story() story {
	return story{
		out:      w.out,
		requests: w.server.Log().All,
		steps: []step{
			{
				title: "Settings that somebody made by hand are not overwritten",
				why: "Long ago, somebody switched on S3 storage in Twilio's console. No code says so,\n" +
					"and Twilio keeps one set of settings per account: whoever writes new ones\n" +
					"replaces them, and from then on recordings go elsewhere. Somebody who does not\n" +
					"know writes a first configuration. The plan looks before it leaps, and refuses.",
				run: w.refuse,
			},
			{
				title: "Terraform takes them over as they are",
				why: "An import block is enough: Terraform writes the configuration from what Twilio\n" +
					"holds. Applying it changes nothing at Twilio, so no recording is at risk.",
				run: w.adopt,
			},
			{
				title: "An empty plan",
				why: "Code and account now say the same. From here on, a plan with something in it is\n" +
					"news: a change that the team asked for, or one that somebody made elsewhere.",
				run: w.nothingToDo,
			},
			{
				title: "The chain: credentials, a new bucket, and encryption",
				why: "The team's own configuration replaces the generated one: an AWS access key and a\n" +
					"public key are stored at Twilio, and recordings and compositions go to the team's\n" +
					"archive with them. The secret comes from the environment: Terraform neither plans\n" +
					"nor stores it. (examples/complete has the bucket, the IAM user and the key in the\n" +
					"same plan.) Twilio cannot compose recordings that are in S3 or encrypted; the plan\n" +
					"warns of it before anything happens. Then that very plan is applied.",
				writes: 4,
				run:    w.moveAndEncrypt,
			},
			{
				title: "A change behind Terraform's back",
				why: "Somebody switches storage off in the console. Calls go on as before, and nobody\n" +
					"notices that the archive stays empty: until the next plan, with exit status 2\n" +
					"for whatever runs it every night. Applying puts it right.",
				writes: 1,
				run:    w.repairDrift,
			},
			{
				title: "A new access key, without a gap",
				why: "If the settings point to a credential that is gone, uploads fail, and Twilio\n" +
					"deletes the recordings for good. With create_before_destroy, a rotation is one\n" +
					"apply: the new credential first, then the settings, and only then is the old one\n" +
					"deleted. The stand-in checks after each request that nothing dangles.",
				writes: 4,
				run:    w.rotate,
			},
			{
				title: "Another vendor: a recording copied to the archive",
				why: "A hearing was held on Sendbird Live. Its recording is copied to the team's bucket,\n" +
					"once: planning again copies nothing, and neither would a new access key.",
				run: w.copyHearing,
			},
			{
				title: "Letting go",
				why: "Twilio cannot delete these settings, so destroying them switches storage and\n" +
					"encryption off, before the credentials go. The plan says what that means for\n" +
					"recordings made from then on, and how to leave the settings as they are instead.\n" +
					"The copied recording stays in the bucket.",
				writes: 4,
				run:    w.letGo,
			},
		},
		next: "\nREADME.md says how to do the same with your account. `make sandbox` serves the\n" +
			"stand-ins for Twilio and Sendbird, to try a configuration of your own on.",
	}
}

func (w *world) refuse(ctx context.Context) error {
	byHand := w.cast.byHand()
	w.server.SetSettings(w.account.SID, recordings, byHand)
	if err := w.write("recordings.tf", w.cast.firstAttempt()); err != nil {
		return err
	}
	output, err := w.terraform(ctx, failure, "plan")
	if err != nil {
		return err
	}
	if err := says(output, byHand.FriendlyName, byHand.AWSS3URL, byHand.AWSCredentialsSID, "import {"); err != nil {
		return err
	}
	return w.holds(recordings, byHand)
}

func (w *world) adopt(ctx context.Context) error {
	if err := w.remove("recordings.tf"); err != nil {
		return err
	}
	if err := w.write("import.tf", importConfig); err != nil {
		return err
	}
	if _, err := w.terraform(ctx, success, "plan", "-generate-config-out=generated.tf"); err != nil {
		return err
	}
	generated, err := os.ReadFile(filepath.Join(w.dir, "generated.tf"))
	if err != nil {
		return err
	}
	w.out.file("generated.tf", string(generated))
	byHand := w.cast.byHand()
	if err := says(plain(string(generated)), byHand.FriendlyName, byHand.AWSS3URL, byHand.AWSCredentialsSID); err != nil {
		return err
	}
	output, err := w.terraform(ctx, success, "apply", "-auto-approve")
	if err != nil {
		return err
	}
	if err := says(output, "1 imported, 0 added, 0 changed, 0 destroyed"); err != nil {
		return err
	}
	return w.holds(recordings, byHand)
}

func (w *world) nothingToDo(ctx context.Context) error {
	_, err := w.terraform(ctx, success, "plan", "-detailed-exitcode")
	return err
}

func (w *world) moveAndEncrypt(ctx context.Context) error {
	if err := w.remove("import.tf", "generated.tf"); err != nil {
		return err
	}
	if err := w.write("public.pem", w.cast.publicKey); err != nil {
		return err
	}
	if err := w.write("video.tf", w.cast.teamConfig()); err != nil {
		return err
	}
	w.variables = w.cast.accessKey.variables()
	output, err := w.terraform(ctx, success, "plan", "-out="+planFile)
	if err != nil {
		return err
	}
	if err := says(output, "3 to add, 1 to change, 0 to destroy"); err != nil {
		return err
	}
	if _, err := w.terraform(ctx, success, "apply", planFile); err != nil {
		return err
	}
	return errors.Join(w.holdsArchive(w.cast.accessKey), w.lacks("terraform.tfstate", w.cast.accessKey.secret))
}

// rotate expects the log of this step to say in which order things happened.
func (w *world) rotate(ctx context.Context) error {
	w.variables = w.cast.newAccessKey.variables()
	before := len(w.server.Log().All())
	output, err := w.terraform(ctx, success, "apply", "-auto-approve")
	if err != nil {
		return err
	}
	if err := says(output, "1 added, 2 changed, 1 destroyed"); err != nil {
		return err
	}
	var writes []string
	for _, r := range w.server.Log().All()[before:] {
		if r.Method != http.MethodGet {
			writes = append(writes, "  "+r.Method+" "+r.Path)
		}
	}
	w.out.say("\nWhat changed at Twilio, in this order:\n\n" + strings.Join(writes, "\n"))
	if first, last := writes[0], writes[len(writes)-1]; !strings.HasPrefix(first, "  POST /v1/Credentials/AWS") || !strings.HasPrefix(last, "  DELETE /v1/Credentials/AWS/") {
		return fmt.Errorf("the new credential was expected to come first and the old one to go last, but it was\n%s", strings.Join(writes, "\n"))
	}
	return errors.Join(w.neverDangled(), w.holdsArchive(w.cast.newAccessKey), w.nothingToDo(ctx))
}

func (w *world) repairDrift(ctx context.Context) error {
	drifted, _ := w.server.Settings(w.account.SID, recordings)
	drifted.AWSStorageEnabled = false
	w.server.SetSettings(w.account.SID, recordings, drifted)
	output, err := w.terraform(ctx, changes, "plan", "-detailed-exitcode", "-out="+planFile)
	if err != nil {
		return err
	}
	if err := says(output, "aws_storage_enabled = false -> true", "0 to add, 1 to change, 0 to destroy"); err != nil {
		return err
	}
	if _, err := w.terraform(ctx, success, "apply", planFile); err != nil {
		return err
	}
	if err := w.holdsArchive(w.cast.accessKey); err != nil {
		return err
	}
	return w.nothingToDo(ctx)
}

func (w *world) copyHearing(ctx context.Context) error {
	if err := w.write("hearing.tf", copyConfig(sendbirdsandbox.RecordingID, archive, sendbirdsandbox.Region)); err != nil {
		return err
	}
	output, err := w.terraform(ctx, success, "apply", "-auto-approve")
	if err != nil {
		return err
	}
	if err := says(output, "1 added, 0 changed, 0 destroyed"); err != nil {
		return err
	}
	if err := w.nothingToDo(ctx); err != nil {
		return err
	}
	return errors.Join(w.copiedOnce(), w.lacks("terraform.tfstate", sendbirdsandbox.SecretKey))
}

func (w *world) letGo(ctx context.Context) error {
	output, err := w.terraform(ctx, success, "plan", "-destroy", "-out="+planFile)
	if err != nil {
		return err
	}
	if err := says(output, "New recordings will be stored in Twilio's cloud, unencrypted", "The copy stays in the bucket"); err != nil {
		return err
	}
	if _, err := w.terraform(ctx, success, "apply", planFile); err != nil {
		return err
	}
	for _, kind := range []twiliosandbox.Kind{recordings, compositions} {
		if err := w.isOff(kind); err != nil {
			return err
		}
	}
	if left := w.server.Credentials(w.account.SID); len(left) > 0 {
		return fmt.Errorf("no credentials were expected to be left at Twilio, but there are\n  %+v", left)
	}
	return errors.Join(w.neverDangled(), w.copiedOnce(), w.managesNothing(ctx))
}
