import {
  to = videostorage_twilio_public_key.recordings
  identity = {
    sid = "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  }
}
