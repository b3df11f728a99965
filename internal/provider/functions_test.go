package provider_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
)

// newWorkspaceWithoutVendors returns a workspace without a provider block, in which the provider has no credentials.
func newWorkspaceWithoutVendors(t *testing.T) *acctest.Workspace {
	t.Helper()
	a := acctest.NewEmptyAccount(t)
	a.ProviderConfig = ""
	return acctest.NewWorkspace(t, a, nil)
}

// expectOutput compares an output with JSON.
func expectOutput(t *testing.T, w *acctest.Workspace, name, want string) {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(want), &value); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(value, w.Output(name)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestFunctionsWorkWithoutAnyVendor(t *testing.T) {
	t.Parallel()
	const key = "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	w := newWorkspaceWithoutVendors(t)
	w.Config(`
output "all" {
  value = {
    s3_url                      = provider::videostorage::s3_url("my-bucket", "cn-north-1", "100% Räume/")
    parse_s3_url                = provider::videostorage::parse_s3_url("https://s3-eu-west-1.amazonaws.com/my-bucket/R%C3%A4ume/")
    parse_s3_url_without_region = provider::videostorage::parse_s3_url("https://my-bucket.s3.amazonaws.com")
    parse_s3_url_of_s3_url      = provider::videostorage::parse_s3_url(provider::videostorage::s3_url("my.s3.bucket", "us-gov-west-1", "a+b/%2F"))
    twilio = jsondecode(provider::videostorage::twilio_upload_policy(
      ["https://my-bucket.s3.us-gov-west-1.amazonaws.com/b", "https://other.s3.us-gov-west-1.amazonaws.com/a%2A/"], ["` + key + `"]))
    twilio_of_a_set = jsondecode(provider::videostorage::twilio_upload_policy(
      toset(["https://my-bucket.s3.amazonaws.com", "https://my-bucket.s3.amazonaws.com/a"]), [])).Statement[*].Resource
    # Terraform would compose the accent, and the key in S3 would be another one.
    twilio_of_a_decomposed_accent = strcontains(
      provider::videostorage::twilio_upload_policy(["https://my-bucket.s3.amazonaws.com/u%CC%88"], []), "my-bucket/u\\u0308/*")
    sendbird = jsondecode(provider::videostorage::sendbird_upload_policy("my-bucket", "live/"))
  }
}
`)
	w.Apply()
	w.PlansEmpty()
	expectOutput(t, w, "all", `{
		"s3_url": "https://my-bucket.s3.cn-north-1.amazonaws.com.cn/100%25%20R%C3%A4ume/",
		"parse_s3_url": {"bucket": "my-bucket", "region": "eu-west-1", "path": "Räume/"},
		"parse_s3_url_without_region": {"bucket": "my-bucket", "region": null, "path": ""},
		"parse_s3_url_of_s3_url": {"bucket": "my.s3.bucket", "region": "us-gov-west-1", "path": "a+b/%2F"},
		"twilio": {"Version": "2012-10-17", "Statement": [
			{"Sid": "PutMedia", "Effect": "Allow", "Action": ["s3:PutObject"],
			 "Resource": ["arn:aws-us-gov:s3:::my-bucket/b/*", "arn:aws-us-gov:s3:::other/a${*}/*"]},
			{"Sid": "UseKeys", "Effect": "Allow", "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo",
			 "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:DescribeKey"], "Resource": ["`+key+`"]}]},
		"twilio_of_a_set": [["arn:aws:s3:::my-bucket/*"]],
		"twilio_of_a_decomposed_accent": true,
		"sendbird": {"Version": "2012-10-17", "Statement": [
			{"Sid": "PutRecordings", "Effect": "Allow", "Action": ["s3:PutObject"], "Resource": ["arn:aws:s3:::my-bucket/live/*"]},
			{"Sid": "ListBucket", "Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": ["arn:aws:s3:::my-bucket"]}]}}`)
}

func TestFunctionErrorsAreAtTheArgument(t *testing.T) {
	t.Parallel()
	calls := []struct {
		function  string
		arguments []string
		// wrong is the index of the wrong argument.
		wrong           int
		parameter, text string
	}{
		{"s3_url", []string{`"My-Bucket"`, `"eu-central-1"`, `"a"`}, 0, "bucket", `"My-Bucket" is not a valid bucket name: it must be lower case: write "my-bucket".`},
		{"s3_url", []string{`"my-bucket"`, `"Frankfurt"`, `"a"`}, 1, "region", `"Frankfurt" is not a region code: write a code such as eu-central-1 or us-gov-west-1.`},
		{"parse_s3_url", []string{`"http://my-bucket.s3.amazonaws.com"`}, 0, "url", `the scheme must be https, not "http": write https://BUCKET.s3.REGION.amazonaws.com/PATH.`},
		{"twilio_upload_policy", []string{`["https://my-bucket.s3.amazonaws.com"]`, `["alias/recordings"]`}, 1, "kms_key_arns", "kms_key_arns[0]: an alias in a policy does not refer to its key"},
		{"sendbird_upload_policy", []string{`"my-bucket"`, `"/live"`}, 1, "directory", `the path must not begin with a slash: write "live".`},
	}
	w := newWorkspaceWithoutVendors(t)
	w.Config("")
	for i, tt := range calls {
		// The first argument is on the third line.
		w.Write(fmt.Sprintf("call%d.tf", i), fmt.Sprintf("output \"call%d\" {\nvalue = provider::videostorage::%s(\n%s\n)\n}\n", i, tt.function, strings.Join(tt.arguments, ",\n")))
	}
	got := w.Fail("validate", "-no-color")
	failures := map[string]string{}
	for failure := range strings.SplitSeq(got.Text, "Error: ") {
		failures[regexp.MustCompile(`call\d+`).FindString(failure)] = failure
	}
	for i, tt := range calls {
		for _, want := range []string{
			fmt.Sprintf("Invalid function argument on call%d.tf line %d, in output", i, 3+tt.wrong),
			fmt.Sprintf("while calling provider::videostorage::%s(", tt.function),
			fmt.Sprintf("Invalid value for %q parameter: %s", tt.parameter, tt.text),
		} {
			if failure := failures[fmt.Sprintf("call%d", i)]; !strings.Contains(failure, want) {
				t.Errorf("the error lacks %q:\n%s", want, failure)
			}
		}
	}
}

func TestFunctionsOfUnknownArgumentsAreUnknown(t *testing.T) {
	t.Parallel()
	w := newWorkspaceWithoutVendors(t)
	w.Config(`
resource "terraform_data" "region" { input = "eu-central-1" }
locals { url = provider::videostorage::s3_url("my-bucket", terraform_data.region.output, "a") }
output "url" { value = local.url }
output "parsed" { value = provider::videostorage::parse_s3_url(local.url) }
output "policy" {
  value = jsondecode(provider::videostorage::twilio_upload_policy(["https://other.s3.amazonaws.com", local.url], [])).Statement[0].Resource
}
`)
	w.Apply().Contains(t, "+ url = (known after apply)", "+ parsed = (known after apply)", "+ policy = (known after apply)")
	expectOutput(t, w, "policy", `["arn:aws:s3:::other/*", "arn:aws:s3:::my-bucket/a/*"]`)
}

func TestS3URLIsValidInSettings(t *testing.T) {
	t.Parallel()
	s, setEnvironment := newSandbox(t)
	setEnvironment(tokenInEnv)
	w := acctest.NewWorkspace(t, s.Account, nil)
	w.Config(`
resource "videostorage_twilio_recording_settings" "this" {
  friendly_name = "Switched off"
  aws_s3_url    = provider::videostorage::s3_url("my-bucket", "eusc-de-east-1", "Räume & mehr: 100%+/")
}`)
	w.Apply().Lacks(t, "Warning")
	w.PlansEmpty()
}
