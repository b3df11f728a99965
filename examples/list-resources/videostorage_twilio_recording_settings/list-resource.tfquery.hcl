list "videostorage_twilio_recording_settings" "this" {
  provider = videostorage
}
