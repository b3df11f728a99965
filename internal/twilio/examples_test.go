package twilio_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/videostorage/terraform-provider-videostorage/examples"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/fakeaws"
	"github.com/videostorage/terraform-provider-videostorage/internal/publickey/publickeytest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

func example(t *testing.T, name string) string {
	t.Helper()
	content, err := examples.Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// That each example applies, and each import, is tested in internal/documentation.
// These tests are of what they do.

// The check that the data sources' examples show tells whether storage is on.
func TestSettingsExamples(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := start(t, twiliosandbox.Behaviour{})
		w.Config(example(t, "resources/"+k.typeName+"/resource.tf"))
		w.Write("terraform.tfvars", "aws_credentials_sid = \""+awsCredential+"\"\nencryption_key_sid = \""+publicKey+"\"\n")
		w.Apply()
		w.Write("data.tf", example(t, "data-sources/"+k.typeName+"/data-source.tf"))
		w.Apply().Lacks(t, "Warning: Check block assertion failed")
		hold(s, k, twiliosandbox.Settings{FriendlyName: "Switched off"})
		got, _ := w.Plan()
		got.Contains(t, "stored in Twilio's cloud, not in our bucket")
	})
}

// install makes a workspace with a stand-in for the AWS provider, whose secrets
// Terraform stores.
func install(t *testing.T, s *acctest.Sandbox) *acctest.Workspace {
	t.Helper()
	return acctest.NewWorkspace(t, s.Account, map[string]provider.Provider{
		fakeaws.Address: &fakeaws.Provider{OnSecret: func(secret string) { s.StoredSecret(secret) }},
	})
}

// addressed spells out the addresses of the providers, which OpenTofu would
// complete with another host.
func addressed(configuration string) string {
	return strings.NewReplacer(`"hashicorp/aws"`, `"`+fakeaws.Address+`"`,
		`"videostorage/videostorage"`, `"registry.terraform.io/videostorage/videostorage"`).Replace(configuration)
}

// The README's first configuration is the one under examples/, and it applies.
func TestFirstConfiguration(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	first := example(t, "first/main.tf")
	if !strings.Contains(string(readme), "```hcl\n"+first+"```") {
		t.Error("README.md does not show examples/first/main.tf as it is")
	}

	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{RefuseUnknownCredentials: true})
	w := install(t, s)
	w.Write("main.tf", addressed(first))
	w.Apply()
	w.PlansEmpty()
	want := "https://example-clinic-recordings.s3.eu-central-1.amazonaws.com/recordings"
	if got := held(t, s, recording); !got.AWSStorageEnabled || got.AWSS3URL != want || got.AWSCredentialsSID != storedAWS.only(t, s).SID {
		t.Errorf("Twilio holds %+v", got)
	}
	before := storedAWS.only(t, s)
	w.Succeed("apply", "-auto-approve", "-replace=aws_iam_access_key.twilio")
	after := storedAWS.only(t, s)
	if after.AccessKeyID == before.AccessKeyID {
		t.Errorf("the access key is still %s", after.AccessKeyID)
	}
	storedAWS.stores(t, s, after, material{accessKeyID: after.AccessKeyID, secret: fmt.Sprint(w.State("aws_iam_access_key.twilio")["secret"])})

	// What holds recordings stays, also where somebody follows the guide to stop storing.
	w.Fail("destroy", "-auto-approve", "-no-color").Contains(t, "prevent_destroy", "aws_kms_key.recordings", "aws_s3_bucket.recordings")
	storedAWS.only(t, s)
	rest := addressed(first)
	for _, kind := range []string{recording.typeName, storedAWS.typeName, "aws_iam_access_key", "aws_iam_user_policy", "aws_iam_user"} {
		rest = regexp.MustCompile(`(?ms)^resource "`+kind+`" .*?^}\n`).ReplaceAllString(rest, "")
	}
	w.Write("main.tf", rest)
	w.Apply().Contains(t, "0 added, 0 changed, 5 destroyed")
	expectNoneDangled(t, s)
	if got := held(t, s, recording); got.AWSStorageEnabled || len(s.Credentials(s.SID)) > 0 {
		t.Errorf("Twilio holds %+v and %+v", got, s.Credentials(s.SID))
	}
	for _, kept := range []string{"aws_kms_key.recordings", "aws_s3_bucket.recordings"} {
		if w.State(kept) == nil {
			t.Errorf("%s is gone", kept)
		}
	}
}

// The whole chain, from the bucket to the settings, is one plan; a new access key
// and a new key pair are one apply each, without a gap.
func TestCompleteExample(t *testing.T) {
	t.Parallel()
	for name, b := range worlds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b.RefuseUnknownCredentials = true
			s := acctest.NewSandbox(t, b)
			w := install(t, s)
			for _, file := range []string{"main.tf", "variables.tf", "outputs.tf"} {
				w.Write(file, addressed(example(t, "complete/"+file)))
			}
			w.Succeed("validate")
			key, _ := publickeytest.New(t)
			variables := func(version int, key string) {
				w.Write("terraform.tfvars", fmt.Sprintf("access_key_version = %d\npublic_key = <<EOT\n%sEOT\n", version, key))
			}
			variables(1, key)
			w.Apply()
			w.PlansEmpty()
			for path, settings := range map[string]twin{"recordings": recording, "compositions": composition} {
				got := held(t, s, settings)
				if !got.AWSStorageEnabled || !got.EncryptionEnabled || got.AWSS3URL != "https://example-clinic-media.s3.eu-central-1.amazonaws.com/"+path {
					t.Errorf("%s: %+v", settings.sandbox, got)
				}
			}
			storedAWS.inForce(t, s, storedAWS.only(t, s).SID)
			storedKey.inForce(t, s, storedKey.only(t, s).SID)
			if got := w.Output("public_key_fingerprint"); got != fingerprint(t, key) {
				t.Errorf("fingerprint %v, want %s", got, fingerprint(t, key))
			}
			if got := storedAWS.only(t, s).AccessKeyID; got != w.State("aws_iam_access_key.twilio")["id"] {
				t.Errorf("Twilio holds the access key %s", got)
			}

			before := storedAWS.only(t, s)
			variables(2, key)
			w.Apply()
			after := storedAWS.only(t, s)
			if after.AccessKeyID == before.AccessKeyID || after.FriendlyName != "Access key 2 of twilio-video" {
				t.Errorf("Twilio holds %+v", after)
			}
			storedAWS.inForce(t, s, after.SID)
			w.PlansEmpty()

			key, _ = publickeytest.New(t)
			variables(2, key)
			w.Apply().Contains(t, "1 added, 2 changed, 1 destroyed")
			storedKey.inForce(t, s, storedKey.only(t, s).SID)
			w.PlansEmpty()

			w.Write("main.tf", strings.ReplaceAll(addressed(example(t, "complete/main.tf")), "prevent_destroy = true", "prevent_destroy = false"))
			w.Destroy()
			expectNoneDangled(t, s)
			if left := s.Credentials(s.SID); len(left) != 0 {
				t.Errorf("Twilio still holds %+v", left)
			}
		})
	}
}
