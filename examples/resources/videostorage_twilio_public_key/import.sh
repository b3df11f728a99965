# The ID is the SID in Twilio's console.
terraform import videostorage_twilio_public_key.recordings CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
