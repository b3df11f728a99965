terraform {
  required_providers {
    videostorage = {
      source = "videostorage/videostorage"
    }
  }
}

variable "clinic" {
  description = "The first account."
  type        = object({ account_sid = string, auth_token = string })
  sensitive   = true
}

variable "school" {
  description = "The second account."
  type        = object({ account_sid = string, auth_token = string })
  sensitive   = true
}

# Objects without `provider` belong to this one.
provider "videostorage" {
  twilio {
    account_sid = var.clinic.account_sid
    auth_token  = var.clinic.auth_token
  }
}

provider "videostorage" {
  alias = "school"
  twilio {
    account_sid = var.school.account_sid
    auth_token  = var.school.auth_token
  }
}

data "videostorage_twilio_recording_settings" "clinic" {}

data "videostorage_twilio_recording_settings" "school" {
  provider = videostorage.school
}

# Each account has its own settings and its own credentials.
resource "videostorage_twilio_composition_settings" "school" {
  provider      = videostorage.school
  friendly_name = "Compositions stay at Twilio"
}

output "recordings_leave_twilio" {
  value = {
    (data.videostorage_twilio_recording_settings.clinic.account_sid) = data.videostorage_twilio_recording_settings.clinic.aws_storage_enabled
    (data.videostorage_twilio_recording_settings.school.account_sid) = data.videostorage_twilio_recording_settings.school.aws_storage_enabled
  }
}
