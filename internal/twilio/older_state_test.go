package twilio_test

import (
	"regexp"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// forgetIdentities removes the identities from the state, as Terraform 1.11 writes it.
func forgetIdentities(t *testing.T, w *acctest.Workspace) {
	t.Helper()
	state := w.Read("terraform.tfstate")
	without := regexp.MustCompile(`(?s),\s*"identity(_schema_version": \d+|": \{.*?\})`).ReplaceAllString(state, "")
	if acctest.HasIdentity(t) && without == state {
		t.Fatal("the state has no identities")
	}
	w.Write("terraform.tfstate", without)
}

// The framework wants an identity of every resource that it has read, also of one that no longer exists.
func TestMissingObjectsAreCreatedFromAStateWithoutIdentities(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{NeverConfigured404: true})
	w.Config(publicKeyResource(publicPEM, "") + recordingSettings.resource(named))
	w.Apply()
	forgetIdentities(t, w)
	w.PlansEmpty()
	s.RemoveCredential(s.SID, soleCredential(t, s).SID)
	s.Unset(s.SID, recordingSettings.sandbox)
	got, _ := w.Plan()
	got.Contains(t, "2 to add, 0 to change, 0 to destroy")
}
