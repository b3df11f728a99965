variable "public_key" {
  description = "The public key, as printed by `openssl pkey -in private.pem -pubout`."
  type        = string
}

resource "videostorage_twilio_public_key" "recordings" {
  friendly_name = "Consultations"
  public_key    = var.public_key

  # With a new key, the settings move to the new credential before the old one is deleted.
  lifecycle { create_before_destroy = true }
}

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name = "Consultations"

  # Needs Twilio's Enterprise or Security edition.
  encryption_enabled = true
  encryption_key_sid = videostorage_twilio_public_key.recordings.sid
}
