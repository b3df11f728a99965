resource "aws_s3_bucket" "recordings" {
  bucket = "example-clinic-recordings"
}

# https://example-clinic-recordings.s3.eu-central-1.amazonaws.com/room%201/
output "recordings_url" {
  value = provider::videostorage::s3_url(aws_s3_bucket.recordings.bucket, aws_s3_bucket.recordings.region, "room 1/")
}
