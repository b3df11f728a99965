package twilio_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
)

// The settings live on any account, also a real one. The test needs no switch of the sandbox, and no bucket and credential at Twilio.
func TestAccSettings(t *testing.T) {
	t.Parallel()
	a := acctest.NewAccount(t)
	recording, composition := recordingSettings.address(), compositionSettings.address()
	config := func(arguments string) string {
		return a.ProviderConfig + `
resource "videostorage_twilio_recording_settings" "this" {
  friendly_name = "Managed by Terraform"
  ` + arguments + `
}
resource "videostorage_twilio_composition_settings" "this" {
  friendly_name = "Managed by Terraform"
  ` + arguments + `
}
data "videostorage_twilio_recording_settings" "this" {
  depends_on = [videostorage_twilio_recording_settings.this]
}
`
	}
	importBy := func(kind resource.ImportStateKind, address, id string) resource.TestStep {
		return resource.TestStep{Config: config(""), ResourceName: address, ImportState: true, ImportStateKind: kind, ImportStateId: id}
	}
	managed := map[string]any{"account_sid": a.SID, "friendly_name": "Managed by Terraform", "aws_storage_enabled": false, "encryption_enabled": false}
	rename := func() {
		settings, _, err := recordingSettings.api.Fetch(t.Context(), a.API)
		if err == nil {
			settings.FriendlyName = "Renamed by hand"
			_, err = recordingSettings.api.Write(t.Context(), a.API, settings.SettingsParams)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	steps := []resource.TestStep{
		// A real account may have any settings.
		{Config: config("overwrite_existing = true"), ConfigStateChecks: []statecheck.StateCheck{
			acctest.ExpectState(recording, managed), acctest.ExpectState(composition, managed), acctest.ExpectState("data."+recording, managed),
		}},
		{PreConfig: rename, Config: config(""), ConfigPlanChecks: acctest.ExpectAction(recording, plancheck.ResourceActionUpdate)},
	}
	if acctest.Live() {
		// The tests of the examples do the same on the sandbox.
		steps = append(steps, importBy(resource.ImportBlockWithID, recording, "Default"))
		if acctest.HasIdentity(t) {
			steps = append(steps, importBy(resource.ImportBlockWithResourceIdentity, composition, ""))
		}
	}
	a.Test(t, steps...)
	for _, k := range bothSettings {
		got, _, err := k.api.Fetch(t.Context(), a.API)
		if err != nil {
			t.Fatal(err)
		}
		if got.AWSStorageEnabled || got.EncryptionEnabled || got.FriendlyName != "Managed by Terraform" {
			t.Errorf("after the destroy, the %s are %+v", k.title, got)
		}
	}
}
