data "videostorage_getstream_external_storages" "all" {}

output "external_storages" {
  value = { for storage in data.videostorage_getstream_external_storages.all.external_storages : storage.name => storage.bucket }
}
