variable "access_key_id" {
  description = "The ID of the IAM user's access key."
  type        = string
}

variable "secret_access_key" {
  description = "The secret of the access key. Terraform neither plans nor stores it."
  type        = string
  sensitive   = true
  ephemeral   = true
}

resource "videostorage_twilio_aws_credential" "recordings" {
  friendly_name                = "Access key of twilio-video"
  access_key_id                = var.access_key_id
  secret_access_key_wo         = var.secret_access_key
  secret_access_key_wo_version = 1

  # With a new key, the settings move to the new credential before the old one is deleted.
  lifecycle { create_before_destroy = true }
}

resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = "Consultations"
  aws_storage_enabled = true
  aws_s3_url          = "https://consultations.s3.eu-central-1.amazonaws.com/recordings"
  aws_credentials_sid = videostorage_twilio_aws_credential.recordings.sid
}
