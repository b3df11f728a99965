package twilio_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/config"
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

const writeOnlySecret, otherWriteOnlySecret = "writeOnlySecret/000000000000000000000000", "writeOnlySecret/111111111111111111111111"

// writeOnlyResource returns an AWS credential in HCL with the write-only form of its secret, an expression.
func writeOnlyResource(secret string, version int, attributes string) string {
	return fmt.Sprintf(`
resource "videostorage_twilio_aws_credential" "this" {
  access_key_id                = %q
  secret_access_key_wo         = %s
  secret_access_key_wo_version = %d
  %s
}
`, keyID, secret, version, attributes)
}

// Both kinds of credentials work on any account, also a real one: Twilio checks the format of an access key, not whether AWS knows it.
func TestAccCredentials(t *testing.T) {
	t.Parallel()
	a := acctest.NewAccount(t)
	a.Secret(writeOnlySecret, otherWriteOnlySecret)
	name := fmt.Sprintf("Terraform test %d", time.Now().UnixNano())
	step := func(secret string, version int, publicKey, name string, action plancheck.ResourceActionType) resource.TestStep {
		attributes := fmt.Sprintf("friendly_name = %q\n%s", name, beforeDestroy)
		return resource.TestStep{
			Config: "variable \"secret\" {\n  type = string\n  ephemeral = true\n}\n" +
				writeOnlyResource("var.secret", version, attributes) + publicKeyResource(publicKey, attributes),
			ConfigVariables: config.Variables{"secret": config.StringVariable(secret)},
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(awsAddress, action), plancheck.ExpectResourceAction(keyAddress, action),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.ExpectState(awsAddress, map[string]any{"account_sid": a.SID}), acctest.ExpectState(keyAddress, map[string]any{"friendly_name": name}),
			},
		}
	}
	steps := []resource.TestStep{
		step(writeOnlySecret, 1, publicPEM, name, plancheck.ResourceActionCreate),
		step(otherWriteOnlySecret, 2, newPublicKey(t), name+", renamed", plancheck.ResourceActionCreateBeforeDestroy),
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
		all, err := credentials.List(t.Context(), a.API, 0)
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
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	s.Secret(writeOnlySecret, otherWriteOnlySecret)
	credential := manage(t, s, awsType, "")
	plan := credential.Plan(writeOnlyResource(`"`+writeOnlySecret+`"`, 1, `friendly_name = "first"`))
	plan.Expect(plancheck.ResourceActionCreate)
	plan.Contains(t, `account_sid = "`+s.SID+`"`, "sid = (known after apply)")
	plan.Apply()
	expectForm(t, s, url.Values{"Credentials": {twiliosandbox.LoggedCredentials(keyID, writeOnlySecret)}, "FriendlyName": {"first"}})
	expectSent(t, s, "creating", "POST")
	expectRemote(t, s, credential, "first")

	plan = credential.Plan(writeOnlyResource(`"`+otherWriteOnlySecret+`"`, 1, `friendly_name = "second"`))
	plan.Expect(plancheck.ResourceActionUpdate)
	expectMessage(t, plan.Text, "date_updated = ", "-> (known after apply)")
	plan.Apply()
	expectSent(t, s, "renaming", "GET", "POST")
	expectRemote(t, s, credential, "second")

	credential.Plan(writeOnlyResource(`"`+otherWriteOnlySecret+`"`, 2, `friendly_name = "second"`)).Expect(plancheck.ResourceActionReplace)
	s.Log().Reset()
	credential.Destroy()
	expectSent(t, s, "destroying", "GET", "GET", "GET", "DELETE")
}

// A missing version shows in the plan although the secret is unknown then. An invalid secret shows before anything is sent.
func TestUnknownSecret(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	o, config := manage(t, s, awsType, ""), writeOnlyResource("unknown", 1, "")
	o.Plan(strings.Replace(config, "secret_access_key_wo_version = 1", "", 1)).Contains(t, "Error: Missing secret_access_key_wo_version")
	o.Plan(config).With(writeOnlyResource(`"WrongCharacter!0000000000000000000000000"`, 1, "")).FailsUnchanged("Invalid secret_access_key_wo")
	expectSent(t, s, "applying an invalid secret")
}
