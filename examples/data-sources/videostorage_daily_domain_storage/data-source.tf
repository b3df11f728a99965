data "videostorage_daily_domain_storage" "this" {}

check "recordings_leave_daily" {
  assert {
    condition     = data.videostorage_daily_domain_storage.this.recordings_bucket != null
    error_message = "New recordings are stored in Daily's cloud, not in our bucket."
  }
}
