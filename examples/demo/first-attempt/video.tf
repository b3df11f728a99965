resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = "Video archive: recordings"
  aws_storage_enabled = true
  aws_s3_url          = "https://acme-archive.s3.eu-central-1.amazonaws.com/recordings"
  aws_credentials_sid = "CR0123456789abcdef0123456789abcdef"
}
