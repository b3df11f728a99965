resource "aws_s3_bucket" "recordings" {
  bucket = "example-clinic-recordings"
}

resource "aws_iam_user" "sendbird" {
  name = "sendbird-live"
}

resource "aws_iam_user_policy" "sendbird" {
  user   = aws_iam_user.sendbird.name
  policy = provider::videostorage::sendbird_upload_policy(aws_s3_bucket.recordings.bucket, "live/")
}
