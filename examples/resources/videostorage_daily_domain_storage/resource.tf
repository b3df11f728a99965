variable "daily_role_arn" {
  description = "The ARN of the IAM role that Daily assumes. It needs max_session_duration = 43200."
  type        = string
}

resource "videostorage_daily_domain_storage" "this" {
  recordings_bucket {
    bucket_name      = "example-clinic-recordings"
    bucket_region    = "eu-central-1"
    assume_role_arn  = var.daily_role_arn
    allow_api_access = true
  }

  transcription_bucket {
    bucket_name     = "example-clinic-transcripts"
    bucket_region   = "eu-central-1"
    assume_role_arn = var.daily_role_arn
  }

  recordings_template          = "{domain_name}/{room_name}/{epoch_time}.mp4"
  enable_transcription_storage = true
}
