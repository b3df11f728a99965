list "videostorage_daily_domain_storage" "this" {
  provider = videostorage
}
