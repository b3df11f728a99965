# The whole chain, from the bucket to the settings, as one plan:
#
#   bucket ── IAM user ── access key ── Twilio's AWS credential ──┐
#                         key pair ──── Twilio's public key ──────┤
#                                                    recording and composition settings
#
# It needs Terraform 1.11 or OpenTofu 1.11, for the write-only secret, and Twilio's
# Enterprise or Security edition, for the encryption.

terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
    videostorage = {
      source = "videostorage/videostorage"
    }
  }
}

locals {
  recordings_url   = provider::videostorage::s3_url(aws_s3_bucket.media.bucket, aws_s3_bucket.media.region, "recordings")
  compositions_url = provider::videostorage::s3_url(aws_s3_bucket.media.bucket, aws_s3_bucket.media.region, "compositions")
}

# Neither is destroyed: without the bucket the recordings are gone, and without the key
# nobody can read them.
resource "aws_s3_bucket" "media" {
  bucket = var.bucket

  lifecycle {
    prevent_destroy = true
  }
}

# Twilio cannot upload to a bucket that encrypts with SSE-S3, which is what a
# bucket does by default. SSE-KMS works.
resource "aws_kms_key" "media" {
  description         = "Video recordings and compositions"
  enable_key_rotation = true

  lifecycle {
    prevent_destroy = true
  }
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

# A new value of var.access_key_version makes a new access key.
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

# create_before_destroy is what keeps recordings safe: the settings move to the new
# credential before the old one is deleted.
resource "videostorage_twilio_aws_credential" "media" {
  friendly_name                = "Access key ${var.access_key_version} of ${aws_iam_user.twilio.name}"
  access_key_id                = aws_iam_access_key.twilio.id
  secret_access_key_wo         = aws_iam_access_key.twilio.secret
  secret_access_key_wo_version = var.access_key_version

  lifecycle {
    create_before_destroy = true
  }
}

resource "videostorage_twilio_public_key" "media" {
  friendly_name = "Video recordings and compositions"
  public_key    = var.public_key

  lifecycle {
    create_before_destroy = true
  }
}

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = "Recordings in our own bucket"
  aws_storage_enabled = true
  aws_s3_url          = local.recordings_url
  aws_credentials_sid = videostorage_twilio_aws_credential.media.sid
  encryption_enabled  = true
  encryption_key_sid  = videostorage_twilio_public_key.media.sid

  # Twilio must be able to write before it is told to, and is told to stop before
  # it no longer can.
  depends_on = [
    aws_iam_user_policy.twilio,
    aws_s3_bucket_server_side_encryption_configuration.media,
  ]
}

# Of recordings that are stored in S3 or encrypted, Twilio makes no compositions.
# These settings are for compositions of older recordings.
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
