package twilio_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/fakeaws"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
	videostorage "github.com/videostorage/terraform-provider-videostorage/internal/provider"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// References that the configuration omits are no difference after an import, if their switch is off. TestQueryOfSettingsGeneratesWhatPlansEmpty
// and TestGuideToAdoptingExistingSettings import with generated configuration.
func TestImportOfSettings(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	config := ""
	for i, id := range []string{"Default", s.SID} {
		k := bothSettings[i]
		setSettings(s, k, leftoverSettings)
		config += k.importBlock(`id = "`+id+`"`) + k.resource(`friendly_name = "By hand"`)
	}
	w.Config(config)
	w.Apply().Contains(t, "2 imported, 0 added, 0 changed, 0 destroyed")
	w.PlansEmpty()
	for _, k := range bothSettings {
		expectState(t, w, k.address(), map[string]any{
			"account_sid": s.SID, "friendly_name": "By hand", "aws_storage_enabled": false, "on_destroy": "disable", "overwrite_existing": false,
		})
	}
	expectNoWrite(t, s)
}

func TestImportOfMissingSettings(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, w := start(t, twiliosandbox.Behaviour{NeverConfigured404: true})
	arguments := []string{`id = "` + otherAccount + `"`, `id = "default"`, `id = "Default"`}
	parts := []string{
		"No such recording settings", `"` + otherAccount + `" is neither "Default" nor the SID of the configured account, ` + s.SID,
		`"default" is neither "Default" nor`, "Cannot import non-existent remote object",
	}
	if acctest.HasIdentity(t) {
		arguments, parts = append(arguments, `identity = { account_sid = "ACother" }`), append(parts, `"ACother" is neither "Default" nor`)
	}
	config := ""
	for i, argument := range arguments {
		config += strings.ReplaceAll(k.resource(named)+k.importBlock(argument), "this", fmt.Sprintf("number_%d", i))
	}
	w.Config(config)
	got := w.Fail("plan", "-no-color")
	got.Contains(t, parts...)
	if n := strings.Count(got.Text, "Error: "); n != len(arguments) {
		t.Errorf("%d errors, want %d:\n%s", n, len(arguments), got.Text)
	}
	expectSent(t, s, "an import of other IDs and of Default", "GET")
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
	var resources []string
	config := `
terraform {
  required_providers {
    videostorage = { source = "` + videostorage.Address + `" }
    twilio       = { source = "` + communityAddress + `" }
  }
}
` + recordingSettings.resource("friendly_name = \"By hand\"\n"+storage+encryption) + compositionSettings.resource(`friendly_name = "By hand"`)
	for i, settings := range []twiliosandbox.Settings{everySetting, {FriendlyName: "By hand"}} {
		k := bothSettings[i]
		setSettings(s, k, settings)
		resources = append(resources, fmt.Sprintf(`{
  "mode": "managed", "type": %q, "name": "old", "provider": "provider[\"%s\"]", "instances": [{"schema_version": 0, "attributes": %s}]
}`, k.communityType, communityAddress, communityAttributes(s.SID, settings)))
		config += "moved {\n  from = " + k.communityType + ".old\n  to = " + k.address() + "\n}\n"
	}
	// Terraform starts the other provider and asks it for its schemas, but not about the move.
	w := acctest.NewWorkspace(t, s.Account, map[string]provider.Provider{communityAddress: &fakeaws.Provider{}})
	w.Write("terraform.tfstate", `{"version": 4, "serial": 1, "lineage": "move", "resources": [`+strings.Join(resources, ",")+`]}`)
	w.Write("main.tf", config)
	got := w.Apply()
	got.Contains(t, "0 to add, 0 to change, 0 to destroy")
	w.PlansEmpty()
	for _, k := range bothSettings {
		got.Contains(t, k.communityType+".old has moved to "+k.address())
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
		text := protocol.Diagnostics(got.Diagnostics).String()
		if moved := got.TargetState != nil; moved != (test.want == "") || !strings.Contains(text, test.want) {
			t.Errorf("%s: moved: %t, diagnostics %q", name, moved, text)
		}
	}
}

// Terraform 1.11 writes states without identities, and the framework wants an identity of every resource that it has read, also of one that no
// longer exists.
func TestMissingObjectsAreCreatedFromAStateWithoutIdentities(t *testing.T) {
	t.Parallel()
	secret := strings.Repeat("x", 40)
	s, w := start(t, twiliosandbox.Behaviour{NeverConfigured404: true})
	s.StoredSecret(secret)
	w.Config(recordingSettings.resource(named) + `
resource "videostorage_twilio_aws_credential" "this" {
  access_key_id     = "AKIAIOSFODNN7EXAMPLE"
  secret_access_key = "` + secret + `"
}
`)
	w.Apply()
	state := w.Read("terraform.tfstate")
	without := regexp.MustCompile(`(?s),\s*"identity(_schema_version": \d+|": \{.*?\})`).ReplaceAllString(state, "")
	if acctest.HasIdentity(t) && without == state {
		t.Fatal("the state has no identities")
	}
	w.Write("terraform.tfstate", without)
	w.PlansEmpty()
	for _, credential := range s.Credentials(s.SID) {
		s.RemoveCredential(s.SID, credential.SID)
	}
	s.Unset(s.SID, recordingSettings.sandbox)
	got, _ := w.Plan()
	got.Contains(t, "2 to add, 0 to change, 0 to destroy")
}
