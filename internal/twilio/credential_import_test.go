package twilio_test

import (
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// existing starts a sandbox with a credential that no state has.
func existing(t *testing.T, k storedKind) (*acctest.Sandbox, *acctest.Workspace, material, twiliosandbox.Credential) {
	t.Helper()
	s, w := start(t, twiliosandbox.Behaviour{})
	return s, w, newMaterial(t, s.Account), k.put(s, "By hand")[0]
}

// Twilio never returns the content, so it is null after an import. Filling it in sends nothing. Later changes replace the credential.
func TestImportOfACredential(t *testing.T) {
	t.Parallel()
	for name, block := range map[string]string{"by SID": "id = \"SID\"\n", "by identity": "identity = {\n  sid = \"SID\"\n}\n"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "by identity" {
				acctest.NeedIdentity(t)
			}
			forEachStored(t, func(t *testing.T, k storedKind) {
				s, w, m, made := existing(t, k)
				k.configure(w, m, `friendly_name = "By hand"`, "import {\n  to = "+k.address()+"\n  "+strings.ReplaceAll(block, "SID", made.SID)+"}\n")
				got, _ := w.Plan()
				got.Contains(t, "1 to import, 0 to add, 1 to change, 0 to destroy", "The content of the "+k.title+" cannot be checked", made.SID, "-replace")
				w.Apply()
				expectNoWrite(t, s)
				w.PlansEmpty()
				expectState(t, w, k.address(), map[string]any{"sid": made.SID, "friendly_name": "By hand", "account_sid": s.SID, "url": made.URL()})

				other := newMaterial(t, s.Account)
				w.Write("terraform.tfvars", other.variables(1))
				got, _ = w.Plan()
				got.Contains(t, "forces replacement", "1 to add, 0 to change, 1 to destroy")
				got.Lacks(t, "cannot be checked")
				w.Apply()
				k.stores(t, s, k.only(t, s), other)
			})
		})
	}
}

func TestImportCommandRemembersTheAccount(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, m, made := existing(t, k)
		k.configure(w, m, `friendly_name = "By us"`)
		w.Succeed("import", "-input=false", k.address(), made.SID)
		expectState(t, w, k.address(), map[string]any{k.content: nil, "secret_access_key": nil, "secret_access_key_wo_version": nil, "fingerprint_sha256": nil})
		// The same apply fills in the content and renames.
		w.Apply()
		if got := k.only(t, s); got.SID != made.SID || got.FriendlyName != "By us" {
			t.Errorf("Twilio has %+v", got)
		}
		w.PlansEmpty()

		other := twiliosandbox.NewAccount()
		s.AddAccount(other)
		useAccount(s, other.SID, other, false)
		expectOneError(t, w.Fail("plan", "-no-color"), otherAccountSummary, made.SID)
	})
}

// A key that is unknown while planning cannot be the one that Twilio has.
func TestImportWithUnknownContentReplacesTheCredential(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, m, made := existing(t, k)
		content := m.accessKeyID
		if k.sandbox == twiliosandbox.PublicKeys {
			content = strings.ReplaceAll(m.pem, "\n", `\n`)
		}
		w.Write("terraform.tfvars", m.variables(1))
		w.Config(strings.Replace(declared+k.resource(""), "var."+k.content+"\n", "terraform_data.unknown.output\n", 1) + unknown(content) + k.importBlock(made.SID))
		got, _ := w.Plan()
		got.Contains(t, "forces replacement", "1 to import, 2 to add, 0 to change, 1 to destroy")
		w.Apply()
		k.stores(t, s, k.only(t, s), m)
		w.PlansEmpty()
	})
}

func TestFailedImportStoresNothing(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, m, made := existing(t, k)
		kinds := map[twiliosandbox.CredentialKind]twiliosandbox.CredentialKind{
			twiliosandbox.AWSCredentials: twiliosandbox.PublicKeys, twiliosandbox.PublicKeys: twiliosandbox.AWSCredentials,
		}
		ofOtherKind := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: kinds[k.sandbox]})
		s.Faults().Add(sandbox.Fault{Path: made.SID, Every: 1, Status: 200, Body: `{"sid":"` + otherSID + `","account_sid":"` + s.SID + `"}`})
		k.configure(w, m, "")
		for id, part := range map[string]string{
			"Default":       "Not the SID of a credential",
			s.SID:           "Not the SID of a credential",
			otherSID:        "non-existent remote object",
			ofOtherKind.SID: "non-existent remote object",
			made.SID:        "about another credential, " + otherSID,
		} {
			w.Fail("import", "-input=false", "-no-color", k.address(), id).Contains(t, part)
			if w.State(k.address()) != nil {
				t.Errorf("%s is in the state", id)
			}
		}
	})
}
