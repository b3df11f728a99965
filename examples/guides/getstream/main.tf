terraform {
  required_providers {
    aws          = { source = "hashicorp/aws" }
    videostorage = { source = "videostorage/videostorage" }
  }
}

# Destroying the bucket would lose the recordings. prevent_destroy makes such a plan fail, unless the block is removed too.
resource "aws_s3_bucket" "recordings" {
  bucket = "example-school-recordings"
  lifecycle { prevent_destroy = true }
}

resource "aws_iam_user" "getstream" {
  name = "example-school-getstream"
}

resource "aws_iam_user_policy" "getstream" {
  name = "upload"
  user = aws_iam_user.getstream.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:PutObject"
      Resource = "arn:aws:s3:::${aws_s3_bucket.recordings.bucket}/lessons/*"
    }]
  })
}

resource "aws_iam_access_key" "getstream" {
  user = aws_iam_user.getstream.name
  lifecycle { create_before_destroy = true }
}

resource "videostorage_getstream_external_storage" "lessons" {
  name = "lessons"

  s3 {
    bucket                       = aws_s3_bucket.recordings.bucket
    path                         = "lessons/"
    region                       = aws_s3_bucket.recordings.region
    access_key_id                = aws_iam_access_key.getstream.id
    secret_access_key_wo         = aws_iam_access_key.getstream.secret
    secret_access_key_wo_version = 1
  }

  # With a new name, the call type moves to the new storage before the old one is deleted.
  lifecycle { create_before_destroy = true }

  # Grant GetStream access before it stores recordings there.
  depends_on = [aws_iam_user_policy.getstream]
}

# GetStream stores new recordings and transcriptions of this call type in the bucket.
resource "videostorage_getstream_call_type_storage" "default" {
  call_type        = "default"
  external_storage = videostorage_getstream_external_storage.lessons.name
}
