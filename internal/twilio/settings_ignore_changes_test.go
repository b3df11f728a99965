package twilio_test

import (
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// What ignore_changes leaves to somebody else stays in every write: a write without
// the bucket could clear it, with storage on.
func TestIgnoredReferencesAreStillSent(t *testing.T) {
	t.Parallel()
	for name, lifecycle := range map[string]string{
		"switches and references": "[aws_storage_enabled, aws_s3_url, aws_credentials_sid, encryption_enabled, encryption_key_sid]",
		"switches alone":          "[aws_storage_enabled, encryption_enabled]",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachWorld(t, func(t *testing.T, k twin, b twiliosandbox.Behaviour) {
				s, w := start(t, b)
				hold(s, k, everySetting)
				ignoring := "\nlifecycle {\n  ignore_changes = " + lifecycle + "\n}\n"
				w.Config(k.resource(`friendly_name = "By hand"` + ignoring))
				w.Succeed("import", k.address(), "Default")
				w.PlansEmpty()

				w.Config(k.resource(`friendly_name = "Renamed"` + ignoring))
				w.Apply()
				w.PlansEmpty()
				want := everySetting
				want.FriendlyName = "Renamed"
				if got := held(t, s, k); got != want {
					t.Errorf("Twilio holds %+v, want %+v", got, want)
				}
			})
		})
	}
}

// A switch that ignore_changes keeps on, of settings that have no bucket: the plan
// says what is missing, and nothing is sent.
func TestIgnoredSwitchWithoutItsReference(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := start(t, twiliosandbox.Behaviour{})
		hold(s, k, twiliosandbox.Settings{FriendlyName: "By hand", EncryptionEnabled: true})
		w.Config(k.resource("friendly_name = \"Renamed\"\nlifecycle {\n  ignore_changes = [encryption_enabled]\n}"))
		w.Succeed("import", k.address(), "Default")
		expectOneError(t, w.Fail("plan", "-no-color"), "Missing encryption_key_sid")
		expectNoWrite(t, s)
	})
}
