list "videostorage_twilio_public_key" "all" {
  provider = videostorage

  # Terraform stops after 100 where this is left out.
  limit = 1000
}
