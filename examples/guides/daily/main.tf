terraform {
  required_providers {
    aws          = { source = "hashicorp/aws" }
    videostorage = { source = "videostorage/videostorage" }
  }
}

# The domain of the API key.
data "videostorage_daily_domain_storage" "current" {}

resource "aws_s3_bucket" "recordings" {
  bucket = "example-clinic-recordings"
  lifecycle { prevent_destroy = true }
}

# Daily requires versioning.
resource "aws_s3_bucket_versioning" "recordings" {
  bucket = aws_s3_bucket.recordings.bucket
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_iam_role" "daily" {
  name               = "daily-recordings"
  assume_role_policy = provider::videostorage::daily_assume_role_policy(data.videostorage_daily_domain_storage.current.domain_name)

  # Daily assumes the role for 12 hours. With the default of one hour, it fails to create rooms.
  max_session_duration = 43200
}

resource "aws_iam_role_policy" "daily" {
  role   = aws_iam_role.daily.name
  policy = provider::videostorage::daily_bucket_policy(aws_s3_bucket.recordings.bucket)
}

resource "videostorage_daily_domain_storage" "this" {
  recordings_bucket {
    bucket_name      = aws_s3_bucket.recordings.bucket
    bucket_region    = aws_s3_bucket.recordings.region
    assume_role_arn  = aws_iam_role.daily.arn
    allow_api_access = true
  }
  recordings_template = "{domain_name}/{room_name}/{epoch_time}.mp4"

  # Grant Daily access before the bucket is set, and revoke it after the bucket is unset.
  depends_on = [aws_iam_role_policy.daily, aws_s3_bucket_versioning.recordings]
}
