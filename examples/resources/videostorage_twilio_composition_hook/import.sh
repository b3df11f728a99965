# The ID is the SID of the hook. terraform query lists the hooks.
terraform import videostorage_twilio_composition_hook.consultations HKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
