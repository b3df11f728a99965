package twilio_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Terraform 1.11 writes states without identities, and the framework wants an identity of every resource that it has read, also of one that no
// longer exists.
func TestMissingObjectsAreCreatedFromAStateWithoutIdentities(t *testing.T) {
	t.Parallel()
	secret := strings.Repeat("x", 40)
	s, w := start(t, twiliosandbox.Behaviour{NeverConfigured404: true})
	s.StoredSecret(secret)
	w.Config(recordingSettings.resource(named) + `
resource "videostorage_twilio_aws_credential" "this" {
  access_key_id     = "AKIAIOSFODNN7EXAMPLE"
  secret_access_key = "` + secret + `"
}
`)
	w.Apply()
	state := w.Read("terraform.tfstate")
	without := regexp.MustCompile(`(?s),\s*"identity(_schema_version": \d+|": \{.*?\})`).ReplaceAllString(state, "")
	if acctest.HasIdentity(t) && without == state {
		t.Fatal("the state has no identities")
	}
	w.Write("terraform.tfstate", without)
	w.PlansEmpty()
	for _, credential := range s.Credentials(s.SID) {
		s.RemoveCredential(s.SID, credential.SID)
	}
	s.Unset(s.SID, recordingSettings.sandbox)
	got, _ := w.Plan()
	got.Contains(t, "2 to add, 0 to change, 0 to destroy")
}
