package twilio_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
)

// The settings live on any account, also a real one. The test needs no switch of the sandbox, and no bucket and credential at Twilio.
func TestAccSettings(t *testing.T) {
	t.Parallel()
	forEachSettings(t, func(t *testing.T, k settingsKind) {
		a := acctest.NewAccount(t)
		config := func(name, arguments string) string {
			return a.ProviderConfig + "\n" + k.resource(fmt.Sprintf("friendly_name = %q\n", name)+arguments) +
				"\ndata \"" + k.typeName + "\" \"this\" {\n  depends_on = [" + k.address() + "]\n}\n"
		}
		importBy := func(kind resource.ImportStateKind, id string) resource.TestStep {
			return resource.TestStep{ResourceName: k.address(), ImportState: true, ImportStateKind: kind, ImportStateId: id}
		}
		byIdentity := importBy(resource.ImportBlockWithResourceIdentity, "")
		byIdentity.SkipFunc = func() (bool, error) { return !acctest.HasIdentity(t), nil }
		checks := []statecheck.StateCheck{
			statecheck.ExpectKnownValue("data."+k.address(), tfjsonpath.New("friendly_name"), knownvalue.StringExact("Managed by Terraform")),
		}
		for name, value := range map[string]knownvalue.Check{
			"account_sid": knownvalue.StringExact(a.SID), "friendly_name": knownvalue.StringExact("Managed by Terraform"),
			"aws_storage_enabled": knownvalue.Bool(false), "encryption_enabled": knownvalue.Bool(false),
		} {
			checks = append(checks, statecheck.ExpectKnownValue(k.address(), tfjsonpath.New(name), value))
		}
		if acctest.HasIdentity(t) {
			checks = append(checks, statecheck.ExpectIdentity(k.address(), map[string]knownvalue.Check{"account_sid": knownvalue.StringExact(a.SID)}))
		}
		update := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectResourceAction(k.address(), plancheck.ResourceActionUpdate),
			plancheck.ExpectKnownValue(k.address(), tfjsonpath.New("account_sid"), knownvalue.StringExact(a.SID)),
		}}
		resource.Test(t, resource.TestCase{
			// Without TF_ACC, the account is a sandbox.
			IsUnitTest:               !acctest.Live(),
			ProtoV6ProviderFactories: acctest.Factories(a),
			CheckDestroy: func(*terraform.State) error {
				got, _, err := k.api.Fetch(context.Background(), a.API)
				if err == nil && (got.AWSStorageEnabled || got.EncryptionEnabled || got.FriendlyName != "Renamed by Terraform") {
					err = fmt.Errorf("after the destroy, the settings are %+v", got)
				}
				return err
			},
			Steps: []resource.TestStep{
				// A real account may have any settings.
				{Config: config("Managed by Terraform", "overwrite_existing = true"), ConfigStateChecks: checks},
				{Config: config("Managed by Terraform", "")},
				importBy(resource.ImportBlockWithID, "Default"),
				importBy(resource.ImportBlockWithID, a.SID),
				byIdentity,
				{Config: config("Renamed by Terraform", ""), ConfigPlanChecks: update},
				{
					PreConfig: func() {
						settings, _, err := k.api.Fetch(t.Context(), a.API)
						if err == nil {
							settings.FriendlyName = "Renamed by hand"
							_, err = k.api.Write(t.Context(), a.API, settings.SettingsParams)
						}
						if err != nil {
							t.Fatal(err)
						}
					},
					Config:           config("Renamed by Terraform", ""),
					ConfigPlanChecks: update,
				},
				{Config: config("Renamed by Terraform", ""), PlanOnly: true},
			},
		})
	})
}
