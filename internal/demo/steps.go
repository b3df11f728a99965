package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox"
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
				title: "A new bucket, and encryption",
				why: "The team's own configuration replaces the generated one: recordings and\n" +
					"compositions go to the team's archive, encrypted with the team's public key.\n" +
					"Twilio cannot compose recordings that are in S3 or encrypted; compositions of\n" +
					"older ones, as far as those are in its own cloud, go to the same bucket.\n" +
					"The plan tells line by line what changes, and warns of what will stop working,\n" +
					"before anything does. Then that very plan is applied.",
				writes: 2,
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
				title: "Letting go",
				why: "Twilio cannot delete these settings, so destroying them switches storage and\n" +
					"encryption off. The plan says what that means for recordings made from then on,\n" +
					"and how to leave the settings as they are instead.",
				writes: 2,
				run:    w.letGo,
			},
		},
		next: "\nREADME.md says how to do the same with your account. `make sandbox` serves the\n" +
			"stand-in for Twilio, to try a configuration of your own on.",
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
	if err := w.write("video.tf", w.cast.teamConfig()); err != nil {
		return err
	}
	output, err := w.terraform(ctx, success, "plan", "-out="+planFile)
	if err != nil {
		return err
	}
	if err := says(output, "1 to add, 1 to change, 0 to destroy"); err != nil {
		return err
	}
	if _, err := w.terraform(ctx, success, "apply", planFile); err != nil {
		return err
	}
	return w.holdsArchive()
}

func (w *world) repairDrift(ctx context.Context) error {
	drifted := w.cast.recordings()
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
	if err := w.holdsArchive(); err != nil {
		return err
	}
	return w.nothingToDo(ctx)
}

func (w *world) letGo(ctx context.Context) error {
	output, err := w.terraform(ctx, success, "plan", "-destroy", "-out="+planFile)
	if err != nil {
		return err
	}
	if err := says(output, "New recordings will be stored in Twilio's cloud, unencrypted"); err != nil {
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
	return w.managesNothing(ctx)
}
