variable "public_key" {
  description = "As `openssl pkey -in private.pem -pubout` prints it."
  type        = string
}

resource "videostorage_twilio_public_key" "recordings" {
  friendly_name = "Consultations"
  public_key    = var.public_key

  # A new key: the settings move to the new credential before the old one goes.
  lifecycle {
    create_before_destroy = true
  }
}

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name = "Consultations"

  # Needs Twilio's Enterprise or Security edition.
  encryption_enabled = true
  encryption_key_sid = videostorage_twilio_public_key.recordings.sid
}
