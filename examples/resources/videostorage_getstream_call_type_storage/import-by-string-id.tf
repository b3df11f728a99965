import {
  to = videostorage_getstream_call_type_storage.default
  id = "default"
}
