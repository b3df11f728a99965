moved {
  from = twilio_video_recording_settings.this
  to   = videostorage_twilio_recording_settings.this
}

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = "Consultations"
  aws_storage_enabled = true
  aws_s3_url          = "https://consultations.s3.eu-central-1.amazonaws.com/recordings"
  aws_credentials_sid = "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
}
