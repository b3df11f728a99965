# The ID is the name of the call type.
terraform import videostorage_getstream_call_type_storage.default default
