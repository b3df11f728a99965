list "videostorage_twilio_aws_credential" "all" {
  provider = videostorage
  limit    = 1000
}

list "videostorage_twilio_public_key" "all" {
  provider = videostorage
  limit    = 1000
}
