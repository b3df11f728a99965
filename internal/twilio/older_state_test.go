package twilio_test

import (
	"encoding/json"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// forgetIdentity leaves the state as Terraform 1.11 writes it.
func forgetIdentity(t *testing.T, w *acctest.Workspace) {
	t.Helper()
	var state map[string]any
	if err := json.Unmarshal([]byte(w.Read("terraform.tfstate")), &state); err != nil {
		t.Fatal(err)
	}
	instances := 0
	resources, _ := state["resources"].([]any)
	for _, r := range resources {
		r, _ := r.(map[string]any)
		all, _ := r["instances"].([]any)
		for _, instance := range all {
			if instance, ok := instance.(map[string]any); ok {
				delete(instance, "identity")
				delete(instance, "identity_schema_version")
				instances++
			}
		}
	}
	if instances == 0 {
		t.Fatal("the state is empty")
	}
	text, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	w.Write("terraform.tfstate", string(text))
}

// What is gone is planned anew from a state without identities, too: the framework
// wants the identity of every resource that it has read.
func TestWhatIsGoneFromAStateWithoutIdentity(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, _ := k.created(t, twiliosandbox.Behaviour{}, "")
		forgetIdentity(t, w)
		w.PlansEmpty()
		s.RemoveCredential(s.SID, k.only(t, s).SID)
		got, _ := w.Plan()
		got.Contains(t, "The "+k.title+" is gone", "1 to add, 0 to change, 0 to destroy")
	})
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := start(t, twiliosandbox.Behaviour{NeverConfigured404: true})
		w.Config(k.resource(storing))
		w.Apply()
		forgetIdentity(t, w)
		w.PlansEmpty()
		s.Unset(s.SID, k.sandbox)
		got, _ := w.Plan()
		got.Contains(t, "1 to add, 0 to change, 0 to destroy")
	})
}
