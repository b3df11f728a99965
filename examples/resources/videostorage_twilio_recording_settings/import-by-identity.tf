import {
  to = videostorage_twilio_recording_settings.this
  identity = {
    account_sid = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  }
}
