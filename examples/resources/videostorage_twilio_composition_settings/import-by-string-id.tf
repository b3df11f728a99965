import {
  to = videostorage_twilio_composition_settings.this
  id = "Default"
}
