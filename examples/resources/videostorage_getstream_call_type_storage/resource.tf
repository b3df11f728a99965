resource "videostorage_getstream_external_storage" "recordings" {
  name = "recordings"

  s3 {
    bucket = "example-recordings"
    region = "eu-central-1"
  }

  # With a new name, the call type moves to the new storage before the old one is deleted.
  lifecycle { create_before_destroy = true }
}

resource "videostorage_getstream_call_type_storage" "default" {
  call_type        = "default"
  external_storage = videostorage_getstream_external_storage.recordings.name
}
