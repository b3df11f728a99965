import {
  to = videostorage_twilio_recording_settings.this
  id = "Default"
}
