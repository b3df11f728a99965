list "videostorage_twilio_aws_credential" "all" {
  provider = videostorage

  # If omitted, Terraform stops after 100 results.
  limit = 1000
}
