package twilio_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// A credential that another administrator renames gets its name back. One that is deleted is created again.
func TestDriftOfACredential(t *testing.T) {
	t.Parallel()
	s := newCredentialSandbox(t, twiliosandbox.Behaviour{})
	credential := awsCredentialResource(keyID, `friendly_name = "ours"`)
	s.Test(t,
		resource.TestStep{Config: credential},
		resource.TestStep{
			PreConfig: func() {
				if _, err := twilio.AWSCredentials.Rename(t.Context(), s.API, soleCredential(t, s).SID, "theirs"); err != nil {
					t.Fatal(err)
				}
			},
			Config:            credential,
			ConfigPlanChecks:  preApply(awsAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{sameAtTwilio{t, s, awsAddress}, stored(awsAddress, "friendly_name", "ours")},
		},
		resource.TestStep{
			PreConfig:         func() { s.RemoveCredential(s.SID, soleCredential(t, s).SID) },
			Config:            credential,
			ConfigPlanChecks:  preApply(awsAddress, plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{sameAtTwilio{t, s, awsAddress}},
		},
		// Another administrator deletes the credential after it was read.
		resource.TestStep{
			PreConfig: func() {
				s.Faults().Add(sandbox.Fault{Method: "POST", Hook: func() { s.RemoveCredential(s.SID, soleCredential(t, s).SID) }})
			},
			Config:      awsCredentialResource(keyID, `friendly_name = "renamed"`),
			ExpectError: acctest.ErrorWith("The AWS credential is gone", "Plan with a refresh"),
		},
		resource.TestStep{
			Config:           credential,
			ConfigPlanChecks: preApply(awsAddress, plancheck.ResourceActionCreate),
			PostApplyFunc: func() {
				s.Log().Reset()
				s.Faults().Add(sandbox.Fault{Method: "DELETE", Hook: func() { s.RemoveCredential(s.SID, soleCredential(t, s).SID) }})
			},
		},
	)
	expectWrites(t, s, "DELETE "+awsPath+"/{sid}")
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

// Only Twilio's own 404 means that a credential is gone. Every other answer is an error, and the state stays.
func TestUnusableAnswersDoNotRemoveACredential(t *testing.T) {
	t.Parallel()
	s := newCredentialSandbox(t, twiliosandbox.Behaviour{})
	ours, renamed := awsCredentialResource(keyID, `friendly_name = "ours"`), awsCredentialResource(keyID, `friendly_name = "renamed"`)
	answer := func(method string, fault sandbox.Fault) func() {
		fault.Method, fault.Path = method, awsPath+"/"
		return func() { s.Faults().Add(fault) }
	}
	page := sandbox.Fault{Status: 404, ContentType: "text/html", Body: "<html>no such page</html>"}
	steps := []resource.TestStep{{Config: ours}}
	for _, test := range []struct {
		answer sandbox.Fault
		want   string
	}{
		{page, "no such page"},
		{sandbox.Fault{Status: 404}, "HTTP status 404"},
		{sandbox.Fault{Status: 404, Body: `{"code":404,"message":"no route"}`}, "no route"},
		{sandbox.Fault{Status: 200, Body: "null"}, "null"},
		{sandbox.Fault{Status: 200, Body: `{"name":"x"}`}, "not from Twilio"},
		{sandbox.Fault{Status: 200, Body: `{"sid":"` + missingSID + `","friendly_name":"theirs"}`}, "about another credential, " + missingSID},
	} {
		steps = append(steps, resource.TestStep{
			PreConfig: answer("GET", test.answer), Config: ours, ExpectError: acctest.ErrorWith("Could not read the AWS credential CR", test.want),
		})
	}
	steps = append(steps,
		resource.TestStep{
			PreConfig: answer("POST", page), Config: renamed, ExpectError: acctest.ErrorWith("Could not rename the AWS credential CR", "no such page"),
		},
		resource.TestStep{
			PreConfig: answer("DELETE", page), Config: ours, Destroy: true,
			ExpectError: acctest.ErrorWith("Could not delete the AWS credential CR", "no such page"),
		},
		resource.TestStep{Config: ours, PlanOnly: true},
	)
	s.Test(t, steps...)
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
	refusal := sandbox.Fault{Method: "POST", Path: keyPath + "/", Status: 400, Body: `{"code":20001,"message":"No","status":400}`}
	const advice = "Set friendly_name to the current name"
	s.Test(t,
		resource.TestStep{Config: publicKeyResource(publicPEM, `friendly_name = "ours"`)},
		resource.TestStep{
			Config:      publicKeyResource(publicPEM, ""),
			ExpectError: acctest.ErrorWith("Twilio did not set friendly_name", `friendly_name = "ours" instead of null`, advice),
		},
		resource.TestStep{
			PreConfig:   func() { s.Faults().Add(refusal) },
			Config:      publicKeyResource(publicPEM, ""),
			ExpectError: acctest.ErrorWith("Could not rename the public key", "HTTP status 400", advice),
		},
	)
}

// Settings that were never configured do not hinder the deletion.
func TestFieldsThatTwilioOmitsAreNoChange(t *testing.T) {
	t.Parallel()
	s := newCredentialSandbox(t, twiliosandbox.Behaviour{NullDateUpdated: true, EmptyNameNotNull: true, NeverConfigured404: true, EchoSecrets: true})
	s.Test(t,
		resource.TestStep{
			Config:            awsCredentialResource(keyID, ""),
			ConfigStateChecks: []statecheck.StateCheck{stored(awsAddress, "friendly_name", nil), stored(awsAddress, "date_updated", nil)},
		},
		resource.TestStep{
			PreConfig: func() {
				sid := soleCredential(t, s).SID
				s.Faults().Add(sandbox.Fault{Method: "GET", Path: sid, Status: 200, Body: `{"sid":"` + sid + `"}`})
				s.Faults().Add(sandbox.Fault{Method: "POST", Path: sid, After: true, Status: 200, Body: `{"sid":"` + sid + `","friendly_name":"named"}`})
			},
			Config:            awsCredentialResource(keyID, `friendly_name = "named"`),
			ConfigStateChecks: []statecheck.StateCheck{stored(awsAddress, "account_sid", s.SID), stored(awsAddress, "friendly_name", "named")},
			// The next read finds the fields that the responses lacked.
			PostApplyFunc: func() { s.Log().Reset() },
		},
	)
	expectWrites(t, s, "DELETE "+awsPath+"/{sid}")
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
