package twilio_test

import (
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

const anotherAccount = "The credentials belong to another account"

// The credentials now are another account's: nothing is written there, and
// nothing is taken out of the state.
func TestCredentialsOfAnotherAccount(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]twiliosandbox.Behaviour{"configured": {}, "never configured": {NeverConfigured404: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachTwin(t, func(t *testing.T, k twin) {
				s, w := start(t, b)
				w.Config(k.resource(storing))
				w.Apply()
				s.Log().Reset()

				other := twiliosandbox.NewAccount()
				s.AddAccount(other)
				s.ProviderConfig = s.ProviderConfigFor(other)
				for _, args := range [][]string{
					{"plan", "-no-color"},
					{"apply", "-auto-approve", "-refresh=false", "-no-color"},
					{"destroy", "-auto-approve", "-refresh=false", "-no-color"},
				} {
					w.Config(k.resource(encrypting))
					got := w.Fail(args...)
					expectOneError(t, got, anotherAccount, s.SID, other.SID, "Nothing was written")
					expectNoWrite(t, s)
					expectState(t, w, k, map[string]any{"account_sid": s.SID})
				}
			})
		})
	}
}

// An API key can belong to another account than the one that is configured.
func TestAPIKeyOfAnotherAccount(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := start(t, twiliosandbox.Behaviour{})
		s.RespondAs("ACdddddddddddddddddddddddddddddddd")
		w.Config(k.resource(named))
		expectOneError(t, w.Fail("plan", "-no-color"), anotherAccount, "ACdddddddddddddddddddddddddddddddd",
			"Correct the provider's twilio.account_sid")
		s.RespondAs("")
		w.Apply()
		s.Log().Reset()
		s.RespondAs("ACdddddddddddddddddddddddddddddddd")
		expectOneError(t, w.Fail("destroy", "-auto-approve", "-refresh=false", "-no-color"), anotherAccount)
		expectNoWrite(t, s)
	})
}

// An answer without account_sid is the configured account's.
func TestAnswersWithoutAccount(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := start(t, twiliosandbox.Behaviour{})
		s.RespondAs("-")
		w.Config(k.resource(storing))
		w.Apply()
		w.PlansEmpty()
		expectState(t, w, k, map[string]any{"account_sid": s.SID})
		w.Destroy()
	})
}

// Settings that are gone are planned to be made again.
func TestSettingsThatAreGone(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]twiliosandbox.Behaviour{"404": {NeverConfigured404: true}, "null": {NullObject: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachTwin(t, func(t *testing.T, k twin) {
				s, w := start(t, b)
				w.Config(k.resource(storing))
				w.Apply()
				s.Unset(s.SID, k.sandbox)
				got, _ := w.Plan()
				got.Contains(t, "will be created")
				w.Apply()
				w.PlansEmpty()
				s.Unset(s.SID, k.sandbox)
				s.Log().Reset()
				w.Succeed("destroy", "-auto-approve", "-refresh=false")
				expectSent(t, s, "destroying what is gone", "GET")
			})
		})
	}
}

func TestTwilioIsNotConfigured(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	s.Getenv = func(string) string { return "" }
	w := acctest.NewWorkspace(t, s.Account, nil)
	objects := []string{
		recording.resource(named), composition.resource(named),
		"data \"videostorage_twilio_recording_settings\" \"this\" {}", "data \"videostorage_twilio_composition_settings\" \"this\" {}",
		recording.resource(named) + "import {\n  to = " + recording.address() + "\n  id = \"Default\"\n}\n",
	}
	for _, hcl := range objects {
		w.Config(hcl)
		expectOneError(t, w.Fail("plan", "-no-color"), "Twilio is not configured",
			"account_sid", "auth_token", "api_key", "api_key_secret",
			"TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_API_KEY", "TWILIO_API_SECRET")
	}
	expectSent(t, s, "a provider without credentials")
}
