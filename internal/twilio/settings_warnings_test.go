package twilio_test

import (
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

const cannotCompose = "New recordings cannot be composed"

// The warning comes when a switch turns on, and only then.
func TestWarningThatRecordingsCannotBeComposed(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	w.Config(recording.resource(storing))
	got, _ := w.Plan()
	got.Contains(t, cannotCompose, "stored in S3")
	got.Lacks(t, "recordings that are encrypted")
	w.Apply()

	w.Config(recording.resource(encrypting))
	got, _ = w.Plan()
	got.Contains(t, cannotCompose, "recordings that are encrypted")
	got.Lacks(t, "recordings that are stored in S3")
	w.Apply()

	w.Config(recording.resource(`friendly_name = "Renamed"` + encrypting[len(named):]))
	got, changes := w.Plan()
	if !changes {
		t.Error("the plan is empty")
	}
	got.Lacks(t, cannotCompose)
	w.Config(recording.resource(named))
	got, _ = w.Plan()
	got.Lacks(t, cannotCompose)

	// Somebody switched storage off; the repair switches it on again.
	w.Apply()
	hold(s, recording, twiliosandbox.Settings{FriendlyName: "Consultations"})
	w.Config(recording.resource(storing))
	got, _ = w.Plan()
	got.Contains(t, cannotCompose)
}

func TestNoWarningWhereTheSwitchIsOnAlready(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	hold(s, recording, made)
	w.Config(recording.resource(storing + "overwrite_existing = true"))
	got, _ := w.Plan()
	got.Contains(t, "will be replaced")
	got.Lacks(t, cannotCompose)
}

// Compositions that are stored in S3 are finished; nothing is made of them.
func TestNoWarningForCompositions(t *testing.T) {
	t.Parallel()
	_, w := start(t, twiliosandbox.Behaviour{})
	w.Config(composition.resource(encrypting))
	got, _ := w.Plan()
	got.Lacks(t, "Warning: ")
}

func TestWarningOfAHostThatIsNotS3(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		_, w := start(t, twiliosandbox.Behaviour{})
		w.Config(k.resource(named + "\naws_s3_url = \"https://documentation-example-twilio-bucket/recordings\""))
		got, _ := w.Plan()
		got.Contains(t, "Warning: The bucket URL's host is not one of S3", "amazonaws.com")
		w.Apply()
		w.PlansEmpty()
	})
}
