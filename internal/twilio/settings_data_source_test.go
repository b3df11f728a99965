package twilio_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

func TestDataSource(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	setSettings(s, compositionSettings, everySetting)
	// Twilio omits the fields of an edition that the account lacks.
	s.Faults().Add(sandbox.Fault{Path: "/RecordingSettings", Every: 1, Status: 200, Body: `{"account_sid":"` + s.SID + `","friendly_name":"By hand",
		"url":"https://video.twilio.com/v1/RecordingSettings/Default","aws_storage_enabled":true,"aws_s3_url":"` + bucket + `"}`})
	config := `
data "videostorage_twilio_recording_settings" "this" {}
data "videostorage_twilio_composition_settings" "this" {}
`
	unconfigured := func(b twiliosandbox.Behaviour) resource.TestStep {
		step := failing(config, "No composition settings", s.SID+" were never configured", "resource videostorage_twilio_composition_settings")
		step.PreConfig = func() {
			s.SetBehaviour(b)
			s.Unset(s.SID, compositionSettings.sandbox)
		}
		return step
	}
	s.Test(t,
		resource.TestStep{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.ExpectState("data.videostorage_twilio_recording_settings.this", map[string]any{
					"account_sid": s.SID, "url": "https://video.twilio.com/v1/RecordingSettings/Default", "friendly_name": "By hand",
					"aws_storage_enabled": true, "aws_s3_url": bucket, "aws_credentials_sid": nil, "encryption_enabled": false, "encryption_key_sid": nil,
				}),
				acctest.ExpectState("data.videostorage_twilio_composition_settings.this", map[string]any{
					"account_sid": s.SID, "url": "https://video.twilio.com/v1/CompositionSettings/Default", "friendly_name": "By hand",
					"aws_storage_enabled": true, "aws_s3_url": bucket + "/", "aws_credentials_sid": awsCredential,
					"encryption_enabled": true, "encryption_key_sid": publicKey,
				}),
			},
		},
		unconfigured(twiliosandbox.Behaviour{NeverConfigured404: true}),
		unconfigured(twiliosandbox.Behaviour{NullObject: true}),
	)
}
