package twilio_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// A credential that another administrator renames gets its name back. One that is deleted is created again.
func TestDriftOfACredential(t *testing.T) {
	t.Parallel()
	s := newCredentialSandbox(t)
	credential := &object{s: s, typeName: awsType}
	ours := map[string]any{"access_key_id": keyID, "secret_access_key": storedSecret, "friendly_name": "ours"}
	credential.succeeds(t, ours)
	first := soleCredential(t, s).SID
	if _, err := twilio.AWSCredentials.Rename(t.Context(), s.API, first, "theirs"); err != nil {
		t.Fatal(err)
	}
	credential.succeeds(t, ours)
	if got := soleCredential(t, s); got.SID != first || got.FriendlyName != "ours" {
		t.Errorf("Twilio has %+v", got)
	}
	s.RemoveCredential(s.SID, first)
	credential.succeeds(t, ours)
	if got := credential.state.Attributes()["sid"]; got != soleCredential(t, s).SID {
		t.Errorf("the state has %s", got)
	}
}

// Another administrator may delete a credential after it was read.
func TestCredentialThatIsDeletedDuringARun(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	key := &object{s: s, typeName: keyType}
	remove := func() { s.RemoveCredential(s.SID, soleCredential(t, s).SID) }
	key.succeeds(t, map[string]any{"public_key": publicPEM, "friendly_name": "ours"})
	s.Faults().Add(sandbox.Fault{Method: "POST", Hook: remove})
	key.fails(t, map[string]any{"public_key": publicPEM, "friendly_name": "renamed"}, "The public key is gone", "Plan with a refresh")
	key.succeeds(t, map[string]any{"public_key": publicPEM})
	s.Log().Reset()
	s.Faults().Add(sandbox.Fault{Method: "DELETE", Hook: remove})
	key.succeeds(t, nil)
	expectWrites(t, s, "DELETE "+keyPath+"/{sid}")
}

// An error would taint a credential that works, so an unexpected name is a warning. A credential that is gone is one too.
func TestWarningsAboutACredential(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	w.Config(publicKeyResource(publicPEM, `friendly_name = "ours "`))
	// A response without account_sid is about the configured account.
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: keyPath, Status: 201, Body: `{"sid":"` + missingSID + `","friendly_name":"ours"}`})
	w.Apply().Contains(t, "Warning: Twilio changed friendly_name", `friendly_name = "ours" instead of "ours "`)
	expectState(t, w, keyAddress, map[string]any{"sid": missingSID, "account_sid": s.SID})
	if strings.Contains(w.Read("terraform.tfstate"), "tainted") {
		t.Error("it is tainted")
	}
	got, _ := w.Plan()
	got.Contains(t, "Warning: The public key is gone", missingSID, s.SID, "deletes recordings for good", "1 to add, 0 to change, 0 to destroy")
}

// Only Twilio's own 404 means that a credential is gone. Every other answer is an error, and the state stays. The tests of the client have
// more such answers.
func TestUnusableAnswersDoNotRemoveACredential(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	key := &object{s: s, typeName: keyType}
	ours := map[string]any{"public_key": publicPEM, "friendly_name": "ours"}
	key.succeeds(t, ours)
	for _, test := range []struct {
		method    string
		arguments map[string]any
		want      string
	}{
		{"GET", ours, "Could not read the public key CR"},
		{"POST", map[string]any{"public_key": publicPEM, "friendly_name": "renamed"}, "Could not rename the public key CR"},
		{"DELETE", nil, "Could not delete the public key CR"},
	} {
		s.Faults().Add(sandbox.Fault{Method: test.method, Path: keyPath + "/", Status: 404, ContentType: "text/html", Body: "<html>no such page</html>"})
		key.fails(t, test.arguments, test.want, "no such page")
	}
	soleCredential(t, s)
}

// To another account's credentials Twilio answers that the credential does not exist. An API key belongs to one account, which
// account_sid does not change.
func TestCredentialOfAnotherAccountStaysInTheState(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	w.Config(publicKeyResource(publicPEM, `friendly_name = "ours"`))
	w.Apply()
	other, sid := twiliosandbox.NewAccount(), soleCredential(t, s).SID
	s.AddAccount(other)

	useAccount(s, s.SID, other, true)
	parts := []string{"The credentials belong to another account", s.SID, "reach account " + other.SID, sid}
	expectOneError(t, w.Fail("plan", "-no-color"), parts...)
	expectOneError(t, w.Fail("destroy", "-refresh=false", "-auto-approve", "-no-color"), parts...)

	useAccount(s, other.SID, other, false)
	parts = []string{"The credentials belong to another account", s.SID, other.SID, sid}
	expectOneError(t, w.Fail("plan", "-no-color"), parts...)
	s.Log().Reset()
	expectOneError(t, w.Fail("destroy", "-refresh=false", "-auto-approve", "-no-color"), parts...)
	w.Config(publicKeyResource(publicPEM, `friendly_name = "theirs"`))
	expectOneError(t, w.Fail("apply", "-refresh=false", "-auto-approve", "-no-color"), parts...)
	expectSent(t, s, "using the other account")
	expectState(t, w, keyAddress, map[string]any{"sid": sid})
	soleCredential(t, s)
}

// Twilio does not document whether a name can be removed.
func TestNameThatCannotBeRemoved(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{KeepName: true})
	key := &object{s: s, typeName: keyType}
	const advice = "Set friendly_name to the current name"
	key.succeeds(t, map[string]any{"public_key": publicPEM, "friendly_name": "ours"})
	key.fails(t, map[string]any{"public_key": publicPEM}, "Twilio did not set friendly_name", `friendly_name = "ours" instead of null`, advice)
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: keyPath + "/", Status: 400, Body: `{"code":20001,"message":"No","status":400}`})
	key.fails(t, map[string]any{"public_key": publicPEM}, "Could not rename the public key", "HTTP status 400", advice)
}

// Settings that were never configured do not hinder the deletion.
func TestFieldsThatTwilioOmitsAreNoChange(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{NullDateUpdated: true, EmptyNameNotNull: true, NeverConfigured404: true, EchoSecrets: true})
	key := &object{s: s, typeName: keyType}
	expectAttributes := func(want map[string]any) {
		t.Helper()
		got := key.state.Attributes()
		for name, value := range want {
			if got[name] != value {
				t.Errorf("%s is %v, want %v", name, got[name], value)
			}
		}
	}
	key.succeeds(t, map[string]any{"public_key": publicPEM})
	expectAttributes(map[string]any{"friendly_name": nil, "date_updated": nil})
	sid := soleCredential(t, s).SID
	s.Faults().Add(sandbox.Fault{Method: "GET", Path: sid, Status: 200, Body: `{"sid":"` + sid + `"}`})
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: sid, After: true, Status: 200, Body: `{"sid":"` + sid + `","friendly_name":"named"}`})
	key.succeeds(t, map[string]any{"public_key": publicPEM, "friendly_name": "named"})
	expectAttributes(map[string]any{"account_sid": s.SID, "friendly_name": "named"})
	// The next read finds the fields that the responses lacked.
	s.Log().Reset()
	key.succeeds(t, map[string]any{"public_key": publicPEM, "friendly_name": "named"})
	expectSent(t, s, "an apply without a change", "GET")
	key.succeeds(t, nil)
	expectWrites(t, s, "DELETE "+keyPath+"/{sid}")
}

func TestInvalidArgumentsOfACredential(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	s.Test(t,
		resource.TestStep{
			Config:      publicKeyResource(publicPEM, `friendly_name = "`+strings.Repeat("é", 65)+`"`),
			ExpectError: acctest.ErrorWith("friendly_name", "between 1 and 64"),
		},
		resource.TestStep{
			Config:      publicKeyResource(publicPEM, `account_sid = "AC1"`),
			ExpectError: acctest.ErrorWith("Invalid account_sid", "must be an account SID"),
		},
		resource.TestStep{
			Config:      publicKeyResource(publicPEM, "timeouts {\n  creat = \"5m\"\n}"),
			ExpectError: acctest.ErrorWith("Unsupported argument", "creat"),
		},
	)
	expectSent(t, s, "planning")
}
