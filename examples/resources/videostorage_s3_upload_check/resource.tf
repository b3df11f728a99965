variable "access_key_id" {
  description = "The ID of the AWS access key that Twilio writes to the bucket with."
  type        = string
}

variable "secret_access_key" {
  description = "The secret of the access key. Terraform neither plans nor stores it."
  type        = string
  sensitive   = true
  ephemeral   = true
}

resource "videostorage_twilio_aws_credential" "recordings" {
  access_key_id                = var.access_key_id
  secret_access_key_wo         = var.secret_access_key
  secret_access_key_wo_version = 1

  lifecycle { create_before_destroy = true }
}

# Proves that the key can write before recordings depend on it.
resource "videostorage_s3_upload_check" "recordings" {
  url                          = provider::videostorage::s3_url("example-clinic-recordings", "eu-central-1", "recordings")
  vendor                       = "twilio"
  access_key_id                = var.access_key_id
  secret_access_key_wo         = var.secret_access_key
  secret_access_key_wo_version = 1
}

# Because the URL is that of the check, the settings change only after the check has succeeded.
resource "videostorage_twilio_recording_settings" "this" {
  friendly_name       = "Recordings in our own bucket"
  aws_storage_enabled = true
  aws_s3_url          = videostorage_s3_upload_check.recordings.url
  aws_credentials_sid = videostorage_twilio_aws_credential.recordings.sid
}
