data "videostorage_twilio_recording_settings" "this" {}

# Where Twilio writes recordings now, whichever form the URL has.
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
