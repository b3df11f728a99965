package twilio_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck/queryfilter"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
)

// Any account lists what it has, a real one too. Nothing uses a credential that was
// just made.
func TestAccCredentialQuery(t *testing.T) {
	t.Parallel()
	acctest.NeedQuery(t)
	forEachStored(t, func(t *testing.T, k storedKind) {
		a := acctest.NewAccount(t)
		name := fmt.Sprintf("Terraform test %d", time.Now().UnixNano())
		m := newMaterial(t, a)
		variables := config.Variables{
			"access_key_id": config.StringVariable(m.accessKeyID), "secret": config.StringVariable(m.secret),
			"version_of_secret": config.IntegerVariable(1), "public_key": config.StringVariable(m.pem),
		}
		ours := queryfilter.ByDisplayName(knownvalue.StringExact(name))
		resource.Test(t, resource.TestCase{
			// With TF_ACC unset this is not run by accident: it has a sandbox.
			IsUnitTest:               !acctest.Live(),
			ProtoV6ProviderFactories: acctest.Factories(a),
			Steps: []resource.TestStep{
				{
					Config:          a.ProviderConfig + declared + k.resource(fmt.Sprintf("friendly_name = %q\n", name)),
					ConfigVariables: variables,
				},
				{
					Query:           true,
					Config:          k.list("limit = 10000\ninclude_resource = true"),
					ConfigVariables: variables,
					QueryResultChecks: []querycheck.QueryResultCheck{
						querycheck.ExpectLengthAtLeast(k.typeName+".all", 1),
						querycheck.ExpectResourceKnownValues(k.typeName+".all", ours, []querycheck.KnownValueCheck{
							{Path: tfjsonpath.New("friendly_name"), KnownValue: knownvalue.StringExact(name)},
							{Path: tfjsonpath.New("account_sid"), KnownValue: knownvalue.StringExact(a.SID)},
							{Path: tfjsonpath.New(k.material()), KnownValue: knownvalue.Null()},
						}),
					},
				},
			},
		})
	})
}
