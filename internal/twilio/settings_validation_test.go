package twilio_test

import (
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// What can be seen to be wrong is an error at its attribute, without a request.
func TestInvalidConfiguration(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		attributes string
		want       []string
	}{
		"no friendly name":         {``, []string{"Missing required argument", `"friendly_name" is required`}},
		"empty friendly name":      {`friendly_name = ""`, []string{`friendly_name = ""`, "between 1 and 64"}},
		"long friendly name":       {`friendly_name = "` + strings.Repeat("ä", 65) + `"`, []string{"friendly_name", "between 1 and 64"}},
		"credential not a SID":     {named + "\naws_credentials_sid = \"CR123\"", []string{`aws_credentials_sid = "CR123"`, "CR and 32 hexadecimal digits"}},
		"credential of an account": {named + "\naws_credentials_sid = \"ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"", []string{"aws_credentials_sid", "CR and 32 hexadecimal digits"}},
		"key not a SID":            {named + "\nencryption_key_sid = \"CRgggggggggggggggggggggggggggggggg\"", []string{"encryption_key_sid", "CR and 32 hexadecimal digits"}},
		"bucket over http":         {named + "\naws_s3_url = \"http://bucket.s3.amazonaws.com\"", []string{"Invalid bucket URL", "aws_s3_url", "https"}},
		"bucket URL with password": {named + "\naws_s3_url = \"https://user:hunter-hunter-22@bucket.s3.amazonaws.com\"", []string{"Invalid bucket URL", "aws_s3_url", "must not hold a user name"}},
		"bucket without host":      {named + "\naws_s3_url = \"my-bucket\"", []string{"Invalid bucket URL", "aws_s3_url"}},
		"bucket not DNS-compliant": {named + "\naws_s3_url = \"https://my_bucket.s3.amazonaws.com\"", []string{"Invalid bucket URL", "aws_s3_url"}},
		"bucket URL with a space":  {named + "\naws_s3_url = \"https://bucket.s3.amazonaws.com/a b\"", []string{"Invalid bucket URL", "aws_s3_url"}},
		"on_destroy":               {named + "\non_destroy = \"delete\"", []string{`on_destroy = "delete"`, `"disable"`, `"retain"`}},
		"timeout":                  {named + "\ntimeouts = { read = \"soon\" }", []string{`"soon" must be a string`}},
		"timeout of nothing":       {named + "\ntimeouts = { update = \"0s\" }", []string{"Invalid timeout", "update must be longer than nothing"}},
		"timeout below nothing":    {named + "\ntimeouts = { delete = \"-1s\" }", []string{"Invalid timeout", "delete must be longer than nothing"}},
		"storage without bucket": {
			named + "\naws_storage_enabled = true\naws_credentials_sid = \"" + awsCredential + "\"",
			[]string{"Missing aws_s3_url", "aws_s3_url is needed when aws_storage_enabled is true"},
		},
		"storage with an empty bucket": {
			named + "\naws_storage_enabled = true\naws_s3_url = \"\"\naws_credentials_sid = \"" + awsCredential + "\"",
			[]string{"Missing aws_s3_url", `aws_s3_url = ""`},
		},
		"storage without credential": {
			named + "\naws_storage_enabled = true\naws_s3_url = \"" + bucket + "\"",
			[]string{"Missing aws_credentials_sid", "aws_credentials_sid is needed when aws_storage_enabled is true"},
		},
		"encryption without key": {
			named + "\nencryption_enabled = true",
			[]string{"Missing encryption_key_sid", "encryption_key_sid is needed when encryption_enabled is true"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachTwin(t, func(t *testing.T, k twin) {
				s, w := start(t, twiliosandbox.Behaviour{})
				s.Secret("hunter-hunter-22")
				w.Config(k.resource(test.attributes))
				got := w.Fail("plan", "-no-color")
				expectOneError(t, got, append(test.want, "on main.tf line", "resource \""+k.typeName+"\"")...)
				expectSent(t, s, "an invalid configuration")
			})
		})
	}
}

func TestLongestFriendlyName(t *testing.T) {
	t.Parallel()
	_, w := start(t, twiliosandbox.Behaviour{})
	w.Config(recording.resource(`friendly_name = "` + strings.Repeat("ä", 64) + `"`))
	w.Apply()
	w.PlansEmpty()
}
