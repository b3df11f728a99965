data "videostorage_twilio_recording_settings" "this" {}

check "recordings_leave_twilio" {
  assert {
    condition     = data.videostorage_twilio_recording_settings.this.aws_storage_enabled
    error_message = "New recordings are stored in Twilio's cloud, not in our bucket."
  }
}
