package twilio_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/fakeaws"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Existing settings get a configuration that plans empty.
func TestImportWithGeneratedConfiguration(t *testing.T) {
	t.Parallel()
	forEachVariant(t, func(t *testing.T, k settingsKind, b twiliosandbox.Behaviour) {
		s, w := start(t, b)
		arguments := []string{`id = "Default"`, fmt.Sprintf("id = %q", s.SID)}
		if acctest.HasIdentity(t) {
			arguments = append(arguments, fmt.Sprintf("identity = { account_sid = %q }", s.SID))
		}
		for i, existing := range []twiliosandbox.Settings{everySetting, {FriendlyName: "By hand"}, leftoverSettings} {
			setSettings(s, k, existing)
			w.Config(k.importBlock(arguments[i%len(arguments)]))
			w.Succeed("plan", "-generate-config-out=generated.tf", "-no-color").Contains(t, "1 to import, 0 to add, 0 to change, 0 to destroy")
			w.Apply().Contains(t, "1 imported, 0 added, 0 changed, 0 destroyed")
			w.PlansEmpty()
			expectState(t, w, k.address(), map[string]any{
				"account_sid": s.SID, "friendly_name": "By hand", "aws_storage_enabled": existing.AWSStorageEnabled,
				"on_destroy": "disable", "overwrite_existing": false,
			})
			w.Succeed("state", "rm", k.address())
			w.Remove("generated.tf")
		}
		expectNoWrite(t, s)
	})
}

// References that the configuration omits are no difference after an import, if their switch is off.
func TestImportWithTheCommand(t *testing.T) {
	t.Parallel()
	forEachSettings(t, func(t *testing.T, k settingsKind) {
		s, w := start(t, twiliosandbox.Behaviour{})
		w.Config(k.resource(`friendly_name = "By hand"`))
		setSettings(s, k, leftoverSettings)
		for _, id := range []string{"Default", s.SID} {
			w.Succeed("import", k.address(), id)
			w.PlansEmpty()
			w.Succeed("state", "rm", k.address())
		}
		expectNoWrite(t, s)
	})
}

func TestImportOfMissingSettings(t *testing.T) {
	t.Parallel()
	forEachSettings(t, func(t *testing.T, k settingsKind) {
		s, w := start(t, twiliosandbox.Behaviour{})
		setSettings(s, k, everySetting)
		arguments := []string{`id = "` + otherAccount + `"`, `id = "default"`, `id = "recording"`}
		if acctest.HasIdentity(t) {
			arguments = append(arguments, `identity = { account_sid = "`+otherAccount+`" }`)
		}
		for _, argument := range arguments {
			w.Config(k.resource(encrypting) + k.importBlock(argument))
			expectOneError(t, w.Fail("plan", "-no-color"), "No such "+k.title, "Default", s.SID)
		}
		expectSent(t, s, "an import of another ID")
		s.SetBehaviour(twiliosandbox.Behaviour{NeverConfigured404: true})
		s.Unset(s.SID, k.sandbox)
		w.Config(k.resource(named))
		expectOneError(t, w.Fail("import", k.address(), "Default"), "Cannot import non-existent remote object")
	})
}

const communityAddress = "registry.terraform.io/rjpearson94/twilio"

// startMove returns a workspace whose state has settings of another provider, in the format of schema version 0 of the community provider.
func startMove(t *testing.T, s *acctest.Sandbox, address, typeName, accountSID string, version int, settings twiliosandbox.Settings) *acctest.Workspace {
	t.Helper()
	acctest.NeedMovesFromProviders(t)
	// Terraform starts the other provider and asks it for its schemas, but not about the move.
	w := acctest.NewWorkspace(t, s.Account, map[string]provider.Provider{address: &fakeaws.Provider{}})
	w.Require("twilio", address)
	attributes, err := json.Marshal(map[string]any{
		"id": accountSID, "account_sid": accountSID, "friendly_name": settings.FriendlyName, "aws_credentials_sid": settings.AWSCredentialsSID,
		"aws_s3_url": settings.AWSS3URL, "aws_storage_enabled": settings.AWSStorageEnabled, "encryption_enabled": settings.EncryptionEnabled,
		"encryption_key_sid": settings.EncryptionKeySID, "url": "https://video.twilio.com/v1/RecordingSettings/Default",
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Write("terraform.tfstate", fmt.Sprintf(`{"version": 4, "serial": 1, "lineage": "move", "resources": [{
  "mode": "managed", "type": %q, "name": "old", "provider": "provider[\"%s\"]", "instances": [{"schema_version": %d, "attributes": %s}]
}]}`, typeName, address, version, attributes))
	return w
}

func (k settingsKind) movedFrom(address string) string {
	return "moved {\n  from = " + address + "\n  to = " + k.address() + "\n}\n"
}

// Settings of the community provider move with an empty plan and without a write.
func TestMovedFromTheCommunityProvider(t *testing.T) {
	t.Parallel()
	for name, attributes := range map[string]string{"everything on": storage + encryption, "nothing on": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
			for _, k := range bothSettings {
				existing := twiliosandbox.Settings{FriendlyName: "By hand"}
				if attributes != "" {
					existing = everySetting
				}
				setSettings(s, k, existing)
				w := startMove(t, s, communityAddress, k.communityType, s.SID, 0, existing)
				w.Config(k.movedFrom(k.communityType+".old") + k.resource("friendly_name = \"By hand\"\n"+attributes))
				got, changes := w.Plan()
				got.Contains(t, k.communityType+".old has moved to "+k.address(), "0 to add, 0 to change, 0 to destroy")
				if !changes {
					t.Error("the move is not in the plan")
				}
				w.Apply()
				w.PlansEmpty()
				expectState(t, w, k.address(), map[string]any{"account_sid": s.SID, "on_destroy": "disable", "overwrite_existing": false})
			}
			expectNoWrite(t, s)
		})
	}
}

// Only the community provider's own state of the same settings is accepted.
func TestMovedFromElsewhere(t *testing.T) {
	t.Parallel()
	const elsewhere = "registry.terraform.io/example/twilio"
	for name, test := range map[string]struct {
		address, typeName, accountSID string
		version                       int
		want                          string
	}{
		"another provider": {elsewhere, recordingSettings.communityType, otherAccount, 0, "Unable to Move Resource State"},
		"other settings":   {communityAddress, compositionSettings.communityType, otherAccount, 0, "Unable to Move Resource State"},
		"another version":  {communityAddress, recordingSettings.communityType, otherAccount, 1, "Unable to Move Resource State"},
		"no account":       {communityAddress, recordingSettings.communityType, "", 0, "account_sid is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
			w := startMove(t, s, test.address, test.typeName, test.accountSID, test.version, everySetting)
			w.Config(recordingSettings.movedFrom(test.typeName+".old") + recordingSettings.resource(encrypting))
			expectOneError(t, w.Fail("plan", "-no-color"), test.want)
			expectSent(t, s, "the refused move")
		})
	}
}
