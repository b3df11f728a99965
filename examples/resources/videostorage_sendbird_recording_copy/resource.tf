variable "recording_id" {
  description = "The ID of a cloud recording in status Completed."
  type        = string
}

variable "access_key" {
  description = "The ID of an AWS access key that may put objects into the bucket and list it."
  type        = string
  sensitive   = true
}

variable "secret_key" {
  description = "The secret of the access key. Terraform neither plans nor stores it."
  type        = string
  sensitive   = true
  ephemeral   = true
}

resource "videostorage_sendbird_recording_copy" "hearing" {
  recording_id             = var.recording_id
  bucket                   = "example-court-recordings"
  region                   = "eu-central-1"
  recording_file_directory = "hearings/"

  access_key            = var.access_key
  secret_key_wo         = var.secret_key
  secret_key_wo_version = 1

  # The state keeps the old copy until the new one is made.
  lifecycle { create_before_destroy = true }
}

output "copy" {
  value = videostorage_sendbird_recording_copy.hearing.s3_uri
}
