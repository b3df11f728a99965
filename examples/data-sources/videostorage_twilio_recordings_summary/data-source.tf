data "videostorage_twilio_recording_settings" "this" {}

data "videostorage_twilio_recordings_summary" "all" {
  expected_s3_url             = data.videostorage_twilio_recording_settings.this.aws_s3_url
  expected_encryption_key_sid = data.videostorage_twilio_recording_settings.this.encryption_key_sid

  # Look for each recording in the bucket too, with AWS's default credentials.
  verify_in_bucket {}
}

# Every plan and apply warns of recordings that are not where they should be.
check "recordings_are_in_our_bucket" {
  assert {
    condition = data.videostorage_twilio_recordings_summary.all.findings_total == 0
    error_message = join("\n", [
      for f in data.videostorage_twilio_recordings_summary.all.findings : "${f.sid}: ${f.problem}"
    ])
  }
}

output "recordings_by_status" {
  value = data.videostorage_twilio_recordings_summary.all.by_status
}
