variable "access_key_id" {
  description = "The ID of the AWS access key that Twilio writes to the bucket with."
  type        = string
}

variable "secret_access_key" {
  description = "The secret of the access key. Saved plans contain it."
  type        = string
  sensitive   = true
}

# Check on demand: terraform apply -invoke=action.videostorage_s3_upload_check.recordings
action "videostorage_s3_upload_check" "recordings" {
  config {
    url               = provider::videostorage::s3_url("example-clinic-recordings", "eu-central-1", "recordings")
    vendor            = "twilio"
    access_key_id     = var.access_key_id
    secret_access_key = var.secret_access_key
  }
}

# Check after each change of the policy of the key's user.
resource "aws_iam_user_policy" "twilio" {
  user = "example-clinic-twilio-video"
  policy = provider::videostorage::twilio_upload_policy(
    [provider::videostorage::s3_url("example-clinic-recordings", "eu-central-1", "recordings")], [],
  )

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.videostorage_s3_upload_check.recordings]
    }
  }
}
