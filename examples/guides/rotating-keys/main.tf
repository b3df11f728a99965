resource "aws_iam_access_key" "twilio" {
  for_each = local.access_keys
  user     = aws_iam_user.twilio.name

  lifecycle { create_before_destroy = true }
}

resource "videostorage_twilio_aws_credential" "media" {
  for_each                     = local.access_keys
  friendly_name                = "Access key ${each.key}"
  access_key_id                = aws_iam_access_key.twilio[each.key].id
  secret_access_key_wo         = aws_iam_access_key.twilio[each.key].secret
  secret_access_key_wo_version = 1

  lifecycle { create_before_destroy = true }
}

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = "Recordings in our own bucket"
  aws_storage_enabled = true
  aws_s3_url          = local.recordings_url
  aws_credentials_sid = videostorage_twilio_aws_credential.media[local.current_access_key].sid
}

# Without recordings in progress, the old key can go.
data "videostorage_twilio_recordings" "processing" {
  status = "processing"
}

check "old_access_key" {
  assert {
    condition     = length(local.access_keys) == 1 || length(data.videostorage_twilio_recordings.processing.recordings) == 0
    error_message = "Twilio may still upload recordings with the old access key."
  }
}
