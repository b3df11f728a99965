# The ID is the name of the storage.
terraform import videostorage_getstream_external_storage.recordings recordings
