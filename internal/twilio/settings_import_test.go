package twilio_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/fakeaws"
	videostorage "github.com/videostorage/terraform-provider-videostorage/internal/provider"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Existing settings get a configuration that plans empty.
func TestImportWithGeneratedConfiguration(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	setSettings(s, recordingSettings, everySetting)
	setSettings(s, compositionSettings, leftoverSettings)
	w.Config(recordingSettings.importBlock(`id = "Default"`) + compositionSettings.importBlock(`id = "`+s.SID+`"`))
	w.Succeed("plan", "-generate-config-out=generated.tf", "-no-color").Contains(t, "2 to import, 0 to add, 0 to change, 0 to destroy")
	w.Apply().Contains(t, "2 imported, 0 added, 0 changed, 0 destroyed")
	w.PlansEmpty()
	for _, k := range bothSettings {
		expectState(t, w, k.address(), map[string]any{
			"account_sid": s.SID, "friendly_name": "By hand", "aws_storage_enabled": k.media == "recordings", "on_destroy": "disable", "overwrite_existing": false,
		})
	}
	expectNoWrite(t, s)
}

// References that the configuration omits are no difference after an import, if their switch is off.
func TestImportWithTheCommand(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	setSettings(s, recordingSettings, leftoverSettings)
	setSettings(s, compositionSettings, leftoverSettings)
	config := recordingSettings.resource(`friendly_name = "By hand"`) + compositionSettings.resource(`friendly_name = "By hand"`)
	importing := func(k settingsKind, id string) resource.TestStep {
		return resource.TestStep{Config: config, ImportState: true, ResourceName: k.address(), ImportStateId: id, ImportStatePersist: true}
	}
	s.Test(t,
		importing(recordingSettings, "Default"),
		importing(compositionSettings, s.SID),
		resource.TestStep{Config: config, PlanOnly: true, ConfigPlanChecks: resource.ConfigPlanChecks{
			PostApplyPostRefresh: []plancheck.PlanCheck{acctest.ExpectWrites(s.Log())},
		}},
	)
}

func TestImportOfMissingSettings(t *testing.T) {
	t.Parallel()
	k, s := recordingSettings, acctest.NewSandbox(t, twiliosandbox.Behaviour{NeverConfigured404: true})
	refused := func(argument string, want ...string) resource.TestStep {
		return failing(k.resource(named)+k.importBlock(argument), want...)
	}
	steps := []resource.TestStep{
		refused(`id = "`+otherAccount+`"`, "No such recording settings", `"`+otherAccount+`" is neither "Default" nor the SID of the configured account, `+s.SID),
		refused(`id = "default"`, `"default" is neither "Default" nor`),
	}
	if acctest.HasIdentity(t) {
		steps = append(steps, refused(`identity = { account_sid = "`+otherAccount+`" }`, `"`+otherAccount+`" is neither "Default" nor`))
	}
	s.Test(t, steps...)
	expectSent(t, s, "an import of another ID")
	s.Test(t, refused(`id = "Default"`, "Cannot import non-existent remote object"))
}

const communityAddress = "registry.terraform.io/rjpearson94/twilio"

// communityAttributes returns the state of settings in schema version 0 of the community provider.
func communityAttributes(accountSID string, settings twiliosandbox.Settings) string {
	return fmt.Sprintf(`{
    "id": %[1]q, "account_sid": %[1]q, "friendly_name": %[2]q, "aws_credentials_sid": %[3]q, "aws_s3_url": %[4]q, "aws_storage_enabled": %[5]t,
    "encryption_enabled": %[6]t, "encryption_key_sid": %[7]q, "url": "https://video.twilio.com/v1/RecordingSettings/Default"
  }`, accountSID, settings.FriendlyName, settings.AWSCredentialsSID, settings.AWSS3URL, settings.AWSStorageEnabled, settings.EncryptionEnabled, settings.EncryptionKeySID)
}

// Settings of the community provider move with an empty plan and without a write.
func TestMovedFromTheCommunityProvider(t *testing.T) {
	t.Parallel()
	acctest.NeedMovesFromProviders(t)
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	setSettings(s, recordingSettings, everySetting)
	setSettings(s, compositionSettings, twiliosandbox.Settings{FriendlyName: "By hand"})
	// Terraform starts the other provider and asks it for its schemas, but not about the move.
	w := acctest.NewWorkspace(t, s.Account, map[string]provider.Provider{communityAddress: &fakeaws.Provider{}})
	w.Write("terraform.tfstate", `{"version": 4, "serial": 1, "lineage": "move", "resources": [{
  "mode": "managed", "type": "twilio_video_recording_settings", "name": "old", "provider": "provider[\"`+communityAddress+`\"]",
  "instances": [{"schema_version": 0, "attributes": `+communityAttributes(s.SID, everySetting)+`}]
}, {
  "mode": "managed", "type": "twilio_video_composition_settings", "name": "old", "provider": "provider[\"`+communityAddress+`\"]",
  "instances": [{"schema_version": 0, "attributes": `+communityAttributes(s.SID, twiliosandbox.Settings{FriendlyName: "By hand"})+`}]
}]}`)
	w.Write("main.tf", `
terraform {
  required_providers {
    videostorage = { source = "`+videostorage.Address+`" }
    twilio       = { source = "`+communityAddress+`" }
  }
}
moved {
  from = twilio_video_recording_settings.old
  to   = videostorage_twilio_recording_settings.this
}
moved {
  from = twilio_video_composition_settings.old
  to   = videostorage_twilio_composition_settings.this
}
`+recordingSettings.resource("friendly_name = \"By hand\"\n"+storage+encryption)+compositionSettings.resource(`friendly_name = "By hand"`))
	got := w.Apply()
	for _, k := range bothSettings {
		got.Contains(t, k.communityType+".old has moved to "+k.address())
	}
	got.Contains(t, "0 to add, 0 to change, 0 to destroy")
	w.PlansEmpty()
	for _, k := range bothSettings {
		expectState(t, w, k.address(), map[string]any{"account_sid": s.SID, "on_destroy": "disable", "overwrite_existing": false})
	}
	expectNoWrite(t, s)
}

// Only the community provider's own state of the same settings is accepted.
func TestMovedFromElsewhere(t *testing.T) {
	t.Parallel()
	server, err := videostorage.NewServer("test", func(string) string { return "" })()
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		address, typeName, accountSID string
		version                       int64
		want                          string
	}{
		"the community provider": {communityAddress, "twilio_video_recording_settings", otherAccount, 0, ""},
		"another registry":       {"registry.opentofu.org/RJPearson94/twilio", "twilio_video_recording_settings", otherAccount, 0, ""},
		"another provider":       {"registry.terraform.io/example/twilio", "twilio_video_recording_settings", otherAccount, 0, "Unable to Move Resource State"},
		"other settings":         {communityAddress, "twilio_video_composition_settings", otherAccount, 0, "Unable to Move Resource State"},
		"another version":        {communityAddress, "twilio_video_recording_settings", otherAccount, 1, "Unable to Move Resource State"},
		"no account":             {communityAddress, "twilio_video_recording_settings", "", 0, "account_sid is missing"},
	} {
		got, err := server.MoveResourceState(t.Context(), &tfprotov6.MoveResourceStateRequest{
			TargetTypeName: recordingSettings.typeName, SourceProviderAddress: test.address, SourceTypeName: test.typeName, SourceSchemaVersion: test.version,
			SourceState: &tfprotov6.RawState{JSON: []byte(communityAttributes(test.accountSID, everySetting))},
		})
		if err != nil {
			t.Fatal(err)
		}
		var text string
		for _, d := range got.Diagnostics {
			text += d.Summary + ": " + d.Detail
		}
		if moved := got.TargetState != nil; moved != (test.want == "") || !strings.Contains(text, test.want) {
			t.Errorf("%s: moved: %t, diagnostics %q", name, moved, text)
		}
	}
}
