package provider_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// withoutVendors is a workspace whose provider has no credentials of any vendor,
// and no provider block.
func withoutVendors(t *testing.T) *acctest.Workspace {
	t.Helper()
	return acctest.NewWorkspace(t, &acctest.Account{Getenv: func(string) string { return "" }}, nil)
}

// call is the expression that calls a function, an argument a line.
func call(function string, arguments ...string) string {
	return "provider::videostorage::" + function + "(\n" + strings.Join(arguments, ",\n") + "\n)"
}

func output(name, expression string) string {
	return fmt.Sprintf("output %q {\nvalue = %s\n}\n", name, expression)
}

func quoted(values ...string) string {
	raw, err := json.Marshal(values)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

func TestFunctionsWorkWithoutAnyVendor(t *testing.T) {
	t.Parallel()
	const key = "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	for _, tt := range []struct{ name, expression, want string }{
		{
			"s3_url", call("s3_url", `"my-bucket"`, `"cn-north-1"`, `"100% Räume/"`),
			`"https://my-bucket.s3.cn-north-1.amazonaws.com.cn/100%25%20R%C3%A4ume/"`,
		},
		{
			"parse_s3_url", call("parse_s3_url", `"https://s3-eu-west-1.amazonaws.com/my-bucket/R%C3%A4ume/"`),
			`{"bucket": "my-bucket", "region": "eu-west-1", "path": "Räume/"}`,
		},
		{
			"parse_s3_url of the global form", call("parse_s3_url", `"https://my-bucket.s3.amazonaws.com"`),
			`{"bucket": "my-bucket", "region": null, "path": ""}`,
		},
		{
			"there and back", call("parse_s3_url", call("s3_url", `"my.s3.bucket"`, `"us-gov-west-1"`, `"a+b/%2F"`)),
			`{"bucket": "my.s3.bucket", "region": "us-gov-west-1", "path": "a+b/%2F"}`,
		},
		{
			"twilio_upload_policy", "jsondecode(" + call("twilio_upload_policy",
				quoted("https://my-bucket.s3.us-gov-west-1.amazonaws.com/b", "https://other.s3.us-gov-west-1.amazonaws.com/a%2A/"), quoted(key)) + ")",
			`{"Version": "2012-10-17", "Statement": [
				{"Sid": "PutMedia", "Effect": "Allow", "Action": ["s3:PutObject"],
				 "Resource": ["arn:aws-us-gov:s3:::my-bucket/b/*", "arn:aws-us-gov:s3:::other/a${*}/*"]},
				{"Sid": "UseKeys", "Effect": "Allow", "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo",
				 "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:DescribeKey"], "Resource": ["` + key + `"]}]}`,
		},
		{
			"twilio_upload_policy of a set", "jsondecode(" + call("twilio_upload_policy",
				"toset("+quoted("https://my-bucket.s3.amazonaws.com", "https://my-bucket.s3.amazonaws.com/a")+")", "[]") + ")",
			`{"Version": "2012-10-17", "Statement": [
				{"Sid": "PutMedia", "Effect": "Allow", "Action": ["s3:PutObject"], "Resource": ["arn:aws:s3:::my-bucket/*"]}]}`,
		},
		{
			"sendbird_upload_policy", "jsondecode(" + call("sendbird_upload_policy", `"my-bucket"`, `"live/"`) + ")",
			`{"Version": "2012-10-17", "Statement": [
				{"Sid": "PutRecordings", "Effect": "Allow", "Action": ["s3:PutObject"], "Resource": ["arn:aws:s3:::my-bucket/live/*"]},
				{"Sid": "ListBucket", "Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": ["arn:aws:s3:::my-bucket"]}]}`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := withoutVendors(t)
			w.Config(output("x", tt.expression))
			w.Succeed("validate", "-no-color")
			w.Apply()
			w.PlansEmpty()
			var want any
			if err := json.Unmarshal([]byte(tt.want), &want); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, w.Output("x")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A policy keeps an accent that is a character of its own, which Terraform would
// compose: the key in S3 is another one then.
func TestAPolicyKeepsTheBytesOfAPath(t *testing.T) {
	t.Parallel()
	w := withoutVendors(t)
	w.Config(output("x", call("twilio_upload_policy", quoted("https://my-bucket.s3.amazonaws.com/u%CC%88"), "[]")))
	w.Apply()
	if policy, want := fmt.Sprint(w.Output("x")), `"arn:aws:s3:::my-bucket/u\u0308/*"`; !strings.Contains(policy, want) {
		t.Errorf("the policy lacks %s:\n%s", want, policy)
	}
}

func TestSendbirdsDirectoryMayBeNull(t *testing.T) {
	t.Parallel()
	w := withoutVendors(t)
	w.Config(output("x", call("sendbird_upload_policy", `"my-bucket"`, "null")+" == "+call("sendbird_upload_policy", `"my-bucket"`, `""`)))
	w.Apply()
	if got := w.Output("x"); got != true {
		t.Errorf("null is not the same as no directory: %v", got)
	}
}

// What is only known after apply makes the result so, also as one element of a
// list.
func TestFunctionsWaitForWhatIsUnknown(t *testing.T) {
	t.Parallel()
	w := withoutVendors(t)
	w.Config(`
resource "terraform_data" "region" { input = "eu-central-1" }
locals { url = ` + call("s3_url", `"my-bucket"`, "terraform_data.region.output", `"a"`) + ` }
` + output("url", "local.url") + output("parsed", call("parse_s3_url", "local.url")) +
		output("policy", "jsondecode("+call("twilio_upload_policy", `["https://other.s3.amazonaws.com", local.url]`, "[]")+").Statement[0].Resource"))
	w.Succeed("validate", "-no-color")
	got, _ := w.Plan()
	got.Contains(t, "+ url = (known after apply)", "+ parsed = (known after apply)", "+ policy = (known after apply)")
	w.Apply()
	want := []any{"arn:aws:s3:::other/*", "arn:aws:s3:::my-bucket/a/*"}
	if diff := cmp.Diff(want, w.Output("policy")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestS3URLSuitsTheSettings(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	w := acctest.NewWorkspace(t, s.Account, nil)
	w.Config(`
resource "videostorage_twilio_recording_settings" "this" {
  friendly_name = "Switched off"
  aws_s3_url    = ` + call("s3_url", `"my-bucket"`, `"eusc-de-east-1"`, `"Räume & mehr: 100%+/"`) + `
}`)
	w.Apply().Lacks(t, "Warning")
	w.PlansEmpty()
}
