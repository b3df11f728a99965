list "videostorage_twilio_composition_settings" "this" {
  provider = videostorage
}
