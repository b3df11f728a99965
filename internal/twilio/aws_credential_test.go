package twilio_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck/queryfilter"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Both kinds of credentials work on any account, also a real one: Twilio checks the format of an access key, not whether AWS knows it.
func TestAccCredentials(t *testing.T) {
	t.Parallel()
	a := acctest.NewAccount(t)
	const secret, otherSecret = "writeOnlySecret/000000000000000000000000", "writeOnlySecret/111111111111111111111111"
	a.Secret(secret, otherSecret)
	name := fmt.Sprintf("Terraform test %d", time.Now().UnixNano())
	publicKey := publicKeyResource(publicPEM, "friendly_name = var.name\n"+beforeDestroy)
	inPlan := func(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
		return preApply(awsAddress, action, plancheck.ExpectResourceAction(keyAddress, action))
	}
	steps := []resource.TestStep{
		{
			Config: writeOnlyResource + publicKey, ConfigVariables: writeOnlyVariables(secret, 1, name),
			ConfigPlanChecks:  inPlan(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{stored(awsAddress, "account_sid", a.SID), stored(keyAddress, "friendly_name", name)},
		},
		{
			Config:          writeOnlyResource + publicKeyResource(newPublicKey(t), "friendly_name = var.name\n"+beforeDestroy),
			ConfigVariables: writeOnlyVariables(otherSecret, 2, name+", renamed"), ConfigPlanChecks: inPlan(plancheck.ResourceActionCreateBeforeDestroy),
		},
	}
	if acctest.HasQuery(t) {
		steps = append(steps, resource.TestStep{
			Query: true, Config: listBlock(awsType, "limit = 10000\ninclude_resource = true"), ConfigVariables: steps[1].ConfigVariables,
			QueryResultChecks: []querycheck.QueryResultCheck{
				// No settings use it.
				querycheck.ExpectResourceKnownValues(awsType+".all", queryfilter.ByDisplayName(knownvalue.StringExact(name+", renamed")), []querycheck.KnownValueCheck{
					{Path: tfjsonpath.New("account_sid"), KnownValue: knownvalue.StringExact(a.SID)},
					{Path: tfjsonpath.New("access_key_id"), KnownValue: knownvalue.Null()},
				}),
			},
		})
	}
	a.Test(t, steps...)
	for _, credentials := range []twilio.CredentialAPI{twilio.AWSCredentials, twilio.PublicKeys} {
		all, err := credentials.List(context.Background(), a.API, 0)
		if err != nil {
			t.Error(err)
		}
		for _, c := range all {
			if strings.HasPrefix(c.FriendlyName, name) {
				t.Errorf("after the destroy, Twilio has %+v", c)
			}
		}
	}
}

// Terraform stores no write-only secret, so only the version tells that it has changed.
func TestLifeOfACredential(t *testing.T) {
	t.Parallel()
	const secret, otherSecret = "writeOnlySecret/000000000000000000000000", "writeOnlySecret/111111111111111111111111"
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	s.Secret(secret, otherSecret)
	stores := func(secret string) {
		t.Helper()
		if got := lastForm(t, s).Get("Credentials"); got != twiliosandbox.LoggedCredentials(keyID, secret) {
			t.Errorf("sent the access key %s", got)
		}
	}
	var first string
	s.Test(t,
		resource.TestStep{
			Config: writeOnlyResource, ConfigVariables: writeOnlyVariables(secret, 1, "first"),
			ConfigPlanChecks: preApply(awsAddress, plancheck.ResourceActionCreate,
				plancheck.ExpectKnownValue(awsAddress, tfjsonpath.New("account_sid"), knownvalue.StringExact(s.SID)),
				plancheck.ExpectUnknownValue(awsAddress, tfjsonpath.New("sid"))),
			ConfigStateChecks: []statecheck.StateCheck{sameAtTwilio{t, s, awsAddress}},
			PostApplyFunc: func() {
				stores(secret)
				expectSent(t, s, "creating and planning", "POST", "GET")
				first = soleCredential(t, s).SID
			},
		},
		resource.TestStep{
			Config: writeOnlyResource, ConfigVariables: writeOnlyVariables(otherSecret, 1, "second"),
			ConfigPlanChecks: preApply(awsAddress, plancheck.ResourceActionUpdate,
				plancheck.ExpectUnknownValue(awsAddress, tfjsonpath.New("date_updated"))),
			ConfigStateChecks: []statecheck.StateCheck{sameAtTwilio{t, s, awsAddress}, stored(awsAddress, "friendly_name", "second")},
			PostApplyFunc:     func() { expectSent(t, s, "renaming", "GET", "POST", "GET") },
		},
		resource.TestStep{
			Config: writeOnlyResource, ConfigVariables: writeOnlyVariables(otherSecret, 2, "second"),
			ConfigPlanChecks:  preApply(awsAddress, plancheck.ResourceActionCreateBeforeDestroy),
			ConfigStateChecks: []statecheck.StateCheck{sameAtTwilio{t, s, awsAddress}},
			PostApplyFunc: func() {
				stores(otherSecret)
				expectWrites(t, s, "POST "+awsPath, "DELETE "+awsPath+"/{sid}")
				if soleCredential(t, s).SID == first {
					t.Error("the credential was not replaced")
				}
			},
		},
	)
	expectSent(t, s, "destroying", "GET", "GET", "DELETE")
}

// The stored form is for Terraform and OpenTofu without write-only attributes. Filling in the secret of an imported credential sends
// nothing. A later change replaces the credential.
func TestStoredSecret(t *testing.T) {
	t.Parallel()
	const otherSecret = "storedSecret/11111111111111111111111111+"
	s := newCredentialSandbox(t)
	s.StoredSecret(otherSecret)
	imported := s.AddCredential(s.SID, twiliosandbox.Credential{FriendlyName: "By hand"})
	credential := awsCredentialResource(keyID, `friendly_name = "By hand"`)
	s.Test(t,
		resource.TestStep{
			Config:           credential + "import {\n  to = " + awsAddress + "\n  id = \"" + imported.SID + "\"\n}\n",
			ConfigPlanChecks: preApply(awsAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.ExpectWrites(s.Log()), sameAtTwilio{t, s, awsAddress}, stored(awsAddress, "secret_access_key", storedSecret),
			},
		},
		resource.TestStep{
			Config:           strings.Replace(credential, storedSecret, otherSecret, 1),
			ConfigPlanChecks: preApply(awsAddress, plancheck.ResourceActionReplace),
			PostApplyFunc:    func() { expectWrites(t, s, "DELETE "+awsPath+"/{sid}", "POST "+awsPath) },
		},
	)
}

// An invalid secret in the configuration is not shown, nor its line, which Terraform prints for an error with an attribute path.
// TestSecretNeedsExactlyOneForm in internal/framework has the other errors.
func TestInvalidAccessKeys(t *testing.T) {
	t.Parallel()
	const id, valid = `access_key_id = "AKIAIOSFODNN7EXAMPLE"` + "\n", "ValidSecret/00000000000000000000000000+="
	const pair = "AKIAIOSFODNN7EXAMPLE:" + valid
	stored, writeOnly := `secret_access_key = "`+valid+"\"\n", `secret_access_key_wo = "`+valid+"\"\n"
	s, w := start(t, twiliosandbox.Behaviour{})
	s.Secret(valid, "Other"+valid[5:])
	expectInvalid(t, w, func(attributes string) string {
		return "resource \"" + awsType + "\" \"this\" {\n" + attributes + "\n}\n"
	}, map[string][]string{
		id:             {"Missing secret_access_key_wo", "secret_access_key_wo and secret_access_key_wo_version", "OpenTofu below 1.11"},
		id + writeOnly: {"Missing secret_access_key_wo_version", "Set it to 1, and raise it"},
		`access_key_id = "` + valid + `"` + "\n" + strings.Replace(stored, "Valid", "Other", 1): {"Invalid access_key_id", "may be a secret"},
		id + `secret_access_key = "` + pair + `"`:                                               {"Invalid secret_access_key", "must be an AWS secret access key: 40 letters"},
		id + "secret_access_key_wo_version = 1\nsecret_access_key_wo = \"" + valid + `\n"`:      {"Invalid secret_access_key_wo", "40 letters"},
	})
	expectSent(t, s, "planning")
}

// A missing version shows in the plan although the secret is unknown then. An invalid secret shows before anything is sent.
func TestUnknownSecret(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	o := manage(t, s, awsType, "")
	config := `
resource "videostorage_twilio_aws_credential" "this" {
  access_key_id                = "AKIAIOSFODNN7EXAMPLE"
  secret_access_key_wo         = unknown
  secret_access_key_wo_version = 1
}
`
	o.Plan(strings.Replace(config, "secret_access_key_wo_version = 1", "", 1)).Contains(t, "Error: Missing secret_access_key_wo_version")
	invalid := strings.Replace(config, "unknown", `"WrongCharacter!0000000000000000000000000"`, 1)
	o.Plan(config).With(invalid).FailsUnchanged("Invalid secret_access_key_wo")
	expectSent(t, s, "applying an invalid secret")
}
