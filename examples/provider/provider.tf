terraform {
  required_providers {
    videostorage = {
      source = "videostorage/videostorage"
    }
  }
}

variable "twilio_account_sid" {
  type = string
}

variable "twilio_api_key" {
  type = string
}

variable "twilio_api_key_secret" {
  type      = string
  sensitive = true
}

# Omit the arguments to use the environment variables TWILIO_ACCOUNT_SID and either
# TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_SECRET.
provider "videostorage" {
  twilio {
    account_sid    = var.twilio_account_sid
    api_key        = var.twilio_api_key
    api_key_secret = var.twilio_api_key_secret
  }
}
