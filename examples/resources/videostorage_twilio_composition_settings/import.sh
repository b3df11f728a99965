# By the name that Twilio gives them, or by the account's SID.
terraform import videostorage_twilio_composition_settings.this Default
