package twilio_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// chain is a credential, and both settings that it is in force in.
func (k storedKind) chain(lifecycle string) string {
	return declared + k.resource(lifecycle) + k.using(recording) + k.using(composition)
}

// inForce fails the test unless both settings use the credential.
func (k storedKind) inForce(t *testing.T, s *acctest.Sandbox, sid string) {
	t.Helper()
	for _, settings := range []twin{recording, composition} {
		got := held(t, s, settings)
		use, on := got.AWSCredentialsSID, got.AWSStorageEnabled
		if k.sandbox == twiliosandbox.PublicKeys {
			use, on = got.EncryptionKeySID, got.EncryptionEnabled
		}
		if use != sid || !on {
			t.Errorf("%s: %+v, want %s in force", settings.sandbox, got, sid)
		}
	}
}

// writes are the requests that change something, in order.
func writes(s *acctest.Sandbox) []string {
	var all []string
	for _, r := range s.Log().All() {
		if r.Method != http.MethodGet {
			path := strings.TrimPrefix(r.Path, "/v1/")
			if r.Method == http.MethodDelete {
				path = path[:strings.LastIndex(path, "/")]
			}
			all = append(all, r.Method+" "+path)
		}
	}
	return all
}

// forEachStoredAndWorld runs a test on both kinds of credentials in both worlds.
func forEachStoredAndWorld(t *testing.T, test func(*testing.T, storedKind, twiliosandbox.Behaviour)) {
	t.Helper()
	for name, b := range worlds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachStored(t, func(t *testing.T, k storedKind) { test(t, k, b) })
		})
	}
}

// A new key is one apply: the new credential, the settings, and only then does the
// old one go. At no moment do the settings refer to a credential that is not there.
func TestRotation(t *testing.T) {
	t.Parallel()
	forEachStoredAndWorld(t, func(t *testing.T, k storedKind, b twiliosandbox.Behaviour) {
		for _, strict := range []bool{false, true} {
			t.Run(fmt.Sprintf("strict %t", strict), func(t *testing.T) {
				t.Parallel()
				b := b
				b.RefuseDeleteInUse, b.RefuseUnknownCredentials = strict, strict
				s, w := start(t, b)
				m := newMaterial(t, s.Account)
				w.Write("terraform.tfvars", m.variables(1))
				w.Config(k.chain(beforeDestroy))
				w.Apply()
				first := k.only(t, s)
				k.inForce(t, s, first.SID)
				w.PlansEmpty()

				next := newMaterial(t, s.Account)
				w.Write("terraform.tfvars", next.variables(2))
				w.Succeed("plan", "-out=saved").Contains(t, "1 to add, 2 to change, 1 to destroy", "(known after apply)")
				s.Log().Reset()
				w.Succeed("apply", "saved")
				second := k.only(t, s)
				if second.SID == first.SID {
					t.Error("the credential was not replaced")
				}
				k.stores(t, s, second, next)
				k.inForce(t, s, second.SID)
				got := writes(s)
				slices.Sort(got[1:3])
				if want := []string{
					"POST Credentials/" + string(k.sandbox), "POST CompositionSettings/Default", "POST RecordingSettings/Default", "DELETE Credentials/" + string(k.sandbox),
				}; !slices.Equal(got, want) {
					t.Errorf("the rotation sent %q, want %q", got, want)
				}
				expectNoneDangled(t, s)
				w.PlansEmpty()

				s.Log().Reset()
				w.Destroy()
				got = writes(s)
				if len(got) != 3 || got[2] != "DELETE Credentials/"+string(k.sandbox) {
					t.Errorf("the destroy sent %q, want the settings first and the credential last", got)
				}
				expectNoneDangled(t, s)
				if left := k.kept(s); len(left) != 0 {
					t.Errorf("Twilio still holds %+v", left)
				}
			})
		}
	})
}

// Key and certificate, so to speak, at once, for both settings.
func TestRotationOfBothAtOnce(t *testing.T) {
	t.Parallel()
	for name, b := range worlds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, b)
			config := declared + storedAWS.resource(beforeDestroy) + storedKey.resource(beforeDestroy)
			for _, settings := range []twin{recording, composition} {
				config += settings.resource(named + `
					aws_storage_enabled = true
					aws_s3_url          = "` + bucket + `"
					aws_credentials_sid = ` + storedAWS.address() + `.sid
					encryption_enabled  = true
					encryption_key_sid  = ` + storedKey.address() + `.sid`)
			}
			w.Config(config)
			w.Write("terraform.tfvars", newMaterial(t, s.Account).variables(1))
			w.Apply()
			for version := range 2 {
				m := newMaterial(t, s.Account)
				w.Write("terraform.tfvars", m.variables(version+2))
				w.Apply().Contains(t, "2 added, 2 changed, 2 destroyed")
				for _, k := range []storedKind{storedAWS, storedKey} {
					k.stores(t, s, k.only(t, s), m)
					k.inForce(t, s, k.only(t, s).SID)
				}
			}
			w.Destroy()
			expectNoneDangled(t, s)
		})
	}
}

// Without create_before_destroy Terraform deletes the old credential first, while
// the settings use it. It is refused, and nothing is lost.
func TestReplacingTheWrongWayRound(t *testing.T) {
	t.Parallel()
	forEachStoredAndWorld(t, func(t *testing.T, k storedKind, b twiliosandbox.Behaviour) {
		s, w := start(t, b)
		w.Write("terraform.tfvars", newMaterial(t, s.Account).variables(1))
		w.Config(k.chain(""))
		w.Apply()
		first := k.only(t, s)
		next := newMaterial(t, s.Account)
		w.Write("terraform.tfvars", next.variables(2))
		got := w.Fail("apply", "-auto-approve", "-no-color")
		got.Contains(t, "Error: The "+k.title+" is in use", "The recording settings of account "+s.SID+" use "+first.SID, "The composition settings of",
			"create_before_destroy = true", "deletes recordings for good")
		k.inForce(t, s, first.SID)
		if deletions(s) != 0 {
			t.Error("it was deleted")
		}

		// As the message says.
		w.Config(k.chain(beforeDestroy))
		w.Apply()
		k.inForce(t, s, k.only(t, s).SID)
		expectNoneDangled(t, s)
		w.PlansEmpty()
	})
}

// Settings that are retained keep their credential.
func TestDestroyWithRetainedSettings(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := start(t, twiliosandbox.Behaviour{})
		w.Write("terraform.tfvars", newMaterial(t, s.Account).variables(1))
		config := strings.ReplaceAll(k.chain(beforeDestroy), "friendly_name = \"Consultations\"", "friendly_name = \"Consultations\"\non_destroy = \"retain\"")
		w.Config(config)
		w.Apply()
		first := k.only(t, s)
		got := w.Fail("destroy", "-auto-approve", "-no-color")
		got.Contains(t, "The "+k.title+" is in use", "removed block and destroy = false")
		k.inForce(t, s, first.SID)

		// As the message says.
		w.Config("removed {\n  from = " + k.address() + "\n  lifecycle {\n    destroy = false\n  }\n}\n")
		w.Apply()
		k.inForce(t, s, first.SID)
		if w.State(k.address()) != nil {
			t.Error("it is in the state")
		}
	})
}

// Settings that cannot be read may use it.
func TestDeletingWhileTheSettingsCannotBeRead(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, _ := k.created(t, twiliosandbox.Behaviour{}, "")
		s.Faults().Add(sandbox.Fault{Method: "GET", Path: "/v1/CompositionSettings", Status: 401, Body: `{"code":70051,"message":"required permission twilio/video is missing","status":401}`})
		expectOneError(t, w.Fail("destroy", "-auto-approve", "-no-color"), "Could not read the composition settings, to make sure that they do not use "+k.only(t, s).SID,
			"70051", "Nothing was deleted")
		w.Destroy()
	})
}

// Accounts whose settings were never made use nothing.
func TestDeletingWithoutSettings(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]twiliosandbox.Behaviour{"404": {NeverConfigured404: true}, "null": {NullObject: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachStored(t, func(t *testing.T, k storedKind) {
				s, w, _ := k.created(t, b, "")
				w.Destroy()
				if deletions(s) != 1 {
					t.Errorf("%d deletions", deletions(s))
				}
			})
		})
	}
}

// Somebody else's settings count too, and Twilio's own refusal is an error.
func TestDeletingWhatTwilioKeeps(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, _ := k.created(t, twiliosandbox.Behaviour{RefuseDeleteInUse: true}, "")
		sid := k.only(t, s).SID
		using := twiliosandbox.Settings{FriendlyName: "By hand", AWSStorageEnabled: true, AWSS3URL: bucket, AWSCredentialsSID: sid, EncryptionEnabled: true, EncryptionKeySID: sid}
		// Somebody points the settings to it right after they were looked at.
		s.Faults().Add(sandbox.Fault{Method: "DELETE", Hook: func() { hold(s, recording, using) }})
		expectOneError(t, w.Fail("destroy", "-auto-approve", "-no-color"), "Could not delete the "+k.title, "HTTP status 400", sid)
		k.stateOf(t, w)
		expectOneError(t, w.Fail("destroy", "-auto-approve", "-no-color"), "The "+k.title+" is in use")
	})
}

// The proof is one that can fail: credentials that go behind Terraform's back show.
func TestDanglingReferencesShowInTheLog(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := start(t, twiliosandbox.Behaviour{})
		w.Write("terraform.tfvars", newMaterial(t, s.Account).variables(1))
		w.Config(k.chain(beforeDestroy))
		w.Apply()
		expectNoneDangled(t, s)
		sid := k.only(t, s).SID
		if err := k.api.Delete(t.Context(), s.API, sid); err != nil {
			t.Fatal(err)
		}
		log := s.Log().All()
		if got := strings.Join(log[len(log)-1].Dangling, "\n"); strings.Count(got, sid) != 2 {
			t.Errorf("after the deletion these dangle: %q, want both settings' references to %s", got, sid)
		}

		// And Terraform mends it.
		w.Apply().Contains(t, "The "+k.title+" is gone")
		k.inForce(t, s, k.only(t, s).SID)
	})
}
