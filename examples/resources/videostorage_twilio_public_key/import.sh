# By the SID that the console shows.
terraform import videostorage_twilio_public_key.recordings CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
