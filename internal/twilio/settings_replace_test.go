package twilio_test

import (
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Replacing ends with the settings as they were, also where Twilio keeps what the
// destroy in between does not mention: that is not somebody else's.
func TestReplace(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]string{"disable": "", "retain": `on_destroy = "retain"`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachWorld(t, func(t *testing.T, k twin, b twiliosandbox.Behaviour) {
				s, w := start(t, b)
				w.Config(k.resource(encrypting + first))
				w.Apply()
				before := held(t, s, k)
				w.Succeed("apply", "-auto-approve", "-replace="+k.address())
				w.PlansEmpty()
				if got := held(t, s, k); got != before {
					t.Errorf("Twilio holds %+v, want %+v", got, before)
				}
			})
		})
	}
}

// What somebody makes between the destroy and the creation of a replacement is
// not replaced.
func TestSettingsMadeDuringAReplacement(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := start(t, twiliosandbox.Behaviour{Merge: true})
		w.Config(k.resource(encrypting))
		w.Apply()
		s.Faults().Add(sandbox.Fault{Method: "POST", After: true, Hook: func() { hold(s, k, made) }})
		expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color", "-replace="+k.address()), "settings exist already", "By hand")
		if got := held(t, s, k); got != made {
			t.Errorf("the settings were changed to %+v", got)
		}
	})
}

// To the provider, a replacement with a change is a creation over settings that
// are there. It is refused while planning, when nothing is switched off yet.
func TestReplaceWithAChange(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := start(t, twiliosandbox.Behaviour{})
		w.Config(k.resource(storing))
		w.Apply()
		s.Log().Reset()
		w.Config(k.resource(encrypting))
		expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color", "-replace="+k.address()), "without replacing the resource")
		expectNoWrite(t, s)
	})
}
