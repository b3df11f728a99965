resource "aws_iam_role" "daily" {
  name               = "daily-recordings"
  assume_role_policy = provider::videostorage::daily_assume_role_policy("example-clinic")

  # Daily assumes the role for 12 hours.
  max_session_duration = 43200
}
