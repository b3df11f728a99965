terraform {
  required_providers {
    videostorage = {
      source = "videostorage/videostorage"
    }
  }
}

# The account comes from the environment: TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN.
provider "videostorage" {}
