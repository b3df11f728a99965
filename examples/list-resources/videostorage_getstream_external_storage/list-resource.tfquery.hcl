list "videostorage_getstream_external_storage" "all" {
  provider = videostorage

  # If omitted, Terraform stops after 100 results.
  limit = 1000
}
