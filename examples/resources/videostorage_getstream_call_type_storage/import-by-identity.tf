import {
  to = videostorage_getstream_call_type_storage.default
  identity = {
    call_type = "default"
  }
}
