# By the SID that the console shows.
terraform import videostorage_twilio_aws_credential.recordings CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
