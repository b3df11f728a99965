import {
  to = videostorage_twilio_composition_hook.consultations
  identity = {
    sid = "HKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  }
}
