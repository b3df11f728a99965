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

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = "Video archive: recordings"
  aws_storage_enabled = true
  aws_s3_url          = "${local.bucket}/recordings"
  aws_credentials_sid = videostorage_twilio_aws_credential.archive.sid
  encryption_enabled  = true
  encryption_key_sid  = videostorage_twilio_public_key.archive.sid
}

resource "videostorage_twilio_composition_settings" "this" {
  friendly_name       = "Video archive: compositions"
  aws_storage_enabled = true
  aws_s3_url          = "${local.bucket}/compositions"
  aws_credentials_sid = videostorage_twilio_aws_credential.archive.sid
  encryption_enabled  = true
  encryption_key_sid  = videostorage_twilio_public_key.archive.sid
}
