# The objects that main.tf refers to, as in the complete example.

variable "access_key_version" {
  description = "The version of the access key. Raise it to rotate the key."
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

  lifecycle { create_before_destroy = true }
}
