package twilio_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Existing settings are not replaced unexpectedly. The plan shows them, and the block that imports them.
func TestCreateRefusesToReplaceSettings(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	refused := func(k settingsKind, existing twiliosandbox.Settings, switches string) resource.TestStep {
		step := failing(k.resource(storing), "settings exist already", s.SID, `friendly_name = "By hand" -> "Consultations"`, switches,
			existing.AWSS3URL, existing.AWSCredentialsSID, existing.EncryptionKeySID,
			"import { to = "+k.typeName+".NAME id = \"Default\" }", "-generate-config-out", "overwrite_existing = true")
		step.PreConfig = func() { setSettings(s, k, existing) }
		return step
	}
	// A switch that is missing in the response may be on if it has a reference.
	withoutSwitch := func(fields string) resource.TestStep {
		return withFault(s, sandbox.Fault{Status: 200, Body: `{"friendly_name":"By hand",` + fields + `}`},
			failing(recordingSettings.resource(storing), "Recording settings exist already"))
	}
	s.Test(t,
		refused(recordingSettings, existingSettings, "aws_storage_enabled = true"),
		refused(compositionSettings, twiliosandbox.Settings{FriendlyName: "By hand", EncryptionEnabled: true, EncryptionKeySID: publicKey},
			"aws_storage_enabled = false -> true encryption_enabled = true -> false"),
		withoutSwitch(`"aws_storage_enabled":null,"encryption_enabled":null,"aws_s3_url":"`+bucket+`"`),
		withoutSwitch(`"encryption_enabled":false,"aws_credentials_sid":"`+awsCredential+`"`),
		withoutSwitch(`"aws_storage_enabled":false,"encryption_key_sid":"`+publicKey+`"`),
	)
	expectNoWrite(t, s)
}

// The name and a trailing slash make no difference, and neither does a reference that the configuration omits while its switch is off.
func TestCreateReplacesDefaultsAndEqualSettings(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{Merge: true})
	equal := twiliosandbox.Settings{
		FriendlyName: "Consultations", AWSStorageEnabled: true, AWSS3URL: bucket + "/", AWSCredentialsSID: awsCredential, EncryptionKeySID: publicKey,
	}
	setSettings(s, recordingSettings, equal)
	setSettings(s, compositionSettings, twiliosandbox.Settings{FriendlyName: "Another name"})
	s.Test(t, resource.TestStep{
		Config: recordingSettings.resource(storing) + compositionSettings.resource(storing),
		PostApplyFunc: func() {
			equal.AWSS3URL = bucket
			expectSettings(t, s, recordingSettings, equal)
			equal.EncryptionKeySID = ""
			expectSettings(t, s, compositionSettings, equal)
		},
	})
}

// Settings that are switched off have no effect, whichever references they have. They are replaced with a warning.
func TestCreateReplacesSettingsThatAreOff(t *testing.T) {
	t.Parallel()
	k := compositionSettings
	s, w := start(t, twiliosandbox.Behaviour{Merge: true})
	for _, existing := range []twiliosandbox.Settings{
		{FriendlyName: "By hand", AWSS3URL: bucket + "/elsewhere"},
		{FriendlyName: "By hand", EncryptionKeySID: publicKey},
		{FriendlyName: "By hand", AWSCredentialsSID: otherCredential},
	} {
		setSettings(s, k, existing)
		w.Config(k.resource(storing))
		got, _ := w.Plan()
		got.Contains(t, "Warning: Composition settings that are switched off will be replaced", s.SID, `friendly_name = "By hand" -> "Consultations"`,
			"aws_storage_enabled = false -> true", existing.AWSS3URL, existing.AWSCredentialsSID, existing.EncryptionKeySID)
	}
	w.Config(unknown("false") + k.resource(storing+"overwrite_existing = terraform_data.unknown.output == \"true\""))
	w.Apply().Contains(t, "Warning: Composition settings that are switched off will be replaced")
	expectSettings(t, s, k, twiliosandbox.Settings{FriendlyName: "Consultations", AWSStorageEnabled: true, AWSS3URL: bucket, AWSCredentialsSID: awsCredential})
}

func TestOverwriteExistingWarnsOfEachChange(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, w := start(t, twiliosandbox.Behaviour{})
	setSettings(s, k, twiliosandbox.Settings{FriendlyName: "By hand", AWSS3URL: bucket, EncryptionEnabled: true, EncryptionKeySID: publicKey})
	w.Config(k.resource(storing + "overwrite_existing = true"))
	got := w.Apply()
	got.Contains(t, "Warning: Existing recording settings will be replaced", s.SID,
		`friendly_name = "By hand" -> "Consultations"`,
		"aws_storage_enabled = false -> true",
		`aws_credentials_sid = null -> "`+awsCredential+`"`,
		"encryption_enabled = true -> false",
		`encryption_key_sid = "`+publicKey+`" -> (omitted: Twilio may clear it)`)
	got.Lacks(t, `aws_s3_url = "`+bucket+`" ->`)
	w.PlansEmpty()
	expectSettings(t, s, k, twiliosandbox.Settings{FriendlyName: "Consultations", AWSStorageEnabled: true, AWSS3URL: bucket, AWSCredentialsSID: awsCredential})
}

// If overwrite_existing is unknown while planning, the creation decides.
func TestOverwriteExistingKnownDuringApply(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, w := start(t, twiliosandbox.Behaviour{})
	setSettings(s, k, existingSettings)
	overwriting := k.resource(storing + "overwrite_existing = terraform_data.unknown.output")
	w.Config(unknown("false") + overwriting)
	expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), "Recording settings exist already")
	expectSettings(t, s, k, existingSettings)
	w.Config(unknown("true") + overwriting)
	w.Apply()
	expectSettings(t, s, k, twiliosandbox.Settings{FriendlyName: "Consultations", AWSStorageEnabled: true, AWSS3URL: bucket, AWSCredentialsSID: awsCredential})
}

// Another administrator may set storage up between the plan and the apply, or during a replacement. So the creation reads the settings again.
func TestSettingsMadeAfterThePlanAreNotReplaced(t *testing.T) {
	t.Parallel()
	k, s := recordingSettings, acctest.NewSandbox(t, twiliosandbox.Behaviour{Merge: true})
	byHand := func() { setSettings(s, k, existingSettings) }
	refused := acctest.ErrorWith("Error running apply", "Recording settings exist already", "By hand")
	s.Test(t,
		resource.TestStep{
			// The first read is of the plan, and the second of the apply, which plans again.
			PreConfig: func() { s.Faults().Add(sandbox.Fault{Method: "GET", Nth: 3, Hook: byHand}) },
			Config:    k.resource(storing), ExpectError: refused,
		},
		resource.TestStep{
			PreConfig: func() {
				expectSent(t, s, "the apply", "GET", "GET", "GET")
				expectSettings(t, s, k, existingSettings)
				s.Unset(s.SID, k.sandbox)
			},
			Config: k.resource(encrypting), ConfigPlanChecks: acctest.ExpectAction(k.address(), plancheck.ResourceActionCreate),
		},
		resource.TestStep{
			// The first write is of the destroy.
			PreConfig: func() { s.Faults().Add(sandbox.Fault{Method: "POST", After: true, Hook: byHand}) },
			Taint:     []string{k.address()}, Config: k.resource(encrypting), ExpectError: refused,
		},
	)
	expectSettings(t, s, k, existingSettings)
}

// A saved plan of a creation stays valid if the existing settings change in a way that the plan allows.
func TestSavedPlanOfACreation(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{Merge: true})
	w.Config(recordingSettings.resource(named+"overwrite_existing = true") + compositionSettings.resource(named))
	w.Succeed("plan", "-out=saved")
	setSettings(s, recordingSettings, everySetting)
	setSettings(s, compositionSettings, twiliosandbox.Settings{FriendlyName: "Consultations", EncryptionKeySID: publicKey})
	w.Succeed("apply", "saved")
	w.PlansEmpty()
}

// A plan has the account, so that Terraform refuses to apply it with the credentials of another one.
func TestSavedPlanOfAnotherAccount(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	other := twiliosandbox.NewAccount()
	s.AddAccount(other)
	w.Config(recordingSettings.resource(storing))
	w.Succeed("plan", "-out=saved")
	s.Setenv("TWILIO_ACCOUNT_SID", other.SID)
	s.Setenv("TWILIO_AUTH_TOKEN", other.AuthToken)
	w.Fail("apply", "-no-color", "saved")
	expectNoWrite(t, s)
	expectNoState(t, w, recordingSettings)
}
