terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
    videostorage = {
      source = "videostorage/videostorage"
    }
  }
}

variable "twilio_aws_credential_sid" {
  description = "The SID (CR…) under which Twilio stores an access key of aws_iam_user.twilio, once it does."
  type        = string
  default     = null
}

resource "aws_s3_bucket" "recordings" {
  bucket = "example-clinic-recordings"
}

# Twilio cannot upload to a bucket that encrypts with SSE-S3, which is what a
# bucket does by default. SSE-KMS works.
resource "aws_kms_key" "recordings" {
  description = "Video recordings"
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
  name = "twilio-video"
}

resource "aws_iam_user_policy" "twilio" {
  user = aws_iam_user.twilio.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "s3:PutObject"
        Resource = "${aws_s3_bucket.recordings.arn}/recordings/*"
      },
      {
        Effect   = "Allow"
        Action   = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
        Resource = aws_kms_key.recordings.arn
      },
    ]
  })
}

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = "Recordings in our own bucket"
  aws_storage_enabled = var.twilio_aws_credential_sid != null
  aws_s3_url          = "https://${aws_s3_bucket.recordings.bucket_regional_domain_name}/recordings"
  aws_credentials_sid = var.twilio_aws_credential_sid

  # Twilio must be able to write before it is told to, and is told to stop
  # before it no longer can.
  depends_on = [
    aws_iam_user_policy.twilio,
    aws_s3_bucket_server_side_encryption_configuration.recordings,
  ]
}
