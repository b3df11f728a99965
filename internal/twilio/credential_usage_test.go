package twilio_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// writes returns the requests that change something, in order.
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

// One apply creates the new credential, moves the settings, and then deletes the old one. At no moment do the settings refer to a
// credential that does not exist.
func TestRotation(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]twiliosandbox.Behaviour{
		"replace": {}, "merge": {Merge: true}, "strict": {RefuseDeleteInUse: true, RefuseUnknownCredentials: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachStored(t, func(t *testing.T, k storedKind) {
				s, w := start(t, b)
				w.Write("terraform.tfvars", newMaterial(t, s.Account).variables(1))
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
				if got = writes(s); len(got) != 3 || got[2] != "DELETE Credentials/"+string(k.sandbox) {
					t.Errorf("the destroy sent %q, want the settings first and the credential last", got)
				}
				expectNoneDangled(t, s)
				if left := k.remote(s); len(left) != 0 {
					t.Errorf("Twilio still has %+v", left)
				}
			})
		})
	}
}

// Without create_before_destroy, Terraform deletes the old credential first, while the settings use it.
func TestCredentialInUseIsNotReplaced(t *testing.T) {
	t.Parallel()
	for name, b := range variants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachStored(t, func(t *testing.T, k storedKind) {
				s, w := start(t, b)
				w.Write("terraform.tfvars", newMaterial(t, s.Account).variables(1))
				w.Config(k.chain(""))
				w.Apply()
				first := k.only(t, s)
				w.Write("terraform.tfvars", newMaterial(t, s.Account).variables(2))
				got := w.Fail("apply", "-auto-approve", "-no-color")
				got.Contains(t, "Error: The "+k.title+" is in use", "The recording settings of account "+s.SID+" use "+first.SID, "The composition settings of",
					"create_before_destroy = true", "deletes recordings for good")
				k.inForce(t, s, first.SID)
				expectDeletions(t, s, 0)

				// As the message says.
				w.Config(k.chain(beforeDestroy))
				w.Apply()
				k.inForce(t, s, k.only(t, s).SID)
				expectNoneDangled(t, s)
				w.PlansEmpty()
			})
		})
	}
}

func TestCredentialOfRetainedSettingsIsNotDeleted(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := start(t, twiliosandbox.Behaviour{})
		w.Write("terraform.tfvars", newMaterial(t, s.Account).variables(1))
		w.Config(strings.ReplaceAll(k.chain(beforeDestroy), "friendly_name = \"Consultations\"", "friendly_name = \"Consultations\"\non_destroy = \"retain\""))
		w.Apply()
		first := k.only(t, s)
		w.Fail("destroy", "-auto-approve", "-no-color").Contains(t, "The "+k.title+" is in use", "removed block and destroy = false")
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

// Settings that cannot be read may use the credential. Twilio itself may refuse the deletion too.
func TestCredentialThatMayBeInUseIsNotDeleted(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, _ := k.created(t, twiliosandbox.Behaviour{RefuseDeleteInUse: true}, "")
		sid := k.only(t, s).SID
		s.Faults().Add(sandbox.Fault{
			Method: "GET", Path: "/v1/CompositionSettings", Status: 401, Body: `{"code":70051,"message":"required permission twilio/video is missing","status":401}`,
		})
		expectOneError(t, w.Fail("destroy", "-auto-approve", "-no-color"), "Could not read the composition settings, to check that they do not use "+sid,
			"70051", "Nothing was deleted")
		expectDeletions(t, s, 0)

		// Another administrator makes the settings use it right after they were read.
		s.Faults().Add(sandbox.Fault{Method: "DELETE", Hook: func() { k.use(s, recordingSettings, sid) }})
		expectOneError(t, w.Fail("destroy", "-auto-approve", "-no-color"), "Could not delete the "+k.title, "HTTP status 400", sid)
		expectState(t, w, k.address(), map[string]any{"sid": sid})
		expectOneError(t, w.Fail("destroy", "-auto-approve", "-no-color"), "The "+k.title+" is in use")
	})
}

// startFamily starts a sandbox with an account and a subaccount.
func startFamily(t *testing.T, b twiliosandbox.Behaviour) (*acctest.Sandbox, *acctest.Workspace, twiliosandbox.Account) {
	t.Helper()
	parent, child := twiliosandbox.NewAccount(), twiliosandbox.NewAccount()
	child.ParentSID = parent.SID
	s := acctest.NewSandbox(t, b, parent, child)
	return s, acctest.NewWorkspace(t, s.Account, nil), child
}

// Twilio does not document which account it then names as the credential's.
func TestCredentialOfASubaccount(t *testing.T) {
	t.Parallel()
	for name, behaviour := range map[string]twiliosandbox.Behaviour{"owner": {}, "creator": {CreatorAccountSID: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachStored(t, func(t *testing.T, k storedKind) {
				s, w, child := startFamily(t, behaviour)
				m := newMaterial(t, s.Account)
				k.configure(w, m, "account_sid = terraform_data.unknown.output", unknown(child.SID))
				got, _ := w.Plan()
				got.Contains(t, "account_sid = (known after apply)")
				w.Apply()
				made := s.Credentials(child.SID)
				if len(made) != 1 || len(s.Credentials(s.SID)) != 0 {
					t.Fatalf("the subaccount has %+v", made)
				}
				expectState(t, w, k.address(), map[string]any{"account_sid": child.SID, "sid": made[0].SID})
				w.PlansEmpty()
				k.configure(w, m, "")
				w.Apply()
				w.PlansEmpty()
				k.configure(w, m, `account_sid = "`+s.SID+`"`)
				got, _ = w.Plan()
				got.Contains(t, `account_sid = "`+child.SID+`" -> "`+s.SID+`" # forces replacement`)

				warning := []string{"Use of the " + k.title + " is not checked", child.SID}
				w.Succeed("plan", "-destroy", "-no-color").Contains(t, warning...)
				w.Destroy().Contains(t, warning...)
				if left := s.Credentials(child.SID); len(left) != 0 {
					t.Errorf("the subaccount still has %+v", left)
				}
			})
		})
	}
}

// Twilio does not document whether an account reaches the credentials of its subaccounts.
func TestCredentialOfAHiddenSubaccountIsNamed(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, child := startFamily(t, twiliosandbox.Behaviour{SubaccountCredentialsHidden: true})
		m := newMaterial(t, s.Account)
		k.configure(w, m, `account_sid = "`+child.SID+`"`)
		got := w.Fail("apply", "-auto-approve", "-no-color")
		sid := s.Credentials(child.SID)[0].SID
		expectOneError(t, got, "cannot be managed from this account", sid, child.SID, s.SID, "import")
		if w.State(k.address()) != nil {
			t.Error("it is in the state")
		}

		// As the message says.
		useAccount(s, child.SID, child, false)
		k.configure(w, m, "", k.importBlock(sid))
		w.Apply()
		w.PlansEmpty()
	})
}
