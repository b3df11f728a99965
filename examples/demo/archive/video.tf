variable "access_key_id" {
  type = string
}

variable "access_key_version" {
  type = number
}

variable "secret_access_key" {
  type      = string
  ephemeral = true
}

variable "s3_endpoint" {
  type = string
}

locals {
  bucket = "https://acme-archive.s3.eu-central-1.amazonaws.com"
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

# The settings refer to the URL of the check, so they change only after an upload with the key has succeeded.
resource "videostorage_s3_upload_check" "archive" {
  url                          = local.bucket
  vendor                       = "twilio"
  endpoint                     = var.s3_endpoint
  use_path_style               = true
  access_key_id                = var.access_key_id
  secret_access_key_wo         = var.secret_access_key
  secret_access_key_wo_version = var.access_key_version

  # By default, AWS gets two minutes to make a new policy known. The demo does not wait.
  timeouts {
    create = "1s"
  }
}

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = "Video archive: recordings"
  aws_storage_enabled = true
  aws_s3_url          = "${videostorage_s3_upload_check.archive.url}/recordings"
  aws_credentials_sid = videostorage_twilio_aws_credential.archive.sid
  encryption_enabled  = true
  encryption_key_sid  = videostorage_twilio_public_key.archive.sid
}

resource "videostorage_twilio_composition_settings" "this" {
  friendly_name       = "Video archive: compositions"
  aws_storage_enabled = true
  aws_s3_url          = "${videostorage_s3_upload_check.archive.url}/compositions"
  aws_credentials_sid = videostorage_twilio_aws_credential.archive.sid
  encryption_enabled  = true
  encryption_key_sid  = videostorage_twilio_public_key.archive.sid
}
