data "videostorage_twilio_compositions_summary" "january" {
  date_created_after  = "2026-01-01T00:00:00Z"
  date_created_before = "2026-02-01T00:00:00Z"
  expected_s3_url     = "https://consultations.s3.eu-central-1.amazonaws.com/compositions"
}

check "compositions_are_in_our_bucket" {
  assert {
    condition     = data.videostorage_twilio_compositions_summary.january.findings_total == 0
    error_message = jsonencode(data.videostorage_twilio_compositions_summary.january.findings)
  }
}
