list "videostorage_twilio_public_key" "all" {
  provider = videostorage

  # If omitted, Terraform stops after 100 results.
  limit = 1000
}
