terraform {
  required_providers {
    aws          = { source = "hashicorp/aws" }
    videostorage = { source = "videostorage/videostorage" }
  }
}

locals {
  recordings_url = provider::videostorage::s3_url(aws_s3_bucket.recordings.bucket, aws_s3_bucket.recordings.region, "recordings")
}

# A plan that destroys the bucket or the KMS key, and so loses the recordings, fails unless the block is removed too.
resource "aws_s3_bucket" "recordings" {
  bucket = "example-clinic-recordings"
  lifecycle { prevent_destroy = true }
}

# Twilio cannot upload to a bucket with SSE-S3, the default encryption. SSE-KMS works.
resource "aws_kms_key" "recordings" {
  description = "Video recordings"
  lifecycle { prevent_destroy = true }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "recordings" {
  bucket = aws_s3_bucket.recordings.bucket
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.recordings.arn
    }
  }
}

resource "aws_iam_user" "twilio" {
  name = "example-clinic-twilio-video"
}

# A change of the URL attaches a new policy before the settings move, and removes the old one afterwards.
resource "aws_iam_user_policy" "twilio" {
  name   = "upload-${substr(sha256(local.recordings_url), 0, 8)}"
  user   = aws_iam_user.twilio.name
  policy = provider::videostorage::twilio_upload_policy([local.recordings_url], [aws_kms_key.recordings.arn])
  lifecycle { create_before_destroy = true }
}

resource "aws_iam_access_key" "twilio" {
  user = aws_iam_user.twilio.name
  lifecycle { create_before_destroy = true }
}

resource "videostorage_twilio_aws_credential" "recordings" {
  access_key_id                = aws_iam_access_key.twilio.id
  secret_access_key_wo         = aws_iam_access_key.twilio.secret
  secret_access_key_wo_version = 1
  # With a new key, the settings move to the new credential before the old one is deleted.
  lifecycle { create_before_destroy = true }
}

# Proves that the key can write before storage is switched on. Without it, a mistake loses recordings later.
resource "videostorage_s3_upload_check" "recordings" {
  url                          = local.recordings_url
  vendor                       = "twilio"
  access_key_id                = aws_iam_access_key.twilio.id
  secret_access_key_wo         = aws_iam_access_key.twilio.secret
  secret_access_key_wo_version = 1
  triggers                     = { policy = aws_iam_user_policy.twilio.policy }

  # Check after access is granted. A destroy revokes access after it has switched storage off.
  depends_on = [aws_s3_bucket_server_side_encryption_configuration.recordings]
}

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = "Recordings in our own bucket"
  aws_storage_enabled = true
  aws_s3_url          = videostorage_s3_upload_check.recordings.url
  aws_credentials_sid = videostorage_twilio_aws_credential.recordings.sid
}
