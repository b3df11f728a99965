variable "aws_credentials_sid" {
  description = "The SID of the AWS credential that Twilio writes to the bucket with."
  type        = string
}

# Twilio composes each completed group room: the doctor large, and the patients in a row below.
resource "videostorage_twilio_composition_hook" "consultations" {
  friendly_name = "Consultations"

  audio_sources          = ["*"]
  audio_sources_excluded = ["test-*"]

  resolution = "1280x720"
  format     = "mp4"

  video_layout = jsonencode({
    doctor = {
      height        = 540
      video_sources = ["doctor-*"]
    }
    patients = {
      y_pos         = 540
      max_rows      = 1
      video_sources = ["patient-*"]
    }
  })

  status_callback = "https://example.com/compositions"
}

# Only the compositions go to S3. Twilio cannot compose recordings that are stored in S3 or encrypted.
resource "videostorage_twilio_composition_settings" "this" {
  friendly_name       = "Consultations"
  aws_storage_enabled = true
  aws_s3_url          = "https://consultations.s3.eu-central-1.amazonaws.com/compositions"
  aws_credentials_sid = var.aws_credentials_sid
}
