list "videostorage_twilio_recording_settings" "all" {
  provider = videostorage
}
