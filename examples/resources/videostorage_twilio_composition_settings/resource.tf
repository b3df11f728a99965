variable "aws_credentials_sid" {
  description = "The SID of the AWS credential that Twilio writes to the bucket with."
  type        = string
}

variable "encryption_key_sid" {
  description = "The SID of the public key that Twilio encrypts compositions with."
  type        = string
}

resource "videostorage_twilio_composition_settings" "this" {
  friendly_name = "Composed consultations"

  aws_storage_enabled = true
  aws_s3_url          = "https://consultations.s3.eu-central-1.amazonaws.com/compositions"
  aws_credentials_sid = var.aws_credentials_sid

  # Needs Twilio's Enterprise or Security edition.
  encryption_enabled = true
  encryption_key_sid = var.encryption_key_sid
}
