data "videostorage_twilio_composition_settings" "this" {}

check "compositions_leave_twilio" {
  assert {
    condition     = data.videostorage_twilio_composition_settings.this.aws_storage_enabled
    error_message = "New compositions are stored in Twilio's cloud, not in our bucket."
  }
}
