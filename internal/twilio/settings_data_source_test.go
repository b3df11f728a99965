package twilio_test

import (
	"maps"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

func TestDataSource(t *testing.T) {
	t.Parallel()
	off := map[string]any{
		"aws_storage_enabled": false, "aws_s3_url": nil, "aws_credentials_sid": nil, "encryption_enabled": false, "encryption_key_sid": nil,
	}
	forEachSettings(t, func(t *testing.T, k settingsKind) {
		s, w := start(t, twiliosandbox.Behaviour{})
		w.Config(k.dataSource())
		expect := func(want map[string]any) {
			t.Helper()
			w.Apply()
			expectSent(t, s, "the data source", "GET")
			want = maps.Clone(want)
			want["account_sid"], want["url"] = s.SID, "https://video.twilio.com/v1/"+string(k.sandbox)+"/Default"
			expectState(t, w, "data."+k.address(), want)
		}
		// Twilio answers with its defaults.
		expect(off)
		// Twilio omits the fields of an edition that the account lacks.
		withoutEnterprise(s)
		expect(off)

		account := s.Running.Account
		account.Enterprise = true
		s.AddAccount(account)
		setSettings(s, k, everySetting)
		expect(map[string]any{
			"friendly_name": "By hand", "aws_storage_enabled": true, "aws_s3_url": bucket + "/", "aws_credentials_sid": awsCredential,
			"encryption_enabled": true, "encryption_key_sid": publicKey,
		})
	})
}

func TestDataSourceOfUnconfiguredSettings(t *testing.T) {
	t.Parallel()
	for _, b := range []twiliosandbox.Behaviour{{NeverConfigured404: true}, {NullObject: true}} {
		s, w := start(t, b)
		w.Config(recordingSettings.dataSource())
		expectOneError(t, w.Fail("plan", "-no-color"), "No recording settings", "never configured", s.SID, "resource "+recordingSettings.typeName)
	}
}
