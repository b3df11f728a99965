package twilio_test

import (
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// The whole life of the settings, in every world that the documentation leaves
// possible. After each apply the plan is empty.
func TestLifecycle(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]twiliosandbox.Behaviour{
		"replace":                  {},
		"merge":                    {Merge: true},
		"created":                  {Created: true},
		"never configured is 404":  {NeverConfigured404: true},
		"never configured is null": {NullObject: true, Merge: true},
		"empty refused":            {RefuseEmpty: true, Merge: true},
		"slash trimmed":            {TrimSlash: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachTwin(t, func(t *testing.T, k twin) {
				s, w := start(t, b)

				w.Config(k.resource(named))
				w.Apply()
				w.PlansEmpty()
				expectState(t, w, k, map[string]any{
					"account_sid": s.SID, "friendly_name": "Consultations", "aws_storage_enabled": false, "encryption_enabled": false,
					"aws_s3_url": nil, "aws_credentials_sid": nil, "encryption_key_sid": nil,
					"on_destroy": "disable", "overwrite_existing": false,
					"url": "https://video.twilio.com/v1/" + string(k.sandbox) + "/Default",
				})

				w.Config(k.resource(encrypting))
				w.Apply()
				w.PlansEmpty()
				want := twiliosandbox.Settings{
					FriendlyName: "Consultations", AWSStorageEnabled: true, AWSS3URL: bucket, AWSCredentialsSID: awsCredential,
					EncryptionEnabled: true, EncryptionKeySID: publicKey,
				}
				if got := held(t, s, k); got != want {
					t.Errorf("Twilio holds %+v, want %+v", got, want)
				}

				hold(s, k, twiliosandbox.Settings{FriendlyName: "Somebody was here", AWSS3URL: bucket + "/elsewhere"})
				w.Apply()
				w.PlansEmpty()
				if got := held(t, s, k); got != want {
					t.Errorf("after drift was repaired, Twilio holds %+v, want %+v", got, want)
				}

				// The switches go off and the references are dropped.
				w.Config(k.resource(named))
				w.Apply()
				w.PlansEmpty()
				if got := held(t, s, k); got.AWSStorageEnabled || got.EncryptionEnabled {
					t.Errorf("the switches are still on: %+v", got)
				}

				w.Config(k.resource(encrypting))
				w.Apply()
				w.Destroy()
				got := held(t, s, k)
				if got.AWSStorageEnabled || got.EncryptionEnabled || got.FriendlyName != "Consultations" {
					t.Errorf("after destroying, Twilio holds %+v, want both switches off and the name as it was", got)
				}
				expectNoState(t, w, k)
			})
		})
	}
}

// An account without the Enterprise edition is answered without the fields that
// it does not have.
func TestAbsentFields(t *testing.T) {
	t.Parallel()
	forEachWorld(t, func(t *testing.T, k twin, b twiliosandbox.Behaviour) {
		s, w := start(t, b)
		account := s.Running.Account
		account.Enterprise = false
		s.AddAccount(account)

		w.Config(k.resource(named))
		w.Apply()
		w.PlansEmpty()
		w.Config(k.resource(storing))
		w.Apply()
		w.PlansEmpty()
		expectState(t, w, k, map[string]any{"encryption_enabled": false, "encryption_key_sid": nil})
	})
}
