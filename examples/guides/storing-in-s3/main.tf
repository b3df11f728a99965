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

variable "s3_endpoint" {
  description = "The address of another S3 server than AWS's, such as that of the sandbox."
  type        = string
  default     = null
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

# Proves that the key can write before storage is switched on. Without it, a mistake loses recordings later.
resource "videostorage_s3_upload_check" "recordings" {
  url                          = local.recordings_url
  vendor                       = "twilio"
  endpoint                     = var.s3_endpoint
  use_path_style               = var.s3_endpoint != null
  access_key_id                = var.access_key_id
  secret_access_key_wo         = var.secret_access_key
  secret_access_key_wo_version = 1
}

# Twilio stores new recordings in the bucket. Because the URL is that of the check, the settings wait for it.
resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = "Recordings in our own bucket"
  aws_storage_enabled = true
  aws_s3_url          = videostorage_s3_upload_check.recordings.url
  aws_credentials_sid = videostorage_twilio_aws_credential.recordings.sid
}

# The recordings and their locations.
data "videostorage_twilio_recordings" "all" {
  status = "completed"
}

output "stored_recordings" {
  value = data.videostorage_twilio_recordings.all.recordings[*].media_external_location
}
