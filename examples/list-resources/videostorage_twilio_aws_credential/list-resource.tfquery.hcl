list "videostorage_twilio_aws_credential" "all" {
  provider = videostorage

  # Terraform stops after 100 where this is left out.
  limit = 1000
}
