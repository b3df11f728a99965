resource "videostorage_twilio_aws_credential" "media" {
  access_key_id                = aws_iam_access_key.twilio.id
  secret_access_key_wo         = aws_iam_access_key.twilio.secret
  secret_access_key_wo_version = var.access_key_version

  lifecycle { create_before_destroy = true }
}

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = "Recordings in our own bucket"
  aws_storage_enabled = true
  aws_s3_url          = local.recordings_url
  aws_credentials_sid = videostorage_twilio_aws_credential.media.sid
}
