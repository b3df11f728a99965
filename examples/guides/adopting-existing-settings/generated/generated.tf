resource "videostorage_twilio_recording_settings" "this_0" {
  provider            = videostorage
  aws_credentials_sid = "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  aws_s3_url          = "https://consultations.s3.eu-central-1.amazonaws.com/recordings"
  aws_storage_enabled = true
  encryption_enabled  = true
  encryption_key_sid  = "CRcccccccccccccccccccccccccccccccc"
  friendly_name       = "Consultations"
  on_destroy          = "disable"
  overwrite_existing  = false
}

import {
  to       = videostorage_twilio_recording_settings.this_0
  provider = videostorage
  identity = {
    account_sid = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  }
}
