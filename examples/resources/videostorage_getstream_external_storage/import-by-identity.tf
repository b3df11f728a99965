import {
  to = videostorage_getstream_external_storage.recordings
  identity = {
    name = "recordings"
  }
}
