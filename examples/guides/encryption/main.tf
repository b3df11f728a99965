variable "aws_credentials_sid" {
  description = "The SID of the AWS credential that Twilio writes to the bucket with."
  type        = string
}

variable "public_key" {
  description = "The content of public.pem."
  type        = string
}

resource "videostorage_twilio_public_key" "recordings" {
  friendly_name = "Consultations"
  public_key    = var.public_key

  # With a new key, the settings move to the new credential before the old one is deleted.
  lifecycle { create_before_destroy = true }
}

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name = "Consultations, encrypted, in our own bucket"

  aws_storage_enabled = true
  aws_s3_url          = "https://consultations.s3.eu-central-1.amazonaws.com/recordings"
  aws_credentials_sid = var.aws_credentials_sid

  encryption_enabled = true
  encryption_key_sid = videostorage_twilio_public_key.recordings.sid
}

# Compare it with the fingerprint that openssl prints for the private key.
output "public_key_fingerprint" {
  value = videostorage_twilio_public_key.recordings.fingerprint_sha256
}
