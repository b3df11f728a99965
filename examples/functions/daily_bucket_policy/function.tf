variable "daily_role_name" {
  description = "The name of the IAM role that Daily assumes."
  type        = string
}

resource "aws_s3_bucket" "recordings" {
  bucket = "example-clinic-recordings"
}

resource "aws_iam_role_policy" "daily" {
  role   = var.daily_role_name
  policy = provider::videostorage::daily_bucket_policy(aws_s3_bucket.recordings.bucket)
}
