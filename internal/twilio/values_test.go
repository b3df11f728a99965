package twilio_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

func TestHostInPlaceOfABucketIsNamed(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	w.Config(`output "url" { value = provider::videostorage::s3_url("my-bucket.s3.eu-central-1.amazonaws.com", "eu-central-1", "rec") }`)
	w.Fail("plan", "-no-color").Contains(t, "is an address of a bucket and not its name: write", `"my-bucket"`)
	manage(t, s, recordingSettings.typeName, "").Fails(
		recordingSettings.resource(strings.Replace(storing, bucket, "https://my-bucket.s3.eu-central-1.amazonaws.com.s3.eu-central-1.amazonaws.com/rec", 1)),
		"Invalid bucket URL", `"my-bucket"`)
}

// Both parts of a key may come from one ephemeral value, which Terraform stores nowhere.
func TestWholeKeyIsWriteOnly(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	const id, secret = "AKIAQ3EGRIYX3EXAMPL1", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY01"
	s.Secret(id, secret)
	config := func(version, attributes string) string {
		return `resource "videostorage_twilio_aws_credential" "this" {
  friendly_name                = "Whole"
  secret_access_key_wo         = "` + secret + `"
  secret_access_key_wo_version = ` + version + "\n" + attributes + "\n}\n"
	}
	const writeOnly = `access_key_id_wo = "` + id + `"`
	o := manage(t, s, awsType, "")
	for attributes, want := range map[string]string{
		"": "Missing access_key_id",
		writeOnly + "\naccess_key_id = \"AKIAQ3EGRIYX3EXAMPL2\"": "Two forms of access_key_id",
		`access_key_id = "ASIAIOSFODNN7EXAMPLE"`:                 "Invalid access_key_id: a temporary key, which works only with a session token",
		`access_key_id_wo = "ASIAIOSFODNN7EXAMPLE"`:              "Invalid access_key_id_wo: a temporary key, which works only with a session token",
	} {
		o.Plan(config("2", attributes)).FailsUnchanged(strings.Split(want, ": ")...)
	}
	o.Plan(`resource "videostorage_twilio_aws_credential" "this" {` + "\n" + writeOnly + "\nsecret_access_key = \"" + secret + "\"\n}\n").
		FailsUnchanged("Missing secret_access_key_wo")
	o.Apply(config("1", writeOnly))
	if got := lastForm(t, s).Get("Credentials"); got != twiliosandbox.LoggedCredentials(id, secret) {
		t.Error("the credential has not both parts of the key")
	}
	o.PlansEmpty(config("1", writeOnly))
	o.Plan(config("2", writeOnly)).Expect(plancheck.ResourceActionReplace)
	// An import knows neither part, and the first apply sends nothing.
	s.Log().Reset()
	w.Config(config("2", writeOnly) + "import {\n  to = " + awsAddress + "\n  id = \"" + soleCredential(t, s).SID + "\"\n}\n")
	w.Apply().Contains(t, "The content of the AWS credential cannot be checked", "1 imported, 0 added, 1 changed, 0 destroyed")
	expectNoWrite(t, s)
	w.PlansEmpty()
	// A later version sends the secret that is then in the configuration.
	rotated := strings.Replace(secret, "01", "02", 1)
	s.Secret(rotated)
	w.Config(strings.Replace(config("3", writeOnly), secret, rotated, 1))
	w.Apply()
	if got := lastForm(t, s).Get("Credentials"); got != twiliosandbox.LoggedCredentials(id, rotated) {
		t.Error("the new credential has not the new secret")
	}
}
