import {
  to = videostorage_getstream_external_storage.recordings
  id = "recordings"
}
