package twilio_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

func TestDataSource(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	// Twilio omits the fields of an edition that the account lacks.
	withoutEnterprise(s)
	setSettings(s, recordingSettings, everySetting)
	config := `
data "videostorage_twilio_recording_settings" "this" {}
data "videostorage_twilio_composition_settings" "this" {}
`
	unconfigured := func(b twiliosandbox.Behaviour) resource.TestStep {
		step := failing(config, "No composition settings", s.SID+" were never configured", "resource videostorage_twilio_composition_settings")
		step.PreConfig = func() { s.SetBehaviour(b) }
		return step
	}
	s.Test(t,
		resource.TestStep{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.ExpectState("data.videostorage_twilio_recording_settings.this", map[string]any{
					"account_sid": s.SID, "url": "https://video.twilio.com/v1/RecordingSettings/Default", "friendly_name": "By hand",
					"aws_storage_enabled": true, "aws_s3_url": bucket + "/", "aws_credentials_sid": awsCredential,
					"encryption_enabled": false, "encryption_key_sid": nil,
				}),
				acctest.ExpectState("data.videostorage_twilio_composition_settings.this", map[string]any{
					"account_sid": s.SID, "url": "https://video.twilio.com/v1/CompositionSettings/Default", "aws_storage_enabled": false,
					"aws_s3_url": nil, "aws_credentials_sid": nil, "encryption_enabled": false, "encryption_key_sid": nil,
				}),
			},
		},
		unconfigured(twiliosandbox.Behaviour{NeverConfigured404: true}),
		unconfigured(twiliosandbox.Behaviour{NullObject: true}),
	)
}
