package twilio_test

import (
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Existing settings are not replaced unexpectedly. The plan shows them, and the block that imports them.
func TestCreateRefusesToReplaceSettings(t *testing.T) {
	t.Parallel()
	s, recordings := startSettings(t, twiliosandbox.Behaviour{}, recordingSettings, "")
	refused := func(k settingsKind, existing twiliosandbox.Settings, switches string) {
		setSettings(s, k, existing)
		acctest.NewObject(t, s.Account, k.typeName).Fails(k.resource(storing), "settings exist already", s.SID, `friendly_name = "By hand" -> "Consultations"`,
			switches, existing.AWSS3URL, existing.AWSCredentialsSID, existing.EncryptionKeySID,
			"import { to = "+k.typeName+".NAME id = \"Default\" }", "-generate-config-out", "overwrite_existing = true")
	}
	refused(recordingSettings, existingSettings, "aws_storage_enabled = true")
	refused(compositionSettings, twiliosandbox.Settings{FriendlyName: "By hand", EncryptionEnabled: true, EncryptionKeySID: publicKey},
		"aws_storage_enabled = false -> true encryption_enabled = true -> false")
	// A switch that is missing in the response may be on if it has a reference.
	for _, fields := range []string{
		`"aws_storage_enabled":null,"encryption_enabled":null,"aws_s3_url":"` + bucket + `"`,
		`"encryption_enabled":false,"aws_credentials_sid":"` + awsCredential + `"`,
		`"aws_storage_enabled":false,"encryption_key_sid":"` + publicKey + `"`,
	} {
		s.Faults().Add(sandbox.Fault{Status: 200, Body: `{"friendly_name":"By hand",` + fields + `}`})
		recordings.Fails(recordingSettings.resource(storing), "Recording settings exist already")
	}
	expectNoWrite(t, s)
}

// The name and a trailing slash make no difference, and neither does a reference that the configuration omits while its switch is off. Settings
// that are switched off have no effect, whichever references they have. They are replaced with a warning, as are others with overwrite_existing.
func TestCreateReplacesSettings(t *testing.T) {
	t.Parallel()
	k := compositionSettings
	equal := storingSettings
	equal.AWSS3URL, equal.EncryptionKeySID = bucket+"/", publicKey
	const off, enabled = "Warning: Composition settings that are switched off will be replaced", "aws_storage_enabled = false -> true"
	for _, test := range []struct {
		existing  twiliosandbox.Settings
		arguments string
		warning   []string
	}{
		{equal, "", nil},
		{twiliosandbox.Settings{FriendlyName: "Another name"}, "", nil},
		{twiliosandbox.Settings{FriendlyName: "By hand", AWSS3URL: bucket + "/elsewhere"}, "", []string{off, `friendly_name = "By hand" ->`, enabled, "/elsewhere"}},
		{twiliosandbox.Settings{FriendlyName: "By hand", EncryptionKeySID: publicKey}, "", []string{off, enabled, publicKey}},
		{twiliosandbox.Settings{FriendlyName: "By hand", AWSCredentialsSID: otherCredential}, "overwrite_existing = false", []string{off, enabled, otherCredential}},
		{
			twiliosandbox.Settings{FriendlyName: "By hand", AWSS3URL: bucket, EncryptionEnabled: true, EncryptionKeySID: publicKey},
			"overwrite_existing = true",
			[]string{
				"Warning: Existing composition settings will be replaced", `friendly_name = "By hand" -> "Consultations"`, enabled,
				`aws_credentials_sid = null -> "` + awsCredential + `"`, "encryption_enabled = true -> false",
				`encryption_key_sid = "` + publicKey + `" -> (omitted: Twilio may clear it)`,
			},
		},
	} {
		t.Logf("%+v", test.existing)
		s, o := startSettings(t, twiliosandbox.Behaviour{}, k, "")
		setSettings(s, k, test.existing)
		config := k.resource(storing + test.arguments)
		// One overwrite_existing is known after the plan only.
		got := o.Plan(strings.Replace(config, "false", "unknown", 1)).With(config).Apply()
		got.Lacks(t, `aws_s3_url = "`+bucket+`" ->`)
		if test.warning == nil {
			got.Lacks(t, "will be replaced")
		} else {
			got.Contains(t, append(test.warning, s.SID)...)
		}
		o.PlansEmpty(config)
		expectSettings(t, s, k, storingSettings)
	}
}

// If overwrite_existing is unknown while planning, the creation decides.
func TestOverwriteExistingKnownDuringApply(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, o := startSettings(t, twiliosandbox.Behaviour{}, k, "")
	setSettings(s, k, existingSettings)
	overwriting := func(value string) string { return k.resource(storing + "overwrite_existing = " + value) }
	plan := o.Plan(overwriting("unknown"))
	plan.Lacks(t, "Error: ")
	plan.With(overwriting("false")).Fails().ExpectOneError(t, "Recording settings exist already")
	expectSettings(t, s, k, existingSettings)
	o.Plan(overwriting("unknown")).With(overwriting("true")).Apply()
	expectSettings(t, s, k, storingSettings)
}

// Another administrator may set storage up between the plan and the apply, or during a replacement. So the creation reads the settings again.
func TestSettingsMadeAfterThePlanAreNotReplaced(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, o := startSettings(t, twiliosandbox.Behaviour{Merge: true}, k, "")
	byHand := func() { setSettings(s, k, existingSettings) }
	// The first read is of the plan, and the second of the apply, which plans again.
	s.Faults().Add(sandbox.Fault{Method: "GET", Nth: 3, Hook: byHand})
	o.Fails(k.resource(storing), "Recording settings exist already", "By hand")
	expectSent(t, s, "the apply", "GET", "GET", "GET")
	expectSettings(t, s, k, existingSettings)

	s.Unset(s.SID, k.sandbox)
	w := acctest.NewWorkspace(t, s.Account, nil)
	w.Config(k.resource(encrypting))
	w.Apply().Contains(t, "1 added")
	// The first write is of the destroy.
	s.Faults().Add(sandbox.Fault{Method: "POST", After: true, Hook: byHand})
	w.Fail("apply", "-auto-approve", "-no-color", "-replace="+k.address()).ExpectOneError(t, "Recording settings exist already", "By hand")
	expectSettings(t, s, k, existingSettings)
}

// A saved plan of a creation stays valid if the existing settings change in a way that the plan allows.
func TestSavedPlanOfACreation(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind       settingsKind
		attributes string
		changed    twiliosandbox.Settings
	}{
		{recordingSettings, named + "overwrite_existing = true", everySetting},
		{compositionSettings, named, twiliosandbox.Settings{FriendlyName: "Consultations", EncryptionKeySID: publicKey}},
	} {
		k, config := test.kind, test.kind.resource(test.attributes)
		s, o := startSettings(t, twiliosandbox.Behaviour{Merge: true}, k, "")
		plan := o.Plan(config)
		setSettings(s, k, test.changed)
		plan.Apply()
		o.PlansEmpty(config)
	}
}

// A plan has the account, so that Terraform refuses to apply it with the credentials of another one.
func TestSavedPlanOfAnotherAccount(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	other := twiliosandbox.NewAccount()
	s.AddAccount(other)
	w.Config(recordingSettings.resource(storing))
	w.Succeed("plan", "-out=saved")
	useAccount(s, other.SID, other, false)
	w.Fail("apply", "-no-color", "saved")
	expectNoWrite(t, s)
	if w.State(recordingSettings.address()) != nil {
		t.Error("the settings are in the state")
	}
}
