# One plan from the bucket to the settings:
#
#   bucket ── IAM user ── access key ── Twilio's AWS credential ──┐
#                         key pair ──── Twilio's public key ──────┤
#                                                    recording and composition settings
#
# The write-only secret needs Terraform 1.11 or OpenTofu 1.11. The encryption needs Twilio's
# Enterprise or Security edition.

terraform {
  required_version = ">= 1.11"
  required_providers {
    aws          = { source = "hashicorp/aws" }
    videostorage = { source = "videostorage/videostorage" }
  }
}

locals {
  recordings_url   = provider::videostorage::s3_url(aws_s3_bucket.media.bucket, aws_s3_bucket.media.region, "recordings")
  compositions_url = provider::videostorage::s3_url(aws_s3_bucket.media.bucket, aws_s3_bucket.media.region, "compositions")
}

# Destroying the bucket or the KMS key would lose the recordings.
resource "aws_s3_bucket" "media" {
  bucket = var.bucket

  lifecycle { prevent_destroy = true }
}

# Twilio cannot upload to a bucket with SSE-S3, the default encryption. SSE-KMS works.
resource "aws_kms_key" "media" {
  description         = "Video recordings and compositions"
  enable_key_rotation = true

  lifecycle { prevent_destroy = true }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "media" {
  bucket = aws_s3_bucket.media.bucket
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.media.arn
    }
  }
}

resource "aws_iam_user" "twilio" {
  name = "twilio-video"
}

resource "aws_iam_user_policy" "twilio" {
  name = "upload"
  user = aws_iam_user.twilio.name
  policy = provider::videostorage::twilio_upload_policy(
    [local.recordings_url, local.compositions_url],
    [aws_kms_key.media.arn],
  )
}

# A new value of var.access_key_version replaces the access key.
resource "terraform_data" "access_key_version" {
  input = var.access_key_version
}

resource "aws_iam_access_key" "twilio" {
  user = aws_iam_user.twilio.name

  lifecycle {
    create_before_destroy = true
    replace_triggered_by  = [terraform_data.access_key_version]
  }
}

# With create_before_destroy, the settings move to the new credential before the old one is
# deleted, so no recording is lost.
resource "videostorage_twilio_aws_credential" "media" {
  friendly_name                = "Access key ${var.access_key_version} of ${aws_iam_user.twilio.name}"
  access_key_id                = aws_iam_access_key.twilio.id
  secret_access_key_wo         = aws_iam_access_key.twilio.secret
  secret_access_key_wo_version = var.access_key_version

  lifecycle { create_before_destroy = true }
}

resource "videostorage_twilio_public_key" "media" {
  friendly_name = "Video recordings and compositions"
  public_key    = var.public_key

  lifecycle { create_before_destroy = true }
}

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = "Recordings in our own bucket"
  aws_storage_enabled = true
  aws_s3_url          = local.recordings_url
  aws_credentials_sid = videostorage_twilio_aws_credential.media.sid
  encryption_enabled  = true
  encryption_key_sid  = videostorage_twilio_public_key.media.sid

  # Grant Twilio access before storage is switched on, and revoke it after storage is switched off.
  depends_on = [
    aws_iam_user_policy.twilio,
    aws_s3_bucket_server_side_encryption_configuration.media,
  ]
}

# Twilio cannot compose recordings that are stored in S3 or encrypted. These settings apply to
# compositions of older recordings.
resource "videostorage_twilio_composition_settings" "this" {
  friendly_name       = "Compositions in our own bucket"
  aws_storage_enabled = true
  aws_s3_url          = local.compositions_url
  aws_credentials_sid = videostorage_twilio_aws_credential.media.sid
  encryption_enabled  = true
  encryption_key_sid  = videostorage_twilio_public_key.media.sid

  depends_on = [
    aws_iam_user_policy.twilio,
    aws_s3_bucket_server_side_encryption_configuration.media,
  ]
}
