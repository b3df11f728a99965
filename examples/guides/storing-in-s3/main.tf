terraform {
  required_providers {
    videostorage = {
      source = "videostorage/videostorage"
    }
  }
}

variable "access_key_id" {
  description = "The ID of the AWS access key that Twilio writes to the bucket with."
  type        = string
}

variable "secret_access_key" {
  description = "The secret of the access key. Terraform neither plans nor stores it."
  type        = string
  sensitive   = true
  ephemeral   = true
}

locals {
  recordings_url = provider::videostorage::s3_url("example-clinic-recordings", "eu-central-1", "recordings")
}

# The access key, stored at Twilio.
resource "videostorage_twilio_aws_credential" "recordings" {
  access_key_id                = var.access_key_id
  secret_access_key_wo         = var.secret_access_key
  secret_access_key_wo_version = 1

  # With a new key, the settings move to the new credential before the old one is deleted.
  lifecycle { create_before_destroy = true }
}

# Twilio stores new recordings in the bucket.
resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = "Recordings in our own bucket"
  aws_storage_enabled = true
  aws_s3_url          = local.recordings_url
  aws_credentials_sid = videostorage_twilio_aws_credential.recordings.sid
}

# The recordings and their locations.
data "videostorage_twilio_recordings" "all" {
  status = "completed"
}

output "stored_recordings" {
  value = data.videostorage_twilio_recordings.all.recordings[*].media_external_location
}
