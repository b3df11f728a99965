import {
  to = videostorage_twilio_composition_settings.this
  identity = {
    account_sid = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  }
}
