data "videostorage_twilio_composition_hook" "consultations" {
  friendly_name = "Consultations"
}

check "consultations_are_composed" {
  assert {
    condition     = data.videostorage_twilio_composition_hook.consultations.enabled
    error_message = "The composition hook is disabled, so new recordings are not composed."
  }
}
