package twilio_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// fingerprint is that of a public key in PEM.
func fingerprint(t *testing.T, text string) string {
	t.Helper()
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		t.Fatal("not PEM")
	}
	sum := sha256.Sum256(block.Bytes)
	return hex.EncodeToString(sum[:])
}

func TestLifeOfACredential(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, m := k.begin(t, twiliosandbox.Behaviour{}, `friendly_name = "first"`)
		got, _ := w.Plan()
		got.Contains(t, `account_sid = "`+s.SID+`"`, "sid = (known after apply)")
		if len(s.Log().All()) != 0 {
			t.Errorf("planning a creation sent %v", sent(s))
		}
		w.Apply()
		expectSent(t, s, "creating", "GET", "POST")
		w.PlansEmpty()
		expectSent(t, s, "planning", "GET")

		made := k.only(t, s)
		created := made.DateCreated.Format(time.RFC3339)
		state := k.stateOf(t, w)
		for name, want := range map[string]any{
			"sid": made.SID, "account_sid": s.SID, "friendly_name": "first", "date_created": created, "date_updated": created, "url": made.URL(),
		} {
			if state[name] != want {
				t.Errorf("%s is %v, want %v", name, state[name], want)
			}
		}

		k.configure(w, m, `friendly_name = "second"`)
		got, _ = w.Plan()
		got.Contains(t, "will be updated in-place", "date_updated", "0 to add, 1 to change, 0 to destroy")
		s.Log().Reset()
		w.Apply()
		expectSent(t, s, "renaming", "GET", "POST")
		if renamed := k.only(t, s); renamed.SID != made.SID || renamed.FriendlyName != "second" {
			t.Errorf("Twilio holds %+v", renamed)
		}
		w.PlansEmpty()

		k.configure(w, m, "")
		w.Apply()
		if renamed := k.only(t, s); renamed.FriendlyName != "" {
			t.Errorf("Twilio holds %+v, want no name", renamed)
		}
		w.PlansEmpty()

		s.Log().Reset()
		w.Destroy()
		expectSent(t, s, "destroying", "GET", "GET", "GET", "DELETE")
		if all := k.kept(s); len(all) != 0 {
			t.Errorf("Twilio still holds %+v", all)
		}
	})
}

// What is sent is what the configuration says, and a change of it is a new
// credential: each part of what is stored, and the account.
func TestWhatACredentialStores(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w := start(t, twiliosandbox.Behaviour{})
		first, second := newMaterial(t, s.Account), newMaterial(t, s.Account)
		k.configure(w, first, "")
		w.Apply()
		before := k.only(t, s)
		k.stores(t, s, before, first)

		w.Write("terraform.tfvars", second.variables(1))
		got, _ := w.Plan()
		got.Contains(t, "must be replaced", "1 to add, 0 to change, 1 to destroy")
		w.Apply()
		after := k.only(t, s)
		k.stores(t, s, after, second)
		if before.SID == after.SID {
			t.Errorf("%s was not replaced", before.SID)
		}
		w.PlansEmpty()
	})
}

// Only the version tells Terraform that a write-only secret has changed.
func TestVersionOfTheSecret(t *testing.T) {
	t.Parallel()
	s, w, m := storedAWS.created(t, twiliosandbox.Behaviour{}, "")
	before := storedAWS.only(t, s)

	other := newMaterial(t, s.Account)
	other.accessKeyID = m.accessKeyID
	w.Write("terraform.tfvars", other.variables(1))
	w.PlansEmpty()

	w.Write("terraform.tfvars", other.variables(2))
	got, _ := w.Plan()
	got.Contains(t, "secret_access_key_wo_version = 1 -> 2 # forces replacement")
	w.Apply()
	after := storedAWS.only(t, s)
	storedAWS.stores(t, s, after, other)
	if before.SID == after.SID {
		t.Error("it was not replaced")
	}
}

// The stored form is for Terraform and OpenTofu that know no write-only attributes.
func TestStoredSecret(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	secrets := []string{"storedSecret/00000000000000000000000000+", "storedSecret/11111111111111111111111111+"}
	s.StoredSecret(secrets...)
	config := `
variable "secret" {
  type      = string
  sensitive = true
}
resource "videostorage_twilio_aws_credential" "this" {
  access_key_id     = "AKIAIOSFODNN7EXAMPLE"
  secret_access_key = var.secret
}
`
	w.Config(config)
	w.Write("terraform.tfvars", `secret = "`+secrets[0]+`"`)
	w.Succeed("plan", "-out=saved")
	w.Succeed("apply", "saved")
	w.PlansEmpty()
	before := storedAWS.only(t, s)
	if got := storedAWS.stateOf(t, w)["secret_access_key"]; got != secrets[0] {
		t.Error("the state lacks the secret")
	}

	w.Write("terraform.tfvars", `secret = "`+secrets[1]+`"`)
	got, _ := w.Plan()
	got.Contains(t, "secret_access_key = (sensitive value) # forces replacement")
	w.Apply()
	if after := storedAWS.only(t, s); after.SID == before.SID {
		t.Error("it was not replaced")
	}
	storedAWS.stores(t, s, storedAWS.only(t, s), material{accessKeyID: "AKIAIOSFODNN7EXAMPLE", secret: secrets[1]})
}

func TestDriftOfACredential(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, _ := k.created(t, twiliosandbox.Behaviour{}, `friendly_name = "ours"`)
		if _, err := k.api.Rename(t.Context(), s.API, k.only(t, s).SID, "theirs"); err != nil {
			t.Fatal(err)
		}
		got, changes := w.Plan()
		if !changes {
			t.Fatal("the plan is empty")
		}
		got.Contains(t, `"theirs" -> "ours"`)
		w.Apply()
		if got := k.only(t, s).FriendlyName; got != "ours" {
			t.Errorf("Twilio holds the name %q", got)
		}
	})
}

func TestCredentialThatIsGone(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, _ := k.created(t, twiliosandbox.Behaviour{}, "")
		gone := k.only(t, s)
		s.RemoveCredential(s.SID, gone.SID)

		got, _ := w.Plan()
		got.Contains(t, "Warning: The "+k.title+" is gone", gone.SID, s.SID, "deletes recordings for good", "1 to add, 0 to change, 0 to destroy")
		w.Apply()
		if k.only(t, s).SID == gone.SID {
			t.Error("it is the same one")
		}
		w.PlansEmpty()
	})
}

// A 404 that is not Twilio's own must not drop a credential from the state.
func TestCredentialBehindAPageThatIsNotTwilios(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, _ := k.created(t, twiliosandbox.Behaviour{}, "")
		page := sandbox.Fault{Every: 1, Path: k.path, Status: 404, ContentType: "text/html", Body: "<html>no such page</html>"}
		s.Faults().Add(page)
		expectOneError(t, w.Fail("plan", "-no-color"), "Could not read the "+k.title, "HTTP status 404", "no such page")
		expectOneError(t, w.Fail("destroy", "-refresh=false", "-auto-approve", "-no-color"), "Could not delete the "+k.title, "HTTP status 404")
		s.Faults().Clear()
		w.PlansEmpty()
	})
}

func TestDeletingWhatIsGoneIsASuccess(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, _ := k.created(t, twiliosandbox.Behaviour{}, "")
		s.RemoveCredential(s.SID, k.only(t, s).SID)
		w.Succeed("destroy", "-refresh=false", "-auto-approve")
		if deletions(s) != 1 {
			t.Errorf("%d requests to delete it, want one", deletions(s))
		}
		if got := w.State(k.address()); got != nil {
			t.Errorf("it is still in the state: %v", got)
		}
	})
}

// With another account's credentials Twilio says that there is no such credential.
// Terraform must neither forget it nor take it for deleted.
func TestCredentialOfAnotherAccount(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, m := k.created(t, twiliosandbox.Behaviour{}, `friendly_name = "ours"`)
		other := twiliosandbox.NewAccount()
		s.AddAccount(other)
		s.Setenv("TWILIO_ACCOUNT_SID", other.SID)
		s.Setenv("TWILIO_AUTH_TOKEN", other.AuthToken)
		parts := []string{"The credentials belong to another account", s.SID, other.SID, k.only(t, s).SID}
		expectOneError(t, w.Fail("plan", "-no-color"), parts...)
		s.Log().Reset()
		expectOneError(t, w.Fail("destroy", "-refresh=false", "-auto-approve", "-no-color"), parts...)
		k.configure(w, m, `friendly_name = "theirs"`)
		expectOneError(t, w.Fail("apply", "-refresh=false", "-auto-approve", "-no-color"), parts...)
		if n := len(s.Log().All()); n != 0 {
			t.Errorf("%d requests were sent, want none", n)
		}
		k.only(t, s)
		k.stateOf(t, w)
	})
}

// Whether a name can be taken away is not documented.
func TestNameThatCannotBeTakenAway(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behaviour twiliosandbox.Behaviour
		parts     []string
	}{
		"refused": {twiliosandbox.Behaviour{RefuseEmptyName: true}, []string{"Could not rename the", "HTTP status 400"}},
		"ignored": {twiliosandbox.Behaviour{KeepName: true}, []string{"Twilio did not take over friendly_name", `friendly_name = "ours" where null was asked for`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachStored(t, func(t *testing.T, k storedKind) {
				_, w, m := k.created(t, test.behaviour, `friendly_name = "ours"`)
				k.configure(w, m, "")
				got := w.Fail("apply", "-auto-approve", "-no-color")
				expectOneError(t, got, append(test.parts, "Set friendly_name to the name that the credential has")...)
				k.configure(w, m, `friendly_name = "ours"`)
				w.PlansEmpty()
			})
		})
	}
}

// What Twilio leaves out or spells otherwise is no change.
func TestAnswersOfOtherShapes(t *testing.T) {
	t.Parallel()
	for name, behaviour := range map[string]twiliosandbox.Behaviour{
		"no date_updated": {NullDateUpdated: true},
		"empty name":      {EmptyNameNotNull: true},
		"echo":            {EchoSecrets: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachStored(t, func(t *testing.T, k storedKind) {
				_, w, m := k.created(t, behaviour, "")
				w.PlansEmpty()
				k.configure(w, m, `friendly_name = "named"`)
				w.Apply()
				w.PlansEmpty()
			})
		})
	}
}

// A name that Twilio changes does not taint a credential that works.
func TestNameThatTwilioChanges(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, _ := k.begin(t, twiliosandbox.Behaviour{}, `friendly_name = "ours "`)
		s.Faults().Add(sandbox.Fault{Method: "POST", Path: k.path, After: true, Hook: func() {
			if _, err := k.api.Rename(t.Context(), s.API, k.only(t, s).SID, "ours"); err != nil {
				t.Error(err)
			}
		}, Status: 201, Body: `{"sid":"CR00000000000000000000000000000000","account_sid":"` + s.SID + `","friendly_name":"ours"}`})
		w.Apply().Contains(t, "Warning: Twilio changed friendly_name", `friendly_name = "ours" where "ours " was asked for`)
		if got := k.stateOf(t, w); strings.Contains(w.Read("terraform.tfstate"), "tainted") || got["sid"] != "CR00000000000000000000000000000000" {
			t.Errorf("the state has %v", got)
		}
	})
}

// An API key belongs to one account, whatever account_sid says. That another account's
// key finds no such credential does not mean that it is gone.
func TestCredentialWithAnotherAccountsKey(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, _ := k.created(t, twiliosandbox.Behaviour{}, "")
		other := twiliosandbox.NewAccount()
		s.AddAccount(other)
		for key, secret := range other.APIKeys {
			s.Setenv("TWILIO_AUTH_TOKEN", "")
			s.Setenv("TWILIO_API_KEY", key)
			s.Setenv("TWILIO_API_SECRET", secret)
		}
		parts := []string{"The credentials belong to another account", s.SID, "reach account " + other.SID, k.only(t, s).SID}
		expectOneError(t, w.Fail("plan", "-no-color"), parts...)
		expectOneError(t, w.Fail("destroy", "-refresh=false", "-auto-approve", "-no-color"), parts...)
		k.stateOf(t, w)
	})
}

// An answer to a renaming that leaves out what was not renamed.
func TestShortAnswerToARenaming(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, m := k.created(t, twiliosandbox.Behaviour{}, "")
		sid := k.only(t, s).SID
		s.Faults().Add(sandbox.Fault{Method: "POST", Path: sid, After: true, Status: 200, Body: `{"sid":"` + sid + `","friendly_name":"named"}`})
		k.configure(w, m, `friendly_name = "named"`)
		w.Apply()
		if got := k.stateOf(t, w); got["url"] == nil || got["account_sid"] != s.SID {
			t.Errorf("the state has %v", got)
		}
		w.PlansEmpty()
	})
}

func TestRenamingWhatIsGone(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		s, w, m := k.created(t, twiliosandbox.Behaviour{}, "")
		s.RemoveCredential(s.SID, k.only(t, s).SID)
		k.configure(w, m, `friendly_name = "named"`)
		expectOneError(t, w.Fail("apply", "-refresh=false", "-auto-approve", "-no-color"), "The "+k.title+" is gone", "Plan with a refresh")
		w.Apply()
		w.PlansEmpty()
	})
}

func TestTimeoutsOfACredential(t *testing.T) {
	t.Parallel()
	s, w, m := storedAWS.begin(t, twiliosandbox.Behaviour{}, "timeouts = {\n  create = \"0s\"\n}")
	expectOneError(t, w.Fail("plan", "-no-color"), "Invalid timeout", "create must be longer than nothing")
	storedAWS.configure(w, m, "timeouts = {\n  create = \"1m\"\n  read = \"1m\"\n  update = \"1m\"\n  delete = \"1m\"\n}")
	w.Apply()
	storedAWS.configure(w, m, "timeouts = {\n  create = \"2m\"\n}")
	s.Log().Reset()
	w.Apply()
	expectSent(t, s, "changing timeouts", "GET")
	w.PlansEmpty()
}
