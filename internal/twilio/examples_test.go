package twilio_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/videostorage/terraform-provider-videostorage/examples"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/fakeaws"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3check/s3sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// The tests of internal/documentation apply and import every example. The tests here check the effects.

func readExample(t *testing.T, name string) string {
	t.Helper()
	content, err := examples.Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// addressed completes the addresses of the providers, which OpenTofu would complete with another host, and lets upload checks use a
// stand-in for S3.
func addressed(t *testing.T, configuration string) string {
	t.Helper()
	configuration = strings.NewReplacer(`"hashicorp/aws"`, `"`+fakeaws.Address+`"`,
		`"videostorage/videostorage"`, `"registry.terraform.io/videostorage/videostorage"`).Replace(configuration)
	return fakeaws.SetEndpoint(configuration, fakeaws.ServeS3(t, s3sandbox.New()))
}

// startWithAWS is start with a stand-in for the AWS provider. Terraform stores its secrets.
func startWithAWS(t *testing.T, b twiliosandbox.Behaviour) (*acctest.Sandbox, *acctest.Workspace) {
	t.Helper()
	b.RefuseUnknownCredentials = true
	s := acctest.NewSandbox(t, b)
	return s, acctest.NewWorkspace(t, s.Account, map[string]provider.Provider{
		fakeaws.Address: &fakeaws.Provider{OnSecret: func(secret string) { s.StoredSecret(secret) }},
	})
}

// onlyCredential returns the only stored credential of a kind. The settings have never referred to a missing one.
func onlyCredential(t *testing.T, s *acctest.Sandbox, kind twiliosandbox.CredentialKind) twiliosandbox.Credential {
	t.Helper()
	expectNoneDangled(t, s)
	all := slices.DeleteFunc(s.Credentials(s.SID), func(c twiliosandbox.Credential) bool { return c.Kind != kind })
	if len(all) != 1 {
		t.Fatalf("the account has %d credentials of %s, want one", len(all), kind)
	}
	return all[0]
}

// With another URL or key, Twilio may always write to the URL in force.
func TestExamplesGrantAccessBeforeTheSettingsMove(t *testing.T) {
	t.Parallel()
	s, w := startWithAWS(t, twiliosandbox.Behaviour{})
	first := addressed(t, readExample(t, "first/main.tf"))
	w.Write("main.tf", first)
	w.Apply()
	w.Write("main.tf", strings.Replace(first, `region, "recordings")`, `region, "archive")`, 1))
	output := w.Apply().Text
	moved := strings.Index(output, "videostorage_twilio_recording_settings.this: Modifications complete")
	granted := strings.Index(output, "aws_iam_user_policy.twilio: Creation complete")
	revoked := strings.Index(output, "aws_iam_user_policy.twilio (deposed object")
	if granted < 0 || moved < granted || revoked < moved {
		t.Errorf("want a new policy, the new settings, and then the end of the old policy:\n%s", output)
	}
	w.PlansEmpty()
	if got := currentSettings(t, s, recordingSettings).AWSS3URL; !strings.HasSuffix(got, "/archive") {
		t.Errorf("the URL is %s", got)
	}
}

// The check in the example of each data source warns if storage is off.
func TestSettingsExamples(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	w.Config(readExample(t, "data-sources/videostorage_twilio_recording_settings/data-source.tf") +
		readExample(t, "data-sources/videostorage_twilio_composition_settings/data-source.tf"))
	for _, k := range bothSettings {
		setSettings(s, k, existingSettings)
	}
	w.Apply().Lacks(t, "Warning: Check block assertion failed")
	for _, k := range bothSettings {
		setSettings(s, k, twiliosandbox.Settings{FriendlyName: "Switched off"})
	}
	got, _ := w.Plan()
	got.Contains(t, "New recordings are stored in Twilio's cloud, not in our bucket", "New compositions are stored in Twilio's cloud, not in our bucket")
}

// A new access key is one apply, and the bucket and its key survive the removal of everything else.
func TestFirstConfiguration(t *testing.T) {
	t.Parallel()
	first := addressed(t, readExample(t, "first/main.tf"))
	s, w := startWithAWS(t, twiliosandbox.Behaviour{})
	w.Write("main.tf", first)
	for _, command := range [][]string{{"apply", "-auto-approve"}, {"apply", "-auto-approve", "-replace=aws_iam_access_key.twilio"}} {
		w.Succeed(command...)
		credential := onlyCredential(t, s, twiliosandbox.AWSCredentials)
		if id := w.State("aws_iam_access_key.twilio")["id"]; credential.AccessKeyID != id {
			t.Errorf("the access key is %s, want %s", credential.AccessKeyID, id)
		}
		expectSettings(t, s, recordingSettings, twiliosandbox.Settings{
			FriendlyName: "Recordings in our own bucket", AWSStorageEnabled: true, AWSCredentialsSID: credential.SID,
			AWSS3URL: "https://example-clinic-recordings.s3.eu-central-1.amazonaws.com/recordings",
		})
	}
	w.PlansEmpty()
	w.Fail("destroy", "-auto-approve", "-no-color").Contains(t, "prevent_destroy", "aws_kms_key.recordings", "aws_s3_bucket.recordings")
	rest := regexp.MustCompile(`(?ms)^resource "(videostorage_|aws_iam_).*?^}\n`).ReplaceAllString(first, "")
	w.Write("main.tf", rest)
	w.Apply().Contains(t, "0 added, 0 changed, 6 destroyed")
	if got := currentSettings(t, s, recordingSettings); got.AWSStorageEnabled || len(s.Credentials(s.SID)) > 0 {
		t.Errorf("the settings are %+v, and the credentials %+v", got, s.Credentials(s.SID))
	}
}

// A new access key and a new key pair are one apply each.
func TestCompleteExample(t *testing.T) {
	t.Parallel()
	s, w := startWithAWS(t, twiliosandbox.Behaviour{Merge: true})
	for _, file := range []string{"main.tf", "variables.tf", "outputs.tf"} {
		w.Write(file, addressed(t, readExample(t, "complete/"+file)))
	}
	apply := func(accessKeys, current, key string) acctest.Result {
		t.Helper()
		w.Write("terraform.tfvars", fmt.Sprintf("access_keys = [%s]\ncurrent_access_key = %q\npublic_key = <<EOT\n%sEOT\n", accessKeys, current, key))
		got := w.Apply()
		publicKey, all := onlyCredential(t, s, twiliosandbox.PublicKeys), s.Credentials(s.SID)
		used := currentSettings(t, s, recordingSettings).AWSCredentialsSID
		credential := all[slices.IndexFunc(all, func(c twiliosandbox.Credential) bool { return c.SID == used })]
		for _, k := range bothSettings {
			expectSettings(t, s, k, twiliosandbox.Settings{
				FriendlyName: currentSettings(t, s, k).FriendlyName, AWSStorageEnabled: true, AWSCredentialsSID: credential.SID,
				AWSS3URL: "https://example-clinic-media.s3.eu-central-1.amazonaws.com/" + k.media, EncryptionEnabled: true, EncryptionKeySID: publicKey.SID,
			})
		}
		if id := w.State(fmt.Sprintf("aws_iam_access_key.twilio[%q]", current))["id"]; credential.AccessKeyID != id ||
			!strings.HasPrefix(credential.FriendlyName, "Access key "+current+" of twilio-video-") {
			t.Errorf("the credential is %+v, want the access key %s, %s", credential, current, id)
		}
		if output := w.Output("public_key_fingerprint"); output != publicKey.Fingerprint {
			t.Errorf("the fingerprint is %v, want %s", output, publicKey.Fingerprint)
		}
		return got
	}
	key, _ := sandboxtest.NewKeyPair(t)
	apply(`"1"`, "1", key)
	// The old key stays until Twilio has uploaded its recordings.
	recording := video
	recording.Status = "processing"
	s.AddRecordings(s.SID, recording)
	apply(`"1", "2"`, "2", key).Contains(t, "2 added, 4 changed, 0 destroyed", "may still upload recordings with the old access key")
	apply(`"2"`, "2", key).Contains(t, "0 added, 0 changed, 2 destroyed")
	onlyCredential(t, s, twiliosandbox.AWSCredentials)
	key, _ = sandboxtest.NewKeyPair(t)
	apply(`"2"`, "2", key).Contains(t, "1 added, 2 changed, 1 destroyed")
	w.PlansEmpty()
}
