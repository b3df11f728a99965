package twilio_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// A credential that another administrator renames gets its name back. One that is deleted is created again.
func TestDriftOfACredential(t *testing.T) {
	t.Parallel()
	s := newCredentialSandbox(t)
	ours := awsCredentialResource(keyID, `friendly_name = "ours"`)
	credential := manage(t, s, awsType, ours)
	first := soleCredential(t, s).SID
	if _, err := twilio.AWSCredentials.Rename(t.Context(), s.API, first, "theirs"); err != nil {
		t.Fatal(err)
	}
	credential.Apply(ours)
	if got := soleCredential(t, s); got.SID != first || got.FriendlyName != "ours" {
		t.Errorf("Twilio has %+v", got)
	}
	s.RemoveCredential(s.SID, first)
	credential.Apply(ours)
	credential.Expect(map[string]any{"sid": soleCredential(t, s).SID})
}

// Another administrator may delete a credential after it was read.
func TestCredentialThatIsDeletedDuringARun(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	remove := func() { s.RemoveCredential(s.SID, soleCredential(t, s).SID) }
	key := manage(t, s, keyType, publicKeyResource(publicPEM, `friendly_name = "ours"`))
	s.Faults().Add(sandbox.Fault{Method: "POST", Hook: remove})
	key.Plan(publicKeyResource(publicPEM, `friendly_name = "renamed"`)).FailsUnchanged("The public key is gone", "Plan with a refresh")
	key.Apply(publicKeyResource(publicPEM, ""))
	s.Log().Reset()
	s.Faults().Add(sandbox.Fault{Method: "DELETE", Hook: remove})
	key.Destroy()
	expectWrites(t, s, "DELETE "+keyPath+"/{sid}")
}

// An error would taint a credential that works, so an unexpected name is a warning. A credential that is gone is one too.
func TestWarningsAboutACredential(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	config := publicKeyResource(publicPEM, `friendly_name = "ours "`)
	key := manage(t, s, keyType, "")
	// A response without account_sid is about the configured account.
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: keyPath, Status: 201, Body: `{"sid":"` + missingSID + `","friendly_name":"ours"}`})
	key.Apply(config).Contains(t, "Warning: Twilio changed friendly_name", `friendly_name = "ours" instead of "ours "`)
	key.Expect(map[string]any{"sid": missingSID, "account_sid": s.SID})
	if key.Tainted {
		t.Error("it is tainted")
	}
	plan := key.Plan(config)
	plan.Contains(t, "Warning: The public key is gone", missingSID, s.SID, "deletes recordings for good")
	plan.Expect(plancheck.ResourceActionCreate)
}

// Only Twilio's own 404 means that a credential is gone. Every other answer is an error, and the state stays. The tests of the client have
// more such answers.
func TestUnusableAnswersDoNotRemoveACredential(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	ours := publicKeyResource(publicPEM, `friendly_name = "ours"`)
	key := manage(t, s, keyType, ours)
	for _, test := range []struct {
		method string
		plan   func() *acctest.Planned
		want   string
	}{
		{"GET", func() *acctest.Planned { return key.Plan(ours) }, "Could not read the public key CR"},
		{"POST", func() *acctest.Planned { return key.Plan(publicKeyResource(publicPEM, "")) }, "Could not rename the public key CR"},
		{"DELETE", key.PlanDestroy, "Could not delete the public key CR"},
	} {
		s.Faults().Add(sandbox.Fault{Method: test.method, Path: keyPath + "/", Status: 404, ContentType: "text/html", Body: "<html>no such page</html>"})
		test.plan().FailsUnchanged(test.want, "no such page")
	}
	soleCredential(t, s)
}

// To another account's credentials Twilio answers that the credential does not exist. An API key belongs to one account, which
// account_sid does not change.
func TestCredentialOfAnotherAccountStaysInTheState(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	ours, theirs := publicKeyResource(publicPEM, `friendly_name = "ours"`), publicKeyResource(publicPEM, `friendly_name = "theirs"`)
	key := manage(t, s, keyType, ours)
	other, sid := twiliosandbox.NewAccount(), soleCredential(t, s).SID
	s.AddAccount(other)
	refusesOtherAccount(t, s, key, other, sid, ours, theirs)
	expectSent(t, s, "using the other account")
	soleCredential(t, s)
}

// Twilio does not document whether a name can be removed.
func TestNameThatCannotBeRemoved(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{KeepName: true})
	const advice = "Set friendly_name to the current name"
	key, nameless := manage(t, s, keyType, publicKeyResource(publicPEM, `friendly_name = "ours"`)), publicKeyResource(publicPEM, "")
	key.Plan(nameless).FailsUnchanged("Twilio did not set friendly_name", `friendly_name = "ours" instead of null`, advice)
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: keyPath + "/", Status: 400, Body: `{"code":20001,"message":"No","status":400}`})
	key.Plan(nameless).FailsUnchanged("Could not rename the public key", "HTTP status 400", advice)
}

// Settings that were never configured do not hinder the deletion.
func TestFieldsThatTwilioOmitsAreNoChange(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{NullDateUpdated: true, EmptyNameNotNull: true, NeverConfigured404: true, EchoSecrets: true})
	key, named := manage(t, s, keyType, publicKeyResource(publicPEM, "")), publicKeyResource(publicPEM, `friendly_name = "named"`)
	key.Expect(map[string]any{"friendly_name": nil, "date_updated": nil})
	sid := soleCredential(t, s).SID
	s.Faults().Add(sandbox.Fault{Method: "GET", Path: sid, Status: 200, Body: `{"sid":"` + sid + `"}`})
	s.Faults().Add(sandbox.Fault{Method: "POST", Path: sid, After: true, Status: 200, Body: `{"sid":"` + sid + `","friendly_name":"named"}`})
	key.Apply(named)
	key.Expect(map[string]any{"account_sid": s.SID, "friendly_name": "named"})
	// The next read finds the fields that the responses lacked.
	s.Log().Reset()
	key.Apply(named)
	expectSent(t, s, "an apply without a change", "GET")
	key.Destroy()
	expectWrites(t, s, "DELETE "+keyPath+"/{sid}")
}

// An invalid secret in the configuration is not shown, nor its line, which Terraform prints for an error with an attribute path. The same goes
// for a private key, and for every other invalid text, which may be a private key in an unknown form. TestSecretNeedsExactlyOneForm in
// internal/framework and TestPrivateKeysAndOtherTextsAreRefused have the other errors.
func TestInvalidArgumentsOfCredentials(t *testing.T) {
	t.Parallel()
	const id, valid = `access_key_id = "AKIAIOSFODNN7EXAMPLE"` + "\n", "ValidSecret/00000000000000000000000000+="
	_, private := sandboxtest.NewKeyPair(t)
	lines, validKey := strings.Split(strings.TrimSpace(private), "\n"), fmt.Sprintf("public_key = %q\n", publicPEM)
	s, w := start(t, twiliosandbox.Behaviour{})
	s.Secret(append(lines[3:26], valid, "Other"+valid[5:])...)
	isPrivate := []string{"A private key in public_key", "openssl pkey -in private.pem -pubout", "nothing was sent", "exposed"}
	tests := []struct {
		typeName, attributes string
		want                 []string
	}{
		{awsType, id, []string{"Missing secret_access_key_wo", "secret_access_key_wo and secret_access_key_wo_version", "OpenTofu below 1.11"}},
		{awsType, id + `secret_access_key_wo = "` + valid + `"`, []string{"Missing secret_access_key_wo_version", "Set it to 1, and raise it"}},
		{awsType, `access_key_id = "` + valid + "\"\nsecret_access_key = \"Other" + valid[5:] + `"`, []string{"Invalid access_key_id", "may be a secret"}},
		{
			awsType, id + `secret_access_key = "AKIAIOSFODNN7EXAMPLE:` + valid + `"`,
			[]string{"Invalid secret_access_key", "must be an AWS secret access key: 40 letters"},
		},
		{awsType, id + "secret_access_key_wo_version = 1\nsecret_access_key_wo = \"" + valid + `\n"`, []string{"Invalid secret_access_key_wo", "40 letters"}},
		{keyType, "public_key = <<EOT\n" + private + "EOT", isPrivate},
		{keyType, `public_key = "` + strings.Join(lines, `\n`) + `"`, isPrivate},
		{
			keyType, "public_key = <<EOT\n" + strings.Join(lines[3:27], "\n") + "\nEOT",
			[]string{"Invalid public_key", "openssl pkey -in private.pem -pubout", "openssl genrsa -out private.pem 2048", "not shown"},
		},
		{keyType, validKey + `friendly_name = "` + strings.Repeat("é", 65) + `"`, []string{"friendly_name", "between 1 and 64"}},
		{keyType, validKey + `account_sid = "AC1"`, []string{"Invalid account_sid", "must be an account SID"}},
		{keyType, validKey + "timeouts {\n  creat = \"5m\"\n}", []string{"Unsupported argument", "creat"}},
	}
	var resources strings.Builder
	var want [][]string
	for i, test := range tests {
		fmt.Fprintf(&resources, "resource %q \"invalid_%d\" {\n%s\n}\n", test.typeName, i, test.attributes)
		want = append(want, test.want)
	}
	w.Config(resources.String())
	expectErrors(t, w, want)

	w.Write("key.auto.tfvars", "key = <<EOT\n"+private+"EOT\n")
	w.Config("variable \"key\" {\n  type = string\n}\n" + strings.Replace(publicKeyResource("", ""), `""`, "var.key", 1))
	w.Fail("plan", "-no-color").ExpectOneError(t, isPrivate...)
	expectSent(t, s, "planning")
}
