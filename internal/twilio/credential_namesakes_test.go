package twilio_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

const namesakesFound = "s of the same name"

// A run that is killed once Twilio has created a credential, and before Terraform has
// noted it, tells nobody. The creation that follows does.
func TestCreationNamesWhatAKilledRunLeftBehind(t *testing.T) {
	t.Parallel()
	for _, friendlyName := range []string{"Consultations", ""} {
		forEachStored(t, func(t *testing.T, k storedKind) {
			s, w := start(t, twiliosandbox.Behaviour{})
			m := newMaterial(t, s.Account)
			left := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: k.sandbox, FriendlyName: friendlyName, DateCreated: time.Now().Add(-time.Minute)})
			other := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: k.sandbox, FriendlyName: "Another"})
			attribute := ""
			if friendlyName != "" {
				attribute = fmt.Sprintf("friendly_name = %q", friendlyName)
			}
			k.configure(w, m, attribute)
			got := w.Apply()
			got.Contains(t, "Warning: There are more "+k.title+namesakesFound, "account "+s.SID+" had 1 "+k.title+"(s)",
				left.SID+", created "+left.DateCreated.Format(time.RFC3339), "settings of account "+s.SID+" use none of them", "delete it in Twilio's console")
			kept := k.kept(s)
			got.Lacks(t, other.SID, kept[len(kept)-1].SID)
			w.PlansEmpty()
		})
	}
}

// What a state has, or settings use, is no surprise: a rotation has no such warning,
// in whatever order it goes, and neither have resources of one name.
func TestCreationIsSilentAboutWhatIsAccountedFor(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		for name, config := range map[string]string{
			"in use":                   k.chain(beforeDestroy + "\nfriendly_name = \"Consultations\"\n"),
			"deleted first":            declared + k.resource(`friendly_name = "Consultations"`),
			"several of the same name": declared + k.resource("count = 3\n"),
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				s, w := start(t, twiliosandbox.Behaviour{})
				for version := range 2 {
					w.Write("terraform.tfvars", newMaterial(t, s.Account).variables(version))
					w.Config(config)
					w.Apply().Lacks(t, namesakesFound)
				}
			})
		}
	})
}

// Terraform prints warnings when a command ends, which one that is killed never does. So
// the next command that reads the credential says it again, and the one after it no more.
func TestWarningOfACreationIsRepeatedOnce(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := start(t, twiliosandbox.Behaviour{})
		left := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: k.sandbox})
		k.configure(w, newMaterial(t, s.Account), "")
		w.Apply().Contains(t, left.SID)
		got, changes := w.Plan()
		got.Contains(t, "Warning: There are more "+k.title+namesakesFound, left.SID)
		if changes {
			t.Errorf("the plan is not empty:\n%s", got.Text)
		}
		w.Apply().Contains(t, left.SID)
		got, changes = w.Plan()
		got.Lacks(t, left.SID)
		if changes {
			t.Errorf("the plan is not empty:\n%s", got.Text)
		}
	})
}

// Whether a subaccount's settings use a credential, nobody can see from its parent.
func TestNamesakesOfASubaccount(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, child := startFamily(t, twiliosandbox.Behaviour{})
		used := s.AddCredential(child.SID, twiliosandbox.Credential{Kind: k.sandbox, FriendlyName: "Consultations"})
		k.configure(w, newMaterial(t, s.Account), "friendly_name = \"Consultations\"\naccount_sid = \""+child.SID+"\"")
		got := w.Apply()
		got.Contains(t, "account "+child.SID+" had 1 "+k.title+"(s)", used.SID, "settings of account "+s.SID+" use none of them; those of other accounts are not known here")
	})
}

// A warning that a refused creation would have had is not lost to the others.
func TestRefusedCreationNamesNamesakes(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := start(t, twiliosandbox.Behaviour{})
		left := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: k.sandbox})
		s.Faults().Add(sandbox.Fault{Method: "POST", Path: k.path, Status: 400, Body: `{"code":20001,"message":"Refused","status":400}`})
		k.configure(w, newMaterial(t, s.Account), "count = 2\n")
		w.Fail("apply", "-auto-approve", "-no-color", "-parallelism=1").Contains(t, "Refused", namesakesFound, left.SID)
	})
}

// Many resources are created after one look.
func TestCreationsShareTheLook(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := start(t, twiliosandbox.Behaviour{})
		left := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: k.sandbox})
		k.configure(w, newMaterial(t, s.Account), "count = 12\n")
		got := w.Apply()
		if n := sandbox.Count(s.Log().All(), "GET", k.path); n != 1 {
			t.Errorf("%d requests for the list, want one", n)
		}
		if n := strings.Count(got.Text, left.SID); n != 1 {
			t.Errorf("it is named %d times, want once:\n%s", n, got.Text)
		}
		if n := len(k.kept(s)); n != 13 {
			t.Errorf("Twilio holds %d, want 13", n)
		}
	})
}

// Not to find out keeps nothing from being created, and is said.
func TestCreationThatCannotLookForNamesakes(t *testing.T) {
	t.Parallel()
	const refused = `{"code":70051,"message":"required permission is missing","status":401}`
	forEachStored(t, func(t *testing.T, k storedKind) {
		t.Run("list", func(t *testing.T) {
			t.Parallel()
			s, w := start(t, twiliosandbox.Behaviour{})
			s.Faults().Add(sandbox.Fault{Method: "GET", Path: k.path, Status: 401, Body: refused})
			k.configure(w, newMaterial(t, s.Account), "count = 3\n")
			got := w.Apply()
			got.Contains(t, "Warning: Could not look for "+k.title+namesakesFound, "required permission is missing", s.SID)
			if n := strings.Count(got.Text, "required permission is missing"); n != 1 {
				t.Errorf("it is said %d times, want once", n)
			}
			if n := len(k.kept(s)); n != 3 {
				t.Errorf("Twilio holds %d, want 3", n)
			}
		})
		t.Run("settings", func(t *testing.T) {
			t.Parallel()
			s, w := start(t, twiliosandbox.Behaviour{})
			left := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: k.sandbox})
			s.Faults().Add(sandbox.Fault{Method: "GET", Path: "Settings", Times: 2, Status: 401, Body: refused})
			k.configure(w, newMaterial(t, s.Account), "")
			got := w.Apply()
			got.Contains(t, left.SID, "could not be found out", "required permission is missing")
			got.Lacks(t, "use none of them")
		})
		t.Run("in time", func(t *testing.T) {
			t.Parallel()
			s, w := start(t, twiliosandbox.Behaviour{})
			s.Faults().Add(sandbox.Fault{Method: "GET", Path: k.path, Delay: time.Hour})
			// The next one has time for it.
			s.ProviderConfig = "provider \"videostorage\" {\n  request_timeout = \"10m\"\n}\n"
			left := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: k.sandbox})
			hurried, patient := "timeouts = {\n  create = \"10s\"\n}\n", k.resource("depends_on = ["+k.address()+"]")
			k.configure(w, newMaterial(t, s.Account), hurried, strings.Replace(patient, `"this"`, `"that"`, 1))
			w.Apply().Contains(t, "Could not look for", "deadline exceeded", left.SID)
		})
	})
}

// What is said of the look does not come between the vendor's answer and the state.
func TestTheLookComesBeforeTheCreation(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := start(t, twiliosandbox.Behaviour{})
		s.AddCredential(s.SID, twiliosandbox.Credential{Kind: k.sandbox})
		k.configure(w, newMaterial(t, s.Account), "")
		w.Apply()
		all := s.Log().All()
		if n := len(all); n != 4 || all[n-1].Method != http.MethodPost {
			t.Errorf("sent %v, want the list, both settings, and the creation last", sent(s))
		}
	})
}
