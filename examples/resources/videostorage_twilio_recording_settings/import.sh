# The ID is Default, Twilio's name of the settings, or the SID of the account.
terraform import videostorage_twilio_recording_settings.this Default
