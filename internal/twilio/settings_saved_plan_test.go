package twilio_test

import (
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Between a saved plan and its apply, Twilio may come to hold anything. The plan
// stays good for what it says.
func TestSavedPlanOfACreation(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		arguments string
		since     twiliosandbox.Settings
	}{
		"overwriting what was made since": {"overwrite_existing = true", everySetting},
		"left-over key, else as wanted":   {"", twiliosandbox.Settings{FriendlyName: "Consultations", EncryptionKeySID: publicKey}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachWorld(t, func(t *testing.T, k twin, b twiliosandbox.Behaviour) {
				s, w := start(t, b)
				w.Config(k.resource(named + "\n" + test.arguments))
				w.Succeed("plan", "-out=saved")
				hold(s, k, test.since)
				w.Succeed("apply", "saved")
				w.PlansEmpty()
			})
		})
	}
}

// A plan that shows one account is not applied to another. Terraform itself stops
// it, since the plan that it makes again shows the other one.
func TestSavedPlanOfAnotherAccount(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := start(t, twiliosandbox.Behaviour{})
		other := twiliosandbox.NewAccount()
		s.AddAccount(other)
		w.Config(k.resource(storing))
		w.Succeed("plan", "-out=saved")
		s.Setenv("TWILIO_ACCOUNT_SID", other.SID)
		s.Setenv("TWILIO_AUTH_TOKEN", other.AuthToken)
		w.Fail("apply", "-no-color", "saved")
		expectNoWrite(t, s)
		expectNoState(t, w, k)
	})
}
