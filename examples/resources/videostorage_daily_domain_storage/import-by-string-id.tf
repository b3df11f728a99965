import {
  to = videostorage_daily_domain_storage.this
  id = "example-clinic"
}
