resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = "Consultations"
  aws_storage_enabled = true
  aws_s3_url          = "https://consultations.s3.eu-central-1.amazonaws.com/recordings"
  aws_credentials_sid = "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  encryption_enabled  = true
  encryption_key_sid  = videostorage_twilio_public_key.recordings.sid
}
