import {
  to = videostorage_daily_domain_storage.this
  identity = {
    domain_name = "example-clinic"
  }
}
