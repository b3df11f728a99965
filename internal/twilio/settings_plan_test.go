package twilio_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Errors that the configuration shows have the attribute's line and need no request.
func TestInvalidConfiguration(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	s.Secret("hunter-hunter-22")
	expectInvalid(t, w, recordingSettings.resource, map[string][]string{
		`friendly_name = ""`: {`friendly_name = ""`, "between 1 and 64"},
		`friendly_name = "` + strings.Repeat("ä", 65) + `"`:     {"friendly_name = \"ää", "between 1 and 64"},
		named + `aws_credentials_sid = "CR123"`:                 {`aws_credentials_sid = "CR123"`, "CR and 32 hexadecimal digits"},
		named + `encryption_key_sid = "CRgg"`:                   {`encryption_key_sid = "CRgg"`, "CR and 32 hexadecimal digits"},
		named + `aws_s3_url = "http://bucket.s3.amazonaws.com"`: {"Invalid bucket URL", "aws_s3_url = ", "https"},
		named + `on_destroy = "delete"`:                         {`on_destroy = "delete"`, `"disable"`, `"retain"`},
		named + `timeouts { update = "0s" }`:                    {"Invalid timeout", `update = "0s"`, `timeouts.update must be positive, for example "5m"`},
		strings.Replace(storing, bucket, "", 1):                 {"Missing aws_s3_url", `aws_s3_url = ""`, "is required if aws_storage_enabled is true"},
		strings.Replace(storing, "aws_credentials_sid", "#", 1): {"Missing aws_credentials_sid", "is required if aws_storage_enabled is true"},
		named + "encryption_enabled = true":                     {"Missing encryption_key_sid", "is required if encryption_enabled is true"},

		// The text before an @ may be a secret, so neither it nor its line is shown.
		named + `aws_s3_url = "https://user:hunter-hunter-22@b.s3.amazonaws.com"`: {"the value of aws_s3_url", "must not contain a user name"},
	})
	expectSent(t, s, "an invalid configuration")
}

// A warning about a bucket URL appears with a new value, and not on every plan. A host that is not one of S3 is only a warning, because Twilio's
// reference shows one. A name of 64 characters is the longest.
func TestBucketURLWarnsOnceForEachValue(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	_, o := startSettings(t, twiliosandbox.Behaviour{}, k, "")
	for _, test := range []struct {
		url  string
		want []string
	}{
		{
			"https://my-bucket.s3-eu-south-1.amazonaws.com/rec",
			[]string{"The host of the bucket URL does not exist", "Write https://my-bucket.s3.eu-south-1.amazonaws.com/rec."},
		},
		{"https://my-bucket.s3.amazonaws.com/rec", []string{"The bucket URL names no region", "https://my-bucket.s3.REGION.amazonaws.com/rec"}},
		{"https://documentation-example-twilio-bucket/recordings", []string{"The host of the bucket URL is not one of S3", "not on amazonaws.com"}},
		{"https://my.bucket.s3.eu-south-1.amazonaws.com/rec", []string{"certificate of S3 does not cover"}},
	} {
		config := k.resource(strings.Replace(storing, bucket, test.url, 1))
		o.Apply(config).Contains(t, append(test.want, "Warning: ")...)
		plan := o.Plan(config)
		plan.Expect(plancheck.ResourceActionNoop)
		plan.Lacks(t, "Warning")
		o.Apply(strings.Replace(config, "Consultations", strings.Repeat("ä", 64), 1)).Lacks(t, "Warning")
	}
}

// An unknown reference counts as a difference from existing settings. Once known, it is checked before anything is written.
func TestUnknownReference(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, o := startSettings(t, twiliosandbox.Behaviour{}, k, "")
	config := func(credential, arguments string) string {
		return k.resource(strings.Replace(storing, `"`+awsCredential+`"`, credential, 1) + arguments)
	}
	plan := o.Plan(config("unknown", ""))
	plan.Contains(t, "aws_credentials_sid = (known after apply)")
	plan.With(config(`""`, "")).FailsUnchanged("Missing aws_credentials_sid", "is required if aws_storage_enabled is true")
	plan = o.Plan(k.resource(strings.Replace(storing, `"`+bucket+`"`, "unknown", 1)))
	plan.Contains(t, "aws_s3_url = (known after apply)")
	plan.With(k.resource(strings.Replace(storing, bucket, "https://My_Bucket.s3.amazonaws.com", 1))).FailsUnchanged("Invalid bucket URL", "My_Bucket")
	expectNoWrite(t, s)
	setSettings(s, k, storingSettings)
	plan = o.Plan(config("unknown", ""))
	if plan.Action != "" {
		t.Errorf("the plan succeeds: %s", plan.Text)
	}
	plan.Fails("Recording settings exist already")
	plan = o.Plan(config("unknown", "overwrite_existing = true"))
	plan.Contains(t, "aws_credentials_sid = (known after apply)")
	plan.With(config(`"`+awsCredential+`"`, "overwrite_existing = true")).Apply()
	expectWrites(t, s, k.write()) // That is the one of the creation.
	o.Expect(map[string]any{"aws_credentials_sid": awsCredential})
}

// The warning comes with the plan that switches storage or encryption on, and only for recordings.
func TestWarningThatRecordingsCannotBeComposed(t *testing.T) {
	t.Parallel()
	const (
		stored    = "New recordings cannot be composed"
		inS3      = "Twilio cannot compose recordings that are stored in S3"
		encrypted = "Twilio cannot compose recordings that are encrypted"
	)
	s, recordings := startSettings(t, twiliosandbox.Behaviour{}, recordingSettings, "")
	compositions := acctest.NewObject(t, s.Account, compositionSettings.typeName)
	apply := func(attributes string) acctest.Result {
		t.Helper()
		compositions.Apply(compositionSettings.resource(attributes)).Lacks(t, "cannot be composed", "cannot compose")
		return recordings.Apply(recordingSettings.resource(attributes))
	}
	got := apply(storing)
	got.Contains(t, stored, inS3)
	got.Lacks(t, encrypted)
	got = apply(encrypting)
	got.Contains(t, stored, encrypted)
	got.Lacks(t, inS3)
	apply("friendly_name = \"Renamed\"\n"+storage+encryption).Lacks(t, stored)
	// Drift that switches storage off ends with a plan that switches it on.
	setSettings(s, recordingSettings, twiliosandbox.Settings{FriendlyName: "Consultations"})
	apply(encrypting).Contains(t, stored, inS3)
	apply(named).Lacks(t, stored)
	// A creation over settings with storage on changes nothing about composing.
	recordings = acctest.NewObject(t, s.Account, recordingSettings.typeName)
	setSettings(s, recordingSettings, existingSettings)
	got = apply(storing + "overwrite_existing = true")
	got.Contains(t, "Existing recording settings will be replaced")
	got.Lacks(t, stored)
}

// Every attribute is read, so that the plan shows its drift and the apply corrects it. A configured reference is managed while its switch is off, too.
func TestDriftOfEachAttribute(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	s, o := startSettings(t, twiliosandbox.Behaviour{}, k, encrypting)
	setSettings(s, k, twiliosandbox.Settings{
		FriendlyName: "Renamed", AWSS3URL: bucket + "/elsewhere", AWSCredentialsSID: otherCredential, EncryptionKeySID: otherCredential,
	})
	plan := o.Plan(k.resource(encrypting))
	plan.Expect(plancheck.ResourceActionUpdate)
	plan.Contains(t, `friendly_name = "Renamed" -> "Consultations"`, "aws_storage_enabled = false -> true", `aws_s3_url = "`+bucket+`/elsewhere" -> "`+bucket+`"`,
		`aws_credentials_sid = "`+otherCredential+`" -> "`+awsCredential+`"`, "encryption_enabled = false -> true",
		`encryption_key_sid = "`+otherCredential+`" -> "`+publicKey+`"`)
	plan.Apply()
	expectSettings(t, s, k, encryptingSettings)
	off := k.resource(named + "aws_credentials_sid = \"" + awsCredential + "\"")
	o.Apply(off)
	setSettings(s, k, twiliosandbox.Settings{FriendlyName: "Consultations", AWSCredentialsSID: otherCredential})
	o.Apply(off).Contains(t, `aws_credentials_sid = "`+otherCredential+`" -> "`+awsCredential+`"`)
	o.PlansEmpty(off)
	expectSettings(t, s, k, twiliosandbox.Settings{FriendlyName: "Consultations", AWSCredentialsSID: awsCredential})
}

// A trailing slash makes no difference: in the configuration, in Twilio's response, which may be without it, and as drift.
func TestTrailingSlash(t *testing.T) {
	t.Parallel()
	k := recordingSettings
	with := func(url string) string { return strings.Replace(storing, bucket, url, 1) }
	s, o := startSettings(t, twiliosandbox.Behaviour{TrimSlash: true}, k, with(bucket+"/"))
	o.PlansEmpty(k.resource(with(bucket + "/")))
	o.Expect(map[string]any{"aws_s3_url": bucket + "/"})
	drifted := currentSettings(t, s, k)
	drifted.AWSS3URL = bucket + "/"
	setSettings(s, k, drifted)
	o.PlansEmpty(k.resource(with(bucket)))
}

// A reference with its switch off is no difference if the configuration omits it, whether Twilio keeps it or another administrator sets it.
func TestOmittedReferenceIsNoDifference(t *testing.T) {
	t.Parallel()
	k := compositionSettings
	s, o := startSettings(t, twiliosandbox.Behaviour{Merge: true}, k, encrypting)
	o.Apply(k.resource(named))
	o.PlansEmpty(k.resource(named))
	empty := k.resource(named + "aws_s3_url = \"\"\naws_credentials_sid = \"\"\nencryption_key_sid = \"\"")
	o.Apply(empty)
	drifted := currentSettings(t, s, k)
	drifted.AWSCredentialsSID, drifted.EncryptionKeySID = otherCredential, otherCredential
	setSettings(s, k, drifted)
	o.PlansEmpty(empty)
	// A write for another reason omits it, too.
	renamed := k.resource(`friendly_name = "Renamed"`)
	o.Apply(renamed)
	o.PlansEmpty(renamed)
	if form := lastForm(t, s); form.Has("AwsCredentialsSid") || form.Has("EncryptionKeySid") || form.Has("AwsS3Url") {
		t.Errorf("an omitted reference was sent: %v", form)
	}
}

// Every write has the values that ignore_changes keeps: a write without the bucket could clear it while storage is on.
func TestIgnoredReferencesAreSent(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	setSettings(s, recordingSettings, everySetting)
	setSettings(s, compositionSettings, twiliosandbox.Settings{FriendlyName: "By hand", EncryptionEnabled: true})
	config := func(name string) {
		ignoring := "friendly_name = \"" + name + "\"\nlifecycle {\n  ignore_changes = [aws_storage_enabled, encryption_enabled"
		w.Config(recordingSettings.importBlock(`id = "Default"`) + compositionSettings.importBlock(`id = "Default"`) +
			recordingSettings.resource(ignoring+", aws_s3_url, aws_credentials_sid, encryption_key_sid]\n}") + compositionSettings.resource(ignoring+"]\n}"))
	}
	// If ignore_changes keeps encryption on without a key, the settings stay as they are.
	config("Renamed")
	w.Fail("apply", "-auto-approve", "-no-color").Contains(t, "Missing encryption_key_sid")
	setSettings(s, compositionSettings, everySetting)
	config("By hand")
	w.Apply()
	expectNoWrite(t, s)
	config("Renamed")
	w.Apply()
	renamed := everySetting
	renamed.FriendlyName = "Renamed"
	expectSettings(t, s, recordingSettings, renamed)
	expectSettings(t, s, compositionSettings, renamed)
}
