package main

import (
	"fmt"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
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

// cast is what is stored at Twilio and at AWS: the buckets, the SID of the credential
// that somebody made by hand, and the keys of the team.
type cast struct {
	oldBucket, newBucket string
	oldCredential        string
	// accessKey is the one that the team uses at first, and newAccessKey the one
	// that it is rotated to.
	accessKey, newAccessKey accessKey
	// publicKey is in PEM.
	publicKey string
}

func newCast() (cast, error) {
	publicKey, err := newPublicKey()
	if err != nil {
		return cast{}, err
	}
	return cast{
		oldBucket:     "https://support-calls.s3.us-east-1.amazonaws.com/video",
		newBucket:     "https://acme-video-archive.s3.eu-central-1.amazonaws.com",
		oldCredential: twiliosandbox.CredentialSID(),
		accessKey:     newAccessKey(1),
		newAccessKey:  newAccessKey(2),
		publicKey:     publicKey,
	}, nil
}

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
// Twilio should hold it in the end, but for the SIDs that Twilio gives.
func (c cast) archived(media string) twiliosandbox.Settings {
	return twiliosandbox.Settings{
		FriendlyName:      "Video archive: " + media,
		AWSStorageEnabled: true,
		AWSS3URL:          c.newBucket + "/" + media,
		EncryptionEnabled: true,
	}
}

// firstAttempt is a configuration by somebody who knows nothing of byHand.
func (c cast) firstAttempt() string {
	return fmt.Sprintf(`resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = %q
  aws_storage_enabled = true
  aws_s3_url          = "%s/recordings"
  aws_credentials_sid = %q
}
`, c.archived("recordings").FriendlyName, c.newBucket, c.oldCredential)
}

// teamConfig asks for credentials, recordings and compositions.
func (c cast) teamConfig() string {
	return fmt.Sprintf(`variable "access_key_id" {
  type = string
}

variable "access_key_version" {
  type = number
}

variable "secret_access_key" {
  type      = string
  ephemeral = true
}

resource "videostorage_twilio_aws_credential" "archive" {
  friendly_name                = "Access key ${var.access_key_version}"
  access_key_id                = var.access_key_id
  secret_access_key_wo         = var.secret_access_key
  secret_access_key_wo_version = var.access_key_version

  lifecycle {
    create_before_destroy = true
  }
}

resource "videostorage_twilio_public_key" "archive" {
  public_key = file("public.pem")

  lifecycle {
    create_before_destroy = true
  }
}

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = %[2]q
  aws_storage_enabled = true
  aws_s3_url          = "%[1]s/recordings"
  aws_credentials_sid = videostorage_twilio_aws_credential.archive.sid
  encryption_enabled  = true
  encryption_key_sid  = videostorage_twilio_public_key.archive.sid
}

resource "videostorage_twilio_composition_settings" "this" {
  friendly_name       = %[3]q
  aws_storage_enabled = true
  aws_s3_url          = "%[1]s/compositions"
  aws_credentials_sid = videostorage_twilio_aws_credential.archive.sid
  encryption_enabled  = true
  encryption_key_sid  = videostorage_twilio_public_key.archive.sid
}
`, c.newBucket, c.archived("recordings").FriendlyName, c.archived("compositions").FriendlyName)
}

// copyConfig asks for a copy of a recording at Sendbird.
func copyConfig(recordingID, bucket, region string) string {
	return fmt.Sprintf(`variable "bucket_access_key" {
  type      = string
  sensitive = true
}

variable "bucket_secret_key" {
  type      = string
  ephemeral = true
}

resource "videostorage_sendbird_recording_copy" "hearing" {
  recording_id             = %q
  bucket                   = %q
  region                   = %q
  recording_file_directory = "hearings"

  access_key            = var.bucket_access_key
  secret_key_wo         = var.bucket_secret_key
  secret_key_wo_version = 1
}
`, recordingID, bucket, region)
}
