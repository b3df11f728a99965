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
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// The life of the settings on any account, a real one too: it needs no switch of
// the sandbox, and no bucket or credential at Twilio.
func TestAccSettings(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		a := acctest.NewAccount(t)
		config := func(name string, arguments ...string) string {
			return a.ProviderConfig + "\n" + k.resource(fmt.Sprintf("friendly_name = %q\n", name)+strings.Join(arguments, "\n")) +
				"\ndata \"" + k.typeName + "\" \"this\" {\n  depends_on = [" + k.address() + "]\n}\n"
		}
		known := func(attribute string, value knownvalue.Check) statecheck.StateCheck {
			return statecheck.ExpectKnownValue(k.address(), tfjsonpath.New(attribute), value)
		}
		importBy := func(kind resource.ImportStateKind, id string) resource.TestStep {
			return resource.TestStep{
				ResourceName: k.address(), ImportState: true, ImportStateKind: kind, ImportStateId: id,
			}
		}
		byIdentity := importBy(resource.ImportBlockWithResourceIdentity, "")
		byIdentity.SkipFunc = func() (bool, error) { return !acctest.HasIdentity(t), nil }
		var identity []statecheck.StateCheck
		if acctest.HasIdentity(t) {
			identity = append(identity, statecheck.ExpectIdentity(k.address(), map[string]knownvalue.Check{"account_sid": knownvalue.StringExact(a.SID)}))
		}
		resource.Test(t, resource.TestCase{
			// With TF_ACC unset this is not run by accident: it has a sandbox.
			IsUnitTest:               !acctest.Live(),
			ProtoV6ProviderFactories: acctest.Factories(a),
			CheckDestroy: func(*terraform.State) error {
				got, err := fetch(a, k)
				if err == nil && (got.AWSStorageEnabled || got.EncryptionEnabled || got.FriendlyName != "Renamed by Terraform") {
					err = fmt.Errorf("after destroying, Twilio holds %+v", got)
				}
				return err
			},
			Steps: []resource.TestStep{
				{
					// A real account may hold anything.
					Config: config("Managed by Terraform", "overwrite_existing = true"),
					ConfigStateChecks: append([]statecheck.StateCheck{
						known("account_sid", knownvalue.StringExact(a.SID)),
						known("friendly_name", knownvalue.StringExact("Managed by Terraform")),
						known("aws_storage_enabled", knownvalue.Bool(false)),
						known("encryption_enabled", knownvalue.Bool(false)),
						statecheck.ExpectKnownValue("data."+k.address(), tfjsonpath.New("friendly_name"), knownvalue.StringExact("Managed by Terraform")),
					}, identity...),
				},
				{Config: config("Managed by Terraform")},
				importBy(resource.ImportBlockWithID, "Default"),
				importBy(resource.ImportBlockWithID, a.SID),
				byIdentity,
				{
					Config: config("Renamed by Terraform"),
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(k.address(), plancheck.ResourceActionUpdate),
						plancheck.ExpectKnownValue(k.address(), tfjsonpath.New("account_sid"), knownvalue.StringExact(a.SID)),
					}},
				},
				{
					// Somebody renames them in the console.
					PreConfig: func() {
						if err := rename(a, k, "Renamed by hand"); err != nil {
							t.Fatal(err)
						}
					},
					Config: config("Renamed by Terraform"),
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(k.address(), plancheck.ResourceActionUpdate),
					}},
				},
				{Config: config("Renamed by Terraform"), PlanOnly: true},
			},
		})
	})
}

func fetch(a *acctest.Account, k twin) (twilioapi.Settings, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return k.api.Fetch(ctx, a.API)
}

func rename(a *acctest.Account, k twin, name string) error {
	got, err := fetch(a, k)
	if err != nil {
		return err
	}
	got.FriendlyName = name
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	_, err = k.api.Write(ctx, a.API, got.SettingsParams)
	return err
}
