# The objects that main.tf refers to, as in the complete example.

locals {
  recordings_url = "https://consultations.s3.eu-central-1.amazonaws.com/recordings"
}

resource "aws_iam_user" "twilio" {
  name = "twilio-video"
}
