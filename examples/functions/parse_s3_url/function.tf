data "videostorage_twilio_recording_settings" "this" {}

# The current destination of recordings, in any form that AWS documents.
locals {
  recordings = provider::videostorage::parse_s3_url(data.videostorage_twilio_recording_settings.this.aws_s3_url)
}

output "recordings_bucket" {
  value = local.recordings.bucket
}

output "recordings_region" {
  value = coalesce(local.recordings.region, "not in the URL")
}

output "recordings_path" {
  value = local.recordings.path
}
