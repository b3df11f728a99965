package twilio_test

import (
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// startFamily is a sandbox with an account and a subaccount of it.
func startFamily(t *testing.T, b twiliosandbox.Behaviour) (*acctest.Sandbox, *acctest.Workspace, twiliosandbox.Account) {
	t.Helper()
	parent, child := twiliosandbox.NewAccount(), twiliosandbox.NewAccount()
	child.ParentSID = parent.SID
	s := acctest.NewSandbox(t, b, parent, child)
	return s, acctest.NewWorkspace(t, s.Account, nil), child
}

// Which account Twilio then names as the credential's is not documented.
func TestCredentialOfASubaccount(t *testing.T) {
	t.Parallel()
	for name, behaviour := range map[string]twiliosandbox.Behaviour{"owner": {}, "creator": {CreatorAccountSID: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachStored(t, func(t *testing.T, k storedKind) {
				s, w, child := startFamily(t, behaviour)
				m := newMaterial(t, s.Account)
				k.configure(w, m, `account_sid = "`+child.SID+`"`)
				w.Apply()
				made := s.Credentials(child.SID)
				if len(made) != 1 || len(s.Credentials(s.SID)) != 0 {
					t.Fatalf("the subaccount has %+v", made)
				}
				if got := k.stateOf(t, w); got["account_sid"] != child.SID || got["sid"] != made[0].SID {
					t.Errorf("the state has %v", got)
				}
				w.PlansEmpty()

				k.configure(w, m, "")
				w.PlansEmpty()
				k.configure(w, m, `account_sid = "`+s.SID+`"`)
				got, _ := w.Plan()
				got.Contains(t, `account_sid = "`+child.SID+`" -> "`+s.SID+`" # forces replacement`)

				w.Succeed("plan", "-destroy", "-no-color").Contains(t, "is in use is not checked", child.SID)
				w.Destroy().Contains(t, "is in use is not checked", child.SID)
				if left := s.Credentials(child.SID); len(left) != 0 {
					t.Errorf("the subaccount still has %+v", left)
				}
			})
		})
	}
}

// Whether the account reaches its subaccounts' credentials is not documented. One
// that it does not reach is named, since Terraform cannot manage it.
func TestCredentialOfASubaccountThatIsOutOfReach(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, child := startFamily(t, twiliosandbox.Behaviour{SubaccountCredentialsHidden: true})
		m := newMaterial(t, s.Account)
		k.configure(w, m, `account_sid = "`+child.SID+`"`)
		got := w.Fail("apply", "-auto-approve", "-no-color")
		expectOneError(t, got, "cannot be managed from here", s.Credentials(child.SID)[0].SID, child.SID, s.SID, "import")
		if w.State(k.address()) != nil {
			t.Error("it is in the state")
		}

		// As the message says.
		s.Setenv("TWILIO_ACCOUNT_SID", child.SID)
		s.Setenv("TWILIO_AUTH_TOKEN", child.AuthToken)
		k.configure(w, m, "", "import {\n  to = "+k.address()+"\n  id = \""+s.Credentials(child.SID)[0].SID+"\"\n}\n")
		w.Apply()
		w.PlansEmpty()
	})
}

// An answer that names no account is about the one that was asked for.
func TestCredentialWhoseAccountIsNotNamed(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, _ := k.begin(t, twiliosandbox.Behaviour{}, "")
		const sid = "CR00000000000000000000000000000000"
		for _, answered := range []sandbox.Fault{{Method: "POST", Path: k.path}, {Method: "GET", Path: k.path + "/"}} {
			answered.Status, answered.Body = 200, `{"sid":"`+sid+`"}`
			s.Faults().Add(answered)
		}
		w.Apply()
		w.PlansEmpty()
		if got := k.stateOf(t, w); got["account_sid"] != s.SID || got["sid"] != sid {
			t.Errorf("the state has %v", got)
		}
	})
}

// A subaccount that is created in the same plan.
func TestCredentialOfAnAccountThatIsUnknown(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, child := startFamily(t, twiliosandbox.Behaviour{})
		m := newMaterial(t, s.Account)
		k.configure(w, m, "account_sid = terraform_data.unknown.output", unknown(child.SID))
		got, _ := w.Plan()
		got.Contains(t, "account_sid = (known after apply)")
		w.Apply()
		w.PlansEmpty()
		if got := k.stateOf(t, w); got["account_sid"] != child.SID {
			t.Errorf("the state has %v", got)
		}
	})
}

// What a creation may have left behind is looked for in its own account: Twilio shows
// an account its subaccounts' credentials, too.
func TestCreationWhoseFateIsUnknownBesideASubaccount(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, child := startFamily(t, twiliosandbox.Behaviour{})
		other := s.AddCredential(child.SID, twiliosandbox.Credential{Kind: k.sandbox, FriendlyName: "Consultations"})
		s.Faults().Add(sandbox.Fault{Method: "POST", Path: k.path, Drop: true, After: true})
		k.configure(w, newMaterial(t, s.Account), `friendly_name = "Consultations"`)
		got := w.Fail("apply", "-auto-approve", "-no-color")
		got.Contains(t, "Twilio now lists 1 "+k.title+"(s)", k.only(t, s).SID)
		got.Lacks(t, other.SID)
	})
}
