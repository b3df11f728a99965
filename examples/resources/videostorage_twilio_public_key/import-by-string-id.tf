import {
  to = videostorage_twilio_public_key.recordings
  id = "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
}
