list "videostorage_twilio_recording_settings" "this" {
  provider = videostorage
}

list "videostorage_twilio_composition_settings" "this" {
  provider = videostorage
}
