# One plan from the bucket to the settings:
#
#   bucket ── IAM user ── access key ── Twilio's AWS credential ──┐
#                             └──────── upload checks ────────────┤
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

# Destroying the bucket or the KMS key would lose the recordings. prevent_destroy makes such a plan fail, unless
# the block is removed too.
resource "aws_s3_bucket" "media" {
  bucket = var.bucket

  lifecycle { prevent_destroy = true }
}

# Twilio uploads large recordings in parts. A failed upload leaves parts that S3 bills.
resource "aws_s3_bucket_lifecycle_configuration" "media" {
  bucket = aws_s3_bucket.media.bucket
  rule {
    id     = "unfinished-uploads"
    status = "Enabled"
    filter {}
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
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

  # Grant Twilio the use of a new key first.
  depends_on = [aws_iam_user_policy.twilio]
}

resource "aws_iam_user" "twilio" {
  name = "twilio-video-${substr(sha256(var.bucket), 0, 8)}"
}

# A change of a URL or the key attaches a new policy before the settings move, and removes the old one afterwards.
resource "aws_iam_user_policy" "twilio" {
  name = "upload-${substr(sha256(join(" ", [local.recordings_url, local.compositions_url, aws_kms_key.media.arn])), 0, 8)}"
  user = aws_iam_user.twilio.name
  policy = provider::videostorage::twilio_upload_policy(
    [local.recordings_url, local.compositions_url],
    [aws_kms_key.media.arn],
  )

  lifecycle { create_before_destroy = true }
}

# To rotate the key, add one to var.access_keys and make it the current one. Remove the old one in a later apply: Twilio may
# still upload recordings with it.
resource "aws_iam_access_key" "twilio" {
  for_each = var.access_keys
  user     = aws_iam_user.twilio.name

  lifecycle { create_before_destroy = true }
}

resource "videostorage_twilio_aws_credential" "media" {
  for_each                     = var.access_keys
  friendly_name                = "Access key ${each.key} of ${aws_iam_user.twilio.name}"
  access_key_id                = aws_iam_access_key.twilio[each.key].id
  secret_access_key_wo         = aws_iam_access_key.twilio[each.key].secret
  secret_access_key_wo_version = 1

  lifecycle { create_before_destroy = true }
}

# Prove that the current key can write before the settings use it. Without them, a mistake loses recordings later.
resource "videostorage_s3_upload_check" "media" {
  for_each                     = { recordings = local.recordings_url, compositions = local.compositions_url }
  url                          = each.value
  vendor                       = "twilio"
  access_key_id                = aws_iam_access_key.twilio[var.current_access_key].id
  secret_access_key_wo         = aws_iam_access_key.twilio[var.current_access_key].secret
  secret_access_key_wo_version = 1
  triggers                     = { policy = aws_iam_user_policy.twilio.policy, kms_key = aws_kms_key.media.arn }

  # Check after access is granted. Access is revoked after storage is switched off.
  depends_on = [
    aws_iam_user_policy.twilio,
    aws_s3_bucket_server_side_encryption_configuration.media,
  ]
}

data "videostorage_twilio_recordings" "processing" {
  count       = length(var.access_keys) > 1 ? 1 : 0
  status      = "processing"
  max_results = 1
}

check "old_access_key" {
  assert {
    condition     = length(flatten(data.videostorage_twilio_recordings.processing[*].recordings)) == 0
    error_message = "Twilio may still upload recordings with the old access key. Remove it from access_keys once this warning is gone."
  }
}

resource "videostorage_twilio_public_key" "media" {
  friendly_name = "Video recordings and compositions"
  public_key    = var.public_key

  lifecycle { create_before_destroy = true }
}

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = "Recordings in our own bucket"
  aws_storage_enabled = true
  aws_s3_url          = videostorage_s3_upload_check.media["recordings"].url
  aws_credentials_sid = videostorage_twilio_aws_credential.media[var.current_access_key].sid
  encryption_enabled  = true
  encryption_key_sid  = videostorage_twilio_public_key.media.sid
}

# Twilio cannot compose recordings that are stored in S3 or encrypted. These settings apply to
# compositions of older recordings.
resource "videostorage_twilio_composition_settings" "this" {
  friendly_name       = "Compositions in our own bucket"
  aws_storage_enabled = true
  aws_s3_url          = videostorage_s3_upload_check.media["compositions"].url
  aws_credentials_sid = videostorage_twilio_aws_credential.media[var.current_access_key].sid
  encryption_enabled  = true
  encryption_key_sid  = videostorage_twilio_public_key.media.sid
}
