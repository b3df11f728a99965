package twilio_test

import (
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// A trailing slash is no difference: not in the configuration, not in what Twilio
// makes of it, not as drift.
func TestTrailingSlash(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]twiliosandbox.Behaviour{"kept": {}, "trimmed": {TrimSlash: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachTwin(t, func(t *testing.T, k twin) {
				s, w := start(t, b)
				with := func(url string) string {
					return k.resource(named + "\naws_storage_enabled = true\naws_s3_url = \"" + url + "\"\naws_credentials_sid = \"" + awsCredential + "\"")
				}
				w.Config(with(bucket + "/"))
				w.Apply()
				w.PlansEmpty()
				expectState(t, w, k, map[string]any{"aws_s3_url": bucket + "/"})

				w.Config(with(bucket))
				w.PlansEmpty()

				drifted := held(t, s, k)
				drifted.AWSS3URL = bucket
				hold(s, k, drifted)
				w.PlansEmpty()
				w.Config(with(bucket + "/"))
				w.PlansEmpty()

				w.Config(with(bucket + "/other"))
				w.Apply()
				expectState(t, w, k, map[string]any{"aws_s3_url": bucket + "/other"})
				w.PlansEmpty()
			})
		})
	}
}

// A reference whose switch is off and that the configuration does not have is no
// difference, however it came to be there.
func TestReferenceThatTwilioKeeps(t *testing.T) {
	t.Parallel()
	forEachWorld(t, func(t *testing.T, k twin, b twiliosandbox.Behaviour) {
		s, w := start(t, b)
		w.Config(k.resource(encrypting))
		w.Apply()

		for _, dropped := range []string{named, named + "\naws_s3_url = \"\"\naws_credentials_sid = \"\"\nencryption_key_sid = \"\""} {
			w.Config(k.resource(dropped))
			w.Apply()
			w.PlansEmpty()
			w.Apply()
			w.PlansEmpty()
		}

		kept := held(t, s, k)
		kept.AWSCredentialsSID, kept.EncryptionKeySID = otherCredential, publicKey
		hold(s, k, kept)
		w.PlansEmpty()

		// A write for another reason leaves it out again.
		w.Config(k.resource(`friendly_name = "Renamed"`))
		w.Apply()
		w.PlansEmpty()
		if form := lastForm(t, s); form.Has("AwsCredentialsSid") || form.Has("EncryptionKeySid") || form.Has("AwsS3Url") {
			t.Errorf("a reference that the configuration dropped was sent: %v", form)
		}
	})
}

// A reference that the configuration has is managed also while its switch is off.
func TestReferenceIsManagedWhileItsSwitchIsOff(t *testing.T) {
	t.Parallel()
	forEachWorld(t, func(t *testing.T, k twin, b twiliosandbox.Behaviour) {
		s, w := start(t, b)
		w.Config(k.resource(named + "\naws_credentials_sid = \"" + awsCredential + "\""))
		w.Apply()
		w.PlansEmpty()
		hold(s, k, twiliosandbox.Settings{FriendlyName: "Consultations", AWSCredentialsSID: otherCredential})
		w.Apply()
		if got := held(t, s, k).AWSCredentialsSID; got != awsCredential {
			t.Errorf("the credential is %s, want %s", got, awsCredential)
		}
	})
}

func TestUpdateThatTwilioDoesNotTakeOver(t *testing.T) {
	t.Parallel()
	forEachWorld(t, func(t *testing.T, k twin, b twiliosandbox.Behaviour) {
		s, w := start(t, b)
		account := s.Running.Account
		account.Enterprise = false
		s.AddAccount(account)
		w.Config(k.resource(named))
		w.Apply()
		w.Config(k.resource(encrypting))
		got := w.Fail("apply", "-auto-approve", "-no-color")
		got.Contains(t, "Twilio did not take over encryption_enabled", "encryption_enabled = true", "Enterprise")
		got.Lacks(t, "Provider produced inconsistent result")
		// The state shows the truth: storage is on, encryption is not.
		expectState(t, w, k, map[string]any{"aws_storage_enabled": true, "encryption_enabled": false})
		if _, changes := w.Plan(); !changes {
			t.Error("the next plan is empty, although encryption is still off")
		}
	})
}

func TestUpdateWhoseWriteFailsKeepsTheState(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := start(t, twiliosandbox.Behaviour{})
		w.Config(k.resource(named))
		w.Apply()
		s.Faults().Add(sandbox.Fault{Method: "POST", Status: 400, Body: `{"code":20001,"message":"No","more_info":"https://www.twilio.com/docs/errors/20001","status":400}`})
		w.Config(k.resource(storing))
		expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"),
			"Could not write the", "HTTP status 400, Twilio error 20001: No", "https://www.twilio.com/docs/errors/20001", "Correct what Twilio refuses")
		expectState(t, w, k, map[string]any{"aws_storage_enabled": false})
		w.Apply()
		w.PlansEmpty()
	})
}

// Every attribute is read, so that whatever is changed elsewhere shows up.
func TestDriftOfEachAttribute(t *testing.T) {
	t.Parallel()
	base := twiliosandbox.Settings{
		FriendlyName: "Consultations", AWSStorageEnabled: true, AWSS3URL: bucket, AWSCredentialsSID: awsCredential,
		EncryptionEnabled: true, EncryptionKeySID: publicKey,
	}
	for name, drift := range map[string]func(*twiliosandbox.Settings){
		"friendly_name":       func(s *twiliosandbox.Settings) { s.FriendlyName = "Renamed" },
		"aws_storage_enabled": func(s *twiliosandbox.Settings) { s.AWSStorageEnabled = false },
		"aws_s3_url":          func(s *twiliosandbox.Settings) { s.AWSS3URL = bucket + "/elsewhere" },
		"aws_credentials_sid": func(s *twiliosandbox.Settings) { s.AWSCredentialsSID = otherCredential },
		"encryption_enabled":  func(s *twiliosandbox.Settings) { s.EncryptionEnabled = false },
		"encryption_key_sid":  func(s *twiliosandbox.Settings) { s.EncryptionKeySID = otherCredential },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachTwin(t, func(t *testing.T, k twin) {
				s, w := start(t, twiliosandbox.Behaviour{})
				w.Config(k.resource(encrypting))
				w.Apply()
				drifted := base
				drift(&drifted)
				hold(s, k, drifted)
				got, changes := w.Plan()
				if !changes {
					t.Fatal("the plan is empty")
				}
				got.Contains(t, "~ "+name, "will be updated in-place")
				w.Apply()
				if h := held(t, s, k); h != base {
					t.Errorf("after the repair Twilio holds %+v", h)
				}
			})
		})
	}
}
