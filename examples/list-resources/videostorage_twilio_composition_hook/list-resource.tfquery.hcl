list "videostorage_twilio_composition_hook" "all" {
  provider = videostorage

  # If omitted, Terraform stops after 100 results.
  limit = 1000
}
