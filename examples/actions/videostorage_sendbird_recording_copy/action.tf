variable "recording_id" {
  description = "The ID of a cloud recording in status Completed. A change invokes the action again."
  type        = string
}

variable "access_key" {
  description = "The ID of an AWS access key that may put objects into the bucket and list it."
  type        = string
  sensitive   = true
}

variable "secret_key" {
  description = "The secret of the access key."
  type        = string
  sensitive   = true
}

action "videostorage_sendbird_recording_copy" "hearing" {
  config {
    recording_id             = var.recording_id
    bucket                   = "example-court-recordings"
    region                   = "eu-central-1"
    recording_file_directory = "hearings/"
    access_key               = var.access_key
    secret_key               = var.secret_key
  }
}

# Terraform invokes the action when the ID changes. To invoke it by hand, run:
# terraform apply -invoke=action.videostorage_sendbird_recording_copy.hearing
resource "terraform_data" "hearing" {
  input = var.recording_id

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.videostorage_sendbird_recording_copy.hearing]
    }
  }
}
