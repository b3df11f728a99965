terraform {
  required_providers {
    videostorage = {
      source = "videostorage/videostorage"
    }
  }
}

variable "bucket" {
  type    = string
  default = "my-bucket"
}

resource "videostorage_twilio_aws_credential" "upload" {
  friendly_name                = "upload"
  access_key_id                = "AKIAQ3EGRIYX3EXAMPLE"
  secret_access_key_wo         = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY00"
  secret_access_key_wo_version = 1

  lifecycle {
    create_before_destroy = true
  }
}

resource "videostorage_twilio_public_key" "encryption" {
  friendly_name = "encryption"
  public_key    = file("public.pem")

  lifecycle {
    create_before_destroy = true
  }
}

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = "Consultations"
  aws_storage_enabled = true
  aws_s3_url          = provider::videostorage::s3_url(var.bucket, "eu-central-1", "recordings")
  aws_credentials_sid = videostorage_twilio_aws_credential.upload.sid
  encryption_enabled  = true
  encryption_key_sid  = videostorage_twilio_public_key.encryption.sid
}

resource "videostorage_twilio_composition_settings" "this" {
  friendly_name       = "Consultations"
  aws_storage_enabled = true
  aws_s3_url          = provider::videostorage::s3_url(var.bucket, "eu-central-1", "compositions")
  aws_credentials_sid = videostorage_twilio_aws_credential.upload.sid
}

data "videostorage_twilio_recordings" "failed" {
  status = "failed"
}

check "no_recording_failed" {
  assert {
    condition     = length(data.videostorage_twilio_recordings.failed.recordings) == 0
    error_message = "Some recordings have failed."
  }
}
