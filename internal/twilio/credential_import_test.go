package twilio_test

import (
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// adopt is a sandbox whose account has a credential that somebody made, with what
// it stores, and a workspace that knows of it.
func adopt(t *testing.T, k storedKind) (*acctest.Sandbox, *acctest.Workspace, material, twiliosandbox.Credential) {
	t.Helper()
	s, w := start(t, twiliosandbox.Behaviour{})
	made := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: k.sandbox, FriendlyName: "By hand"})
	return s, w, newMaterial(t, s.Account), made
}

// What Twilio never returns is null after an import, and filling it in is no
// reason to replace the credential. A change after that is.
func TestImportOfACredential(t *testing.T) {
	t.Parallel()
	for name, block := range map[string]string{
		"by SID":      "id = \"SID\"\n",
		"by identity": "identity = {\n  sid = \"SID\"\n}\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "by identity" {
				acctest.NeedIdentity(t)
			}
			forEachStored(t, func(t *testing.T, k storedKind) {
				s, w, m, made := adopt(t, k)
				k.configure(w, m, `friendly_name = "By hand"`, "import {\n  to = "+k.address()+"\n  "+strings.ReplaceAll(block, "SID", made.SID)+"}\n")
				got, _ := w.Plan()
				got.Contains(t, "1 to import, 0 to add, 1 to change, 0 to destroy", "What the "+k.title+" stores cannot be checked", made.SID, "-replace")
				w.Apply()
				expectNoWrite(t, s)
				w.PlansEmpty()
				state := k.stateOf(t, w)
				if state["sid"] != made.SID || state["friendly_name"] != "By hand" || state["account_sid"] != s.SID || state["url"] != made.URL() {
					t.Errorf("the state has %v", state)
				}

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

func TestImportCommandOfACredential(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, m, made := adopt(t, k)
		k.configure(w, m, `friendly_name = "By hand"`)
		w.Succeed("import", "-input=false", k.address(), made.SID)
		state := k.stateOf(t, w)
		for _, name := range []string{"access_key_id", "secret_access_key", "secret_access_key_wo_version", "public_key", "fingerprint_sha256"} {
			if state[name] != nil {
				t.Errorf("%s is %v after an import, want null", name, state[name])
			}
		}
		w.Apply()
		expectNoWrite(t, s)
		w.PlansEmpty()

		// The account that it was imported through is remembered.
		other := twiliosandbox.NewAccount()
		s.AddAccount(other)
		s.Setenv("TWILIO_ACCOUNT_SID", other.SID)
		s.Setenv("TWILIO_AUTH_TOKEN", other.AuthToken)
		expectOneError(t, w.Fail("plan", "-no-color"), "The credentials belong to another account", made.SID)
	})
}

// Renaming in the same apply that fills in what Twilio never returns.
func TestImportAndRename(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, m, made := adopt(t, k)
		k.configure(w, m, `friendly_name = "By us"`, "import {\n  to = "+k.address()+"\n  id = \""+made.SID+"\"\n}\n")
		w.Apply()
		if got := k.only(t, s); got.SID != made.SID || got.FriendlyName != "By us" {
			t.Errorf("Twilio holds %+v", got)
		}
		w.PlansEmpty()
	})
}

// A key that is made in the same plan cannot be the one that was stored long ago.
func TestImportWithAKeyThatIsUnknown(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, m, made := adopt(t, k)
		config := declared + unknown(m.accessKeyID) + k.resource("") + "import {\n  to = " + k.address() + "\n  id = \"" + made.SID + "\"\n}\n"
		if k.sandbox == twiliosandbox.PublicKeys {
			config = strings.ReplaceAll(config, m.accessKeyID, strings.ReplaceAll(m.pem, "\n", `\n`))
		}
		config = strings.NewReplacer("var.access_key_id\n", "terraform_data.unknown.output\n", "var.public_key\n", "terraform_data.unknown.output\n").Replace(config)
		w.Write("terraform.tfvars", m.variables(1))
		w.Config(config)
		got, _ := w.Plan()
		got.Contains(t, "forces replacement", "1 to import, 2 to add, 0 to change, 1 to destroy")
		w.Apply()
		k.stores(t, s, k.only(t, s), m)
		w.PlansEmpty()
	})
}

// The stored form of the secret, which old versions of Terraform need.
func TestImportWithAStoredSecret(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	made := s.AddCredential(s.SID, twiliosandbox.Credential{})
	const secret = "storedSecret/22222222222222222222222222+"
	s.StoredSecret(secret)
	w.Write("terraform.tfvars", `secret = "`+secret+`"`)
	w.Config("variable \"secret\" {\n  sensitive = true\n}\n" + `
resource "videostorage_twilio_aws_credential" "this" {
  access_key_id     = "AKIAIOSFODNN7EXAMPLE"
  secret_access_key = var.secret
}
import {
  to = videostorage_twilio_aws_credential.this
  id = "` + made.SID + `"
}`)
	w.Apply().Contains(t, "1 imported, 0 added, 1 changed, 0 destroyed")
	expectNoWrite(t, s)
	w.PlansEmpty()
}

func TestImportOfWhatIsNoCredential(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := start(t, twiliosandbox.Behaviour{})
		m := newMaterial(t, s.Account)
		other := twiliosandbox.PublicKeys
		if k.sandbox == other {
			other = twiliosandbox.AWSCredentials
		}
		ofOtherKind := s.AddCredential(s.SID, twiliosandbox.Credential{Kind: other})
		k.configure(w, m, "")
		for id, part := range map[string]string{
			"Default":                            "Not the SID of a credential",
			s.SID:                                "Not the SID of a credential",
			"CR00000000000000000000000000000000": "non-existent remote object",
			ofOtherKind.SID:                      "non-existent remote object",
		} {
			w.Fail("import", "-input=false", "-no-color", k.address(), id).Contains(t, part)
			if w.State(k.address()) != nil {
				t.Errorf("%s is in the state", id)
			}
		}
	})
}
