import {
  to = videostorage_twilio_aws_credential.recordings
  identity = {
    sid = "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  }
}
