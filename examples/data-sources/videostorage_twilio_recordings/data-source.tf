# At most 100 failed audio recordings of January 2026.
data "videostorage_twilio_recordings" "failed" {
  status              = "failed"
  media_type          = "audio"
  date_created_after  = "2026-01-01T00:00:00Z"
  date_created_before = "2026-02-01T00:00:00Z"
  max_results         = 100
}

output "failed_recordings" {
  value = data.videostorage_twilio_recordings.failed.recordings[*].sid
}
