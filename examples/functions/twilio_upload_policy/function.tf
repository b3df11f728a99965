resource "aws_s3_bucket" "media" {
  bucket = "example-clinic-media"
}

resource "aws_kms_key" "media" {
  description = "Recordings and compositions"
}

resource "aws_iam_user" "twilio" {
  name = "twilio-video"
}

locals {
  recordings_url   = provider::videostorage::s3_url(aws_s3_bucket.media.bucket, aws_s3_bucket.media.region, "recordings")
  compositions_url = provider::videostorage::s3_url(aws_s3_bucket.media.bucket, aws_s3_bucket.media.region, "compositions")
}

resource "aws_iam_user_policy" "twilio" {
  user = aws_iam_user.twilio.name
  policy = provider::videostorage::twilio_upload_policy(
    [local.recordings_url, local.compositions_url],
    [aws_kms_key.media.arn],
  )
}
