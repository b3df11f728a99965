package twilio_test

import (
	"fmt"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

var everySetting = twiliosandbox.Settings{
	FriendlyName: "By hand", AWSStorageEnabled: true, AWSS3URL: bucket + "/", AWSCredentialsSID: awsCredential,
	EncryptionEnabled: true, EncryptionKeySID: publicKey,
}

// Whatever an account holds that a configuration may say, its generated one plans
// empty.
func TestImportWithGeneratedConfiguration(t *testing.T) {
	t.Parallel()
	for name, existing := range map[string]twiliosandbox.Settings{
		"everything on":                everySetting,
		"nothing on":                   {FriendlyName: "By hand"},
		"off, with left-over settings": {FriendlyName: "By hand", AWSS3URL: bucket, AWSCredentialsSID: awsCredential, EncryptionKeySID: publicKey},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachWorld(t, func(t *testing.T, k twin, b twiliosandbox.Behaviour) {
				s, w := start(t, b)
				hold(s, k, existing)
				blocks := map[string]string{
					"Default":     `id = "Default"`,
					"account SID": fmt.Sprintf("id = %q", s.SID),
				}
				if acctest.HasIdentity(t) {
					blocks["identity"] = fmt.Sprintf("identity = { account_sid = %q }", s.SID)
				}
				for what, block := range blocks {
					t.Log(what)
					w.Config("import {\n  to = " + k.address() + "\n  " + block + "\n}\n")
					w.Succeed("plan", "-generate-config-out=generated.tf", "-no-color").
						Contains(t, "1 to import, 0 to add, 0 to change, 0 to destroy")
					w.Apply().Contains(t, "1 imported, 0 added, 0 changed, 0 destroyed")
					w.PlansEmpty()
					expectState(t, w, k, map[string]any{
						"account_sid": s.SID, "friendly_name": "By hand", "aws_storage_enabled": existing.AWSStorageEnabled,
						"on_destroy": "disable", "overwrite_existing": false,
					})
					w.Succeed("state", "rm", k.address())
					w.Remove("generated.tf")
				}
				expectNoWrite(t, s)
			})
		})
	}
}

func TestImportWithTheCommand(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := start(t, twiliosandbox.Behaviour{})
		hold(s, k, everySetting)
		w.Config(k.resource(`friendly_name = "By hand"` + encrypting[len(named):]))
		for _, id := range []string{"Default", s.SID} {
			w.Succeed("import", k.address(), id)
			w.PlansEmpty()
			w.Succeed("state", "rm", k.address())
		}
		expectNoWrite(t, s)
	})
}

func TestImportOfAnythingElse(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := start(t, twiliosandbox.Behaviour{})
		hold(s, k, everySetting)
		blocks := []string{`id = "ACdddddddddddddddddddddddddddddddd"`, `id = "default"`, `id = "recording"`}
		if acctest.HasIdentity(t) {
			blocks = append(blocks, `identity = { account_sid = "ACdddddddddddddddddddddddddddddddd" }`)
		}
		for _, block := range blocks {
			w.Config(k.resource(encrypting) + "import {\n  to = " + k.address() + "\n  " + block + "\n}\n")
			expectOneError(t, w.Fail("plan", "-no-color"), "No such", "Default", s.SID)
		}
		expectSent(t, s, "imports of what does not exist")
	})
}

// There is nothing to import where nothing was ever configured.
func TestImportOfSettingsThatAreNotThere(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		_, w := start(t, twiliosandbox.Behaviour{NeverConfigured404: true})
		w.Config(k.resource(named))
		expectOneError(t, w.Fail("import", k.address(), "Default"), "Cannot import non-existent remote object")
	})
}

// References that the configuration leaves out are no difference after an import.
func TestImportIntoAConfigurationWithoutReferences(t *testing.T) {
	t.Parallel()
	forEachWorld(t, func(t *testing.T, k twin, b twiliosandbox.Behaviour) {
		s, w := start(t, b)
		hold(s, k, twiliosandbox.Settings{FriendlyName: "Consultations", AWSS3URL: bucket, AWSCredentialsSID: awsCredential})
		w.Config(k.resource(named))
		w.Succeed("import", k.address(), "Default")
		w.PlansEmpty()
		expectNoWrite(t, s)
	})
}
