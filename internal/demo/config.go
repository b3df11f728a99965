package main

import (
	"fmt"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox"
)

const mainConfig = `terraform {
  required_providers {
    videostorage = {
      source = "videostorage/videostorage"
    }
  }
}

# The account comes from the environment: TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN.
provider "videostorage" {}
`

const importConfig = `import {
  to = videostorage_twilio_recording_settings.this
  id = "Default"
}
`

// cast is what is stored at Twilio and at AWS: the buckets, and the SIDs of the
// credentials in the account.
type cast struct {
	oldBucket, newBucket         string
	oldCredential, newCredential string
	publicKey                    string
}

func newCast() cast {
	return cast{
		oldBucket:     "https://support-calls.s3.us-east-1.amazonaws.com/video",
		newBucket:     "https://acme-video-archive.s3.eu-central-1.amazonaws.com",
		oldCredential: twiliosandbox.CredentialSID(),
		newCredential: twiliosandbox.CredentialSID(),
		publicKey:     twiliosandbox.CredentialSID(),
	}
}

func (c cast) credentials() []string { return []string{c.oldCredential, c.newCredential, c.publicKey} }

// byHand is what somebody entered in the console.
func (c cast) byHand() twiliosandbox.Settings {
	return twiliosandbox.Settings{
		FriendlyName:      "Support calls (ask Sam)",
		AWSStorageEnabled: true,
		AWSS3URL:          c.oldBucket,
		AWSCredentialsSID: c.oldCredential,
	}
}

// archived is what the team wants of media, "recordings" or "compositions", as
// Twilio should hold it in the end.
func (c cast) archived(name, media string) twiliosandbox.Settings {
	return twiliosandbox.Settings{
		FriendlyName:      name,
		AWSStorageEnabled: true,
		AWSS3URL:          c.newBucket + "/" + media,
		AWSCredentialsSID: c.newCredential,
		EncryptionEnabled: true,
		EncryptionKeySID:  c.publicKey,
	}
}

func (c cast) recordings() twiliosandbox.Settings {
	return c.archived("Video archive: recordings", "recordings")
}

func (c cast) compositions() twiliosandbox.Settings {
	return c.archived("Video archive: compositions", "compositions")
}

// firstAttempt is a configuration by somebody who knows nothing of byHand.
func (c cast) firstAttempt() string {
	return fmt.Sprintf(`resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = %q
  aws_storage_enabled = true
  aws_s3_url          = %q
  aws_credentials_sid = %q
}
`, c.recordings().FriendlyName, c.recordings().AWSS3URL, c.newCredential)
}

// teamConfig asks for recordings and compositions.
func (c cast) teamConfig() string {
	return fmt.Sprintf(`locals {
  bucket         = %q
  aws_credential = %q
  public_key     = %q
}

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = %q
  aws_storage_enabled = true
  aws_s3_url          = "${local.bucket}/recordings"
  aws_credentials_sid = local.aws_credential
  encryption_enabled  = true
  encryption_key_sid  = local.public_key
}

resource "videostorage_twilio_composition_settings" "this" {
  friendly_name       = %q
  aws_storage_enabled = true
  aws_s3_url          = "${local.bucket}/compositions"
  aws_credentials_sid = local.aws_credential
  encryption_enabled  = true
  encryption_key_sid  = local.public_key
}
`, c.newBucket, c.newCredential, c.publicKey, c.recordings().FriendlyName, c.compositions().FriendlyName)
}
