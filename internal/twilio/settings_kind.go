package twilio

import "github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"

// settingsKind is what the two settings singletons differ in. Everything else
// about them is one implementation.
type settingsKind struct {
	api twilioapi.SettingsAPI
	// name is the type name without provider and vendor.
	name string
	// title and media are how messages speak of the settings and of what they
	// store: "Recording settings", "recordings".
	title, media string
	// unstored is what becomes of such media that Twilio cannot store.
	unstored string
	// endsComposing is set where storing in S3, or encrypting, takes away what
	// Twilio's compositions are made of.
	endsComposing bool
	// communityType is the same object's type in the community provider.
	communityType string
	// docs is Twilio's page on the settings.
	docs string
}

var recordingSettings = settingsKind{
	api:           twilioapi.RecordingSettings,
	name:          "recording_settings",
	title:         "Recording settings",
	media:         "recordings",
	unstored:      "are lost",
	endsComposing: true,
	communityType: "twilio_video_recording_settings",
	docs:          "https://www.twilio.com/docs/video/api/recording-settings",
}

var compositionSettings = settingsKind{
	api:           twilioapi.CompositionSettings,
	name:          "composition_settings",
	title:         "Composition settings",
	media:         "compositions",
	unstored:      "fail",
	communityType: "twilio_video_composition_settings",
	docs:          "https://www.twilio.com/docs/video/api/composition-settings",
}

// typeName is the object's name in Terraform.
func (k settingsKind) typeName(provider string) string { return provider + "_twilio_" + k.name }
