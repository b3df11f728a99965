list "videostorage_getstream_call_type_storage" "all" {
  provider = videostorage

  # If omitted, Terraform stops after 100 results.
  limit = 1000
}
