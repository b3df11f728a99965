# What main.tf refers to. The complete example has it in full.

variable "access_key_version" {
  description = "Raise it to rotate the access key that Twilio writes with."
  type        = number
  default     = 1
}

locals {
  recordings_url = "https://consultations.s3.eu-central-1.amazonaws.com/recordings"
}

resource "aws_iam_user" "twilio" {
  name = "twilio-video"
}

resource "aws_iam_access_key" "twilio" {
  user = aws_iam_user.twilio.name

  lifecycle {
    create_before_destroy = true
  }
}
