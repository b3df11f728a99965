package twilio_test

import (
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Errors that the configuration shows have the attribute's line and need no request.
func TestInvalidConfiguration(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		attributes string
		want       []string
	}{
		"no friendly name":       {"", []string{"Missing required argument", `"friendly_name" is required`}},
		"empty friendly name":    {`friendly_name = ""`, []string{`friendly_name = ""`, "between 1 and 64"}},
		"long friendly name":     {`friendly_name = "` + strings.Repeat("ä", 65) + `"`, []string{"friendly_name", "between 1 and 64"}},
		"credential not a SID":   {named + `aws_credentials_sid = "CR123"`, []string{`aws_credentials_sid = "CR123"`, "CR and 32 hexadecimal digits"}},
		"key not a SID":          {named + `encryption_key_sid = "CR` + strings.Repeat("g", 32) + `"`, []string{"encryption_key_sid", "CR and 32 hexadecimal digits"}},
		"bucket over http":       {named + `aws_s3_url = "http://bucket.s3.amazonaws.com"`, []string{"Invalid bucket URL", "aws_s3_url", "https"}},
		"on_destroy":             {named + `on_destroy = "delete"`, []string{`on_destroy = "delete"`, `"disable"`, `"retain"`}},
		"zero timeout":           {named + `timeouts { update = "0s" }`, []string{"Invalid timeout", `timeouts.update must be positive, for example "5m"`}},
		"misspelt timeout":       {named + `timeouts { creat = "5m" }`, []string{"Unsupported argument", `"creat" is not expected here`}},
		"storage, empty bucket":  {strings.Replace(storing, bucket, "", 1), []string{"Missing aws_s3_url", `aws_s3_url = ""`, "is required if aws_storage_enabled is true"}},
		"storage, no credential": {strings.Replace(storing, "aws_credentials_sid", "#", 1), []string{"Missing aws_credentials_sid", "is required if aws_storage_enabled is true"}},
		"encryption, no key":     {named + "encryption_enabled = true", []string{"Missing encryption_key_sid", "is required if encryption_enabled is true"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, twiliosandbox.Behaviour{})
			w.Config(recordingSettings.resource(test.attributes))
			expectOneError(t, w.Fail("plan", "-no-color"), append(test.want, "on main.tf line", `resource "`+recordingSettings.typeName+`"`)...)
			expectSent(t, s, "an invalid configuration")
		})
	}
}

// The text before an @ may be a secret, so neither it nor its line is shown.
func TestInvalidBucketURLWithPassword(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	s.Secret("hunter-hunter-22")
	w.Config(recordingSettings.resource(named + `aws_s3_url = "https://user:hunter-hunter-22@bucket.s3.amazonaws.com"`))
	got := w.Fail("plan", "-no-color")
	expectOneError(t, got, "Invalid bucket URL", "the value of aws_s3_url", "must not contain a user name")
	got.Lacks(t, "aws_s3_url = ")
}

// A host that is not one of S3 is a warning, because Twilio's reference shows one. A name of 64 characters is the longest.
func TestUnusualValuesAreAccepted(t *testing.T) {
	t.Parallel()
	_, w := start(t, twiliosandbox.Behaviour{})
	w.Config(recordingSettings.resource(`friendly_name = "` + strings.Repeat("ä", 64) + "\"\naws_s3_url = \"https://documentation-example-twilio-bucket/recordings\""))
	w.Apply().Contains(t, "Warning: The host of the bucket URL is not one of S3", "not on amazonaws.com")
	w.PlansEmpty()
}

// An unknown reference counts as a difference from existing settings. Once known, it is checked before anything is written.
func TestUnknownReference(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	attributes := strings.Replace(storing, `"`+awsCredential+`"`, "terraform_data.unknown.output", 1)
	w.Config(unknown("") + recordingSettings.resource(attributes))
	w.Plan()
	expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), "Missing aws_credentials_sid", "is required if aws_storage_enabled is true")
	expectNoWrite(t, s)
	w.Succeed("state", "rm", "terraform_data.unknown")

	setSettings(s, recordingSettings, twiliosandbox.Settings{
		FriendlyName: "Consultations", AWSStorageEnabled: true, AWSS3URL: bucket, AWSCredentialsSID: awsCredential,
	})
	w.Config(unknown(awsCredential) + recordingSettings.resource(attributes))
	expectOneError(t, w.Fail("plan", "-no-color"), "settings exist already")
	w.Config(unknown(awsCredential) + recordingSettings.resource(attributes+"overwrite_existing = true"))
	got, _ := w.Plan()
	got.Contains(t, `aws_credentials_sid = "`+awsCredential+`" -> (known after apply)`)
	w.Apply()
	w.PlansEmpty()
}

// The warning comes with the plan that switches storage or encryption on, and only for recordings.
func TestWarningThatRecordingsCannotBeComposed(t *testing.T) {
	t.Parallel()
	const warning = "New recordings cannot be composed"
	s, w := start(t, twiliosandbox.Behaviour{})
	plan := func(attributes string) acctest.Result {
		t.Helper()
		w.Config(recordingSettings.resource(attributes) + compositionSettings.resource(attributes))
		got, changes := w.Plan()
		if !changes {
			t.Error("the plan is empty")
		}
		got.Lacks(t, "New compositions")
		return got
	}
	got := plan(storing)
	got.Contains(t, warning, "cannot compose recordings that are stored in S3")
	got.Lacks(t, "recordings that are encrypted")
	w.Apply()
	got = plan(encrypting)
	got.Contains(t, warning, "cannot compose recordings that are encrypted")
	got.Lacks(t, "recordings that are stored in S3")
	w.Apply()
	plan("friendly_name = \"Renamed\"\n"+storage+encryption).Lacks(t, warning)
	plan(named).Lacks(t, warning)
	// Drift that switches storage off ends with a plan that switches it on.
	w.Config(recordingSettings.resource(storing))
	w.Apply()
	setSettings(s, recordingSettings, twiliosandbox.Settings{FriendlyName: "Consultations"})
	plan(storing).Contains(t, warning)
	// A creation over settings with storage on changes nothing about composing.
	w.Succeed("state", "rm", recordingSettings.address())
	setSettings(s, recordingSettings, existingSettings)
	got = plan(storing + "overwrite_existing = true")
	got.Contains(t, "Existing recording settings will be replaced")
	got.Lacks(t, warning)
}

// Every attribute is read, so that the plan shows its drift and the apply corrects it.
func TestDriftOfEachAttribute(t *testing.T) {
	t.Parallel()
	s, w := startWith(t, twiliosandbox.Behaviour{}, recordingSettings.resource(encrypting))
	for name, drift := range map[string]func(*twiliosandbox.Settings){
		"friendly_name":       func(s *twiliosandbox.Settings) { s.FriendlyName = "Renamed" },
		"aws_storage_enabled": func(s *twiliosandbox.Settings) { s.AWSStorageEnabled = false },
		"aws_s3_url":          func(s *twiliosandbox.Settings) { s.AWSS3URL = bucket + "/elsewhere" },
		"aws_credentials_sid": func(s *twiliosandbox.Settings) { s.AWSCredentialsSID = otherCredential },
		"encryption_enabled":  func(s *twiliosandbox.Settings) { s.EncryptionEnabled = false },
		"encryption_key_sid":  func(s *twiliosandbox.Settings) { s.EncryptionKeySID = otherCredential },
	} {
		drifted := encryptingSettings
		drift(&drifted)
		setSettings(s, recordingSettings, drifted)
		got, _ := w.Plan()
		got.Contains(t, "~ "+name, "will be updated in-place")
		w.Apply()
		expectSettings(t, s, recordingSettings, encryptingSettings)
	}
}

// A trailing slash makes no difference in the configuration, in Twilio's response and as drift.
func TestTrailingSlash(t *testing.T) {
	t.Parallel()
	with := func(url string) string { return recordingSettings.resource(strings.Replace(storing, bucket, url, 1)) }
	for name, b := range map[string]twiliosandbox.Behaviour{"kept": {}, "trimmed": {TrimSlash: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, b)
			applyCleanly(t, w, with(bucket+"/"))
			expectState(t, w, recordingSettings.address(), map[string]any{"aws_s3_url": bucket + "/"})
			w.Config(with(bucket))
			w.PlansEmpty()

			drifted := currentSettings(t, s, recordingSettings)
			drifted.AWSS3URL = bucket
			setSettings(s, recordingSettings, drifted)
			w.PlansEmpty()
			w.Config(with(bucket + "/"))
			w.PlansEmpty()

			w.Config(with(bucket + "/other"))
			w.Apply()
			expectState(t, w, recordingSettings.address(), map[string]any{"aws_s3_url": bucket + "/other"})
			w.PlansEmpty()
		})
	}
}

// A reference with its switch off is no difference if the configuration omits it, whether Twilio keeps it or another administrator sets it.
func TestOmittedReferenceIsNoDifference(t *testing.T) {
	t.Parallel()
	forEachVariant(t, func(t *testing.T, k settingsKind, b twiliosandbox.Behaviour) {
		s, w := start(t, b)
		for _, attributes := range []string{encrypting, named, named + "aws_s3_url = \"\"\naws_credentials_sid = \"\"\nencryption_key_sid = \"\"", named} {
			applyCleanly(t, w, k.resource(attributes))
		}
		drifted := currentSettings(t, s, k)
		drifted.AWSCredentialsSID, drifted.EncryptionKeySID = otherCredential, publicKey
		setSettings(s, k, drifted)
		w.PlansEmpty()
		// A write for another reason omits it again.
		applyCleanly(t, w, k.resource(`friendly_name = "Renamed"`))
		if form := lastForm(t, s); form.Has("AwsCredentialsSid") || form.Has("EncryptionKeySid") || form.Has("AwsS3Url") {
			t.Errorf("an omitted reference was sent: %v", form)
		}
	})
}

// A configured reference is managed while its switch is off, too.
func TestConfiguredReferenceIsManaged(t *testing.T) {
	t.Parallel()
	forEachVariant(t, func(t *testing.T, k settingsKind, b twiliosandbox.Behaviour) {
		s, w := start(t, b)
		applyCleanly(t, w, k.resource(named+"aws_credentials_sid = \""+awsCredential+"\""))
		setSettings(s, k, twiliosandbox.Settings{FriendlyName: "Consultations", AWSCredentialsSID: otherCredential})
		w.Apply()
		expectSettings(t, s, k, twiliosandbox.Settings{FriendlyName: "Consultations", AWSCredentialsSID: awsCredential})
	})
}

// Every write has the values that ignore_changes keeps: a write without the bucket could clear it while storage is on.
func TestIgnoredReferencesAreSent(t *testing.T) {
	t.Parallel()
	forEachVariant(t, func(t *testing.T, k settingsKind, b twiliosandbox.Behaviour) {
		for _, ignored := range []string{
			"aws_storage_enabled, aws_s3_url, aws_credentials_sid, encryption_enabled, encryption_key_sid",
			"aws_storage_enabled, encryption_enabled",
		} {
			s, w := start(t, b)
			setSettings(s, k, everySetting)
			lifecycle := "\nlifecycle {\n  ignore_changes = [" + ignored + "]\n}\n"
			w.Config(k.resource(`friendly_name = "By hand"` + lifecycle))
			w.Succeed("import", k.address(), "Default")
			w.PlansEmpty()
			applyCleanly(t, w, k.resource(`friendly_name = "Renamed"`+lifecycle))
			want := everySetting
			want.FriendlyName = "Renamed"
			expectSettings(t, s, k, want)
		}
	})
}

// If ignore_changes keeps encryption on without a key, the settings stay as they are.
func TestIgnoredSwitchWithoutReference(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	setSettings(s, recordingSettings, twiliosandbox.Settings{FriendlyName: "By hand", EncryptionEnabled: true})
	w.Config(recordingSettings.resource("friendly_name = \"Renamed\"\nlifecycle {\n  ignore_changes = [encryption_enabled]\n}"))
	w.Succeed("import", recordingSettings.address(), "Default")
	expectOneError(t, w.Fail("plan", "-no-color"), "Missing encryption_key_sid")
	expectNoWrite(t, s)
}

// A saved plan of a creation stays valid when the existing settings change in a way that the plan allows.
func TestSavedPlanOfACreation(t *testing.T) {
	t.Parallel()
	forEachVariant(t, func(t *testing.T, k settingsKind, b twiliosandbox.Behaviour) {
		for arguments, existing := range map[string]twiliosandbox.Settings{
			"overwrite_existing = true": everySetting,
			"":                          {FriendlyName: "Consultations", EncryptionKeySID: publicKey},
		} {
			s, w := start(t, b)
			w.Config(k.resource(named + arguments))
			w.Succeed("plan", "-out=saved")
			setSettings(s, k, existing)
			w.Succeed("apply", "saved")
			w.PlansEmpty()
		}
	})
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
