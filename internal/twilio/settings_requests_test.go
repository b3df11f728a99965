package twilio_test

import (
	"maps"
	"regexp"
	"slices"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// What each command costs. Terraform plans a creation twice: once to show it, and
// once more when it applies it, where values that were unknown are known.
func TestRequestsOfEachCommand(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := start(t, twiliosandbox.Behaviour{})

		w.Config(k.resource(named))
		w.Plan()
		expectSent(t, s, "planning to create", "GET")
		w.Apply()
		expectSent(t, s, "creating", "GET", "GET", "GET", "POST")

		w.Succeed("plan", "-refresh-only")
		expectSent(t, s, "a refresh", "GET")
		w.Apply()
		expectSent(t, s, "an apply that changes nothing", "GET")

		w.Config(k.resource(storing))
		w.Apply()
		expectSent(t, s, "an apply with a change", "GET", "GET", "POST")

		w.Config(k.resource(storing + "on_destroy = \"retain\"\noverwrite_existing = true\ntimeouts = { read = \"1m\" }\n"))
		w.Succeed("apply", "-auto-approve", "-refresh=false")
		expectSent(t, s, "changing only what is the provider's own")

		w.Succeed("destroy", "-auto-approve", "-refresh=false")
		expectSent(t, s, "destroying with retain")
	})
}

func TestDestroyThatDisablesReadsOnceAndWritesOnce(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := start(t, twiliosandbox.Behaviour{})
		w.Config(k.resource(storing))
		w.Apply()
		sent(s)
		w.Succeed("destroy", "-auto-approve", "-refresh=false")
		expectSent(t, s, "destroying", "GET", "POST")
	})
}

// The name and both switches are always sent; a string only where it has a value.
func TestWriteSendsWhatHasAValue(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := start(t, twiliosandbox.Behaviour{})
		for attributes, want := range map[string][]string{
			named: {"AwsStorageEnabled", "EncryptionEnabled", "FriendlyName"},
			named + "\naws_s3_url = \"\"\naws_credentials_sid = \"\"\nencryption_key_sid = \"\"": {"AwsStorageEnabled", "EncryptionEnabled", "FriendlyName"},
			storing:    {"AwsCredentialsSid", "AwsS3Url", "AwsStorageEnabled", "EncryptionEnabled", "FriendlyName"},
			encrypting: {"AwsCredentialsSid", "AwsS3Url", "AwsStorageEnabled", "EncryptionEnabled", "EncryptionKeySid", "FriendlyName"},
		} {
			hold(s, k, twiliosandbox.Settings{FriendlyName: "Elsewhere"})
			w.Config(k.resource(attributes))
			w.Apply()
			if got := slices.Sorted(maps.Keys(lastForm(t, s))); !slices.Equal(got, want) {
				t.Errorf("with %q, the write sent %v, want %v", attributes, got, want)
			}
			w.PlansEmpty()
			w.Destroy()
		}
	})
}

func TestUserAgent(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	w.Config(recording.resource(named))
	w.Apply()
	want := regexp.MustCompile(`^Terraform/[0-9][^ ]* \(\+https://www\.terraform\.io\) terraform-provider-videostorage/test$`)
	for _, r := range s.Log().All() {
		if got := r.Header.Get("User-Agent"); !want.MatchString(got) {
			t.Errorf("%s sent the user agent %q", r.Method, got)
		}
	}
}
