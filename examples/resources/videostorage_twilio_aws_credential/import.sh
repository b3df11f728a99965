# The ID is the SID in Twilio's console.
terraform import videostorage_twilio_aws_credential.recordings CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
