package twilio_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	valuecompare "github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
)

// The life of a credential on any account, a real one too: Twilio checks the form of
// an access key, not whether AWS knows it.
func TestAccCredential(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		a := acctest.NewAccount(t)
		name := fmt.Sprintf("Terraform test %d", time.Now().UnixNano())
		block := func(name string) string {
			return a.ProviderConfig + declared + k.resource(fmt.Sprintf("friendly_name = %q\n%s", name, beforeDestroy))
		}
		variables := func(m material, version int64) config.Variables {
			return config.Variables{
				"access_key_id": config.StringVariable(m.accessKeyID), "secret": config.StringVariable(m.secret),
				"version_of_secret": config.IntegerVariable(version), "public_key": config.StringVariable(m.pem),
			}
		}
		first, second := newMaterial(t, a), newMaterial(t, a)
		known := func(attribute string, value knownvalue.Check) statecheck.StateCheck {
			return statecheck.ExpectKnownValue(k.address(), tfjsonpath.New(attribute), value)
		}
		sid := statecheck.CompareValue(valuecompare.ValuesDiffer())
		var identity []statecheck.StateCheck
		if acctest.HasIdentity(t) {
			identity = append(identity, statecheck.ExpectIdentityValueMatchesState(k.address(), tfjsonpath.New("sid")))
		}
		plans := func(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
			return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(k.address(), action)}}
		}
		resource.Test(t, resource.TestCase{
			// With TF_ACC unset this is not run by accident: it has a sandbox.
			IsUnitTest:               !acctest.Live(),
			ProtoV6ProviderFactories: acctest.Factories(a),
			CheckDestroy: func(*terraform.State) error {
				ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
				defer cancel()
				all, err := k.api.List(ctx, a.API)
				for _, c := range all {
					if c.FriendlyName == name || c.FriendlyName == name+", renamed" {
						return fmt.Errorf("after destroying, Twilio holds %+v", c)
					}
				}
				return err
			},
			Steps: []resource.TestStep{
				{
					Config: block(name), ConfigVariables: variables(first, 1),
					ConfigStateChecks: append([]statecheck.StateCheck{
						known("account_sid", knownvalue.StringExact(a.SID)),
						known("friendly_name", knownvalue.StringExact(name)),
						known("date_created", knownvalue.NotNull()),
						sid.AddStateValue(k.address(), tfjsonpath.New("sid")),
					}, identity...),
				},
				{Config: block(name), ConfigVariables: variables(first, 1), PlanOnly: true},
				{
					Config: block(name + ", renamed"), ConfigVariables: variables(first, 1),
					ConfigPlanChecks: plans(plancheck.ResourceActionUpdate),
				},
				{
					Config: block(name + ", renamed"), ConfigVariables: variables(second, 2),
					ConfigPlanChecks:  plans(plancheck.ResourceActionReplace),
					ConfigStateChecks: []statecheck.StateCheck{sid.AddStateValue(k.address(), tfjsonpath.New("sid"))},
				},
				{
					Config: block(name + ", renamed"), ConfigVariables: variables(second, 2),
					ResourceName: k.address(), ImportState: true, ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "sid",
					ImportStateIdFunc: func(s *terraform.State) (string, error) {
						return s.RootModule().Resources[k.address()].Primary.Attributes["sid"], nil
					},
					// Twilio never returns what is stored.
					ImportStateVerifyIgnore: []string{"access_key_id", "secret_access_key_wo_version", "public_key", "fingerprint_sha256", "timeouts"},
				},
			},
		})
	})
}
