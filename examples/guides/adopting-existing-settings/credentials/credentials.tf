import {
  to = videostorage_twilio_public_key.recordings
  identity = {
    sid = "CRcccccccccccccccccccccccccccccccc"
  }
}

resource "videostorage_twilio_public_key" "recordings" {
  friendly_name = "Consultations"
  public_key    = file("public.pem")

  # With a new key, the settings move to the new credential before the old one is deleted.
  lifecycle { create_before_destroy = true }
}
