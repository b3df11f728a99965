package twilio_test

import (
	"sync/atomic"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox"
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
		s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
		other := twiliosandbox.NewAccount()
		s.AddAccount(other)
		var current atomic.Pointer[twiliosandbox.Account]
		s.ProviderConfig = `provider "videostorage" {}`
		s.Getenv = func(name string) string {
			return map[string]string{
				"TWILIO_ACCOUNT_SID": current.Load().SID, "TWILIO_AUTH_TOKEN": current.Load().AuthToken,
				"VIDEOSTORAGE_TWILIO_BASE_URL": s.BaseURL,
			}[name]
		}
		w := acctest.NewWorkspace(t, s.Account, nil)
		w.Config(k.resource(storing))
		current.Store(&s.Running.Account)
		w.Succeed("plan", "-out=saved")
		current.Store(&other)
		w.Fail("apply", "-no-color", "saved")
		expectNoWrite(t, s)
		expectNoState(t, w, k)
	})
}
