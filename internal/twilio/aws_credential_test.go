package twilio_test

import (
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// Terraform stores no write-only secret, so only the version tells that it has changed.
func TestVersionOfTheSecretReplacesTheCredential(t *testing.T) {
	t.Parallel()
	s, w, m := storedAWS.created(t, twiliosandbox.Behaviour{}, "")
	before := storedAWS.only(t, s)
	other := newMaterial(t, s.Account)
	other.accessKeyID = m.accessKeyID
	w.Write("terraform.tfvars", other.variables(1))
	w.PlansEmpty()

	w.Write("terraform.tfvars", other.variables(2))
	got, _ := w.Plan()
	got.Contains(t, "secret_access_key_wo_version = 1 -> 2 # forces replacement")
	w.Apply()
	after := storedAWS.only(t, s)
	storedAWS.stores(t, s, after, other)
	if before.SID == after.SID {
		t.Error("it was not replaced")
	}
}

// The stored form is for Terraform and OpenTofu without write-only attributes.
func TestStoredSecret(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	secrets := []string{"storedSecret/00000000000000000000000000+", "storedSecret/11111111111111111111111111+"}
	s.StoredSecret(secrets...)
	imported := storedAWS.put(s, "")[0]
	config := `
variable "secret" {
  type      = string
  sensitive = true
}
resource "videostorage_twilio_aws_credential" "this" {
  access_key_id     = "AKIAIOSFODNN7EXAMPLE"
  secret_access_key = var.secret
}
`
	w.Config(config + storedAWS.importBlock(imported.SID))
	w.Write("terraform.tfvars", `secret = "`+secrets[0]+`"`)
	w.Succeed("plan", "-out=saved")
	w.Succeed("apply", "saved").Contains(t, "1 imported, 0 added, 1 changed, 0 destroyed")
	expectNoWrite(t, s)
	w.PlansEmpty()
	expectState(t, w, storedAWS.address(), map[string]any{"secret_access_key": secrets[0]})

	w.Write("terraform.tfvars", `secret = "`+secrets[1]+`"`)
	got, _ := w.Plan()
	got.Contains(t, "secret_access_key = (sensitive value) # forces replacement")
	w.Apply()
	storedAWS.stores(t, s, storedAWS.only(t, s), material{accessKeyID: "AKIAIOSFODNN7EXAMPLE", secret: secrets[1]})
}

// An invalid secret in the configuration is not shown, nor its line, which Terraform prints for an error with an attribute path.
func TestInvalidAccessKeys(t *testing.T) {
	t.Parallel()
	const id, valid = `access_key_id = "AKIAIOSFODNN7EXAMPLE"` + "\n", "ValidSecret/00000000000000000000000000+="
	stored, writeOnly := `secret_access_key = "`+valid+"\"\n", `secret_access_key_wo = "`+valid+"\"\n"
	type test struct {
		attributes string
		parts      []string
		secret     string
	}
	tests := map[string]test{
		"no secret":        {id, []string{"Missing secret_access_key_wo", "secret_access_key_wo and secret_access_key_wo_version", "OpenTofu below 1.11"}, ""},
		"both forms":       {id + writeOnly + "secret_access_key_wo_version = 1\n" + stored, []string{"Two forms of secret_access_key", "Set only one of them"}, valid},
		"no version":       {id + writeOnly, []string{"Missing secret_access_key_wo_version", "Set it to 1, and raise it"}, valid},
		"version 0":        {id + writeOnly + "secret_access_key_wo_version = 0", []string{"secret_access_key_wo_version", "at least 1"}, valid},
		"version -1":       {id + writeOnly + "secret_access_key_wo_version = -1", []string{"secret_access_key_wo_version", "at least 1"}, valid},
		"version alone":    {id + "secret_access_key_wo_version = 1\n" + stored, []string{"Superfluous secret_access_key_wo_version", "secret_access_key_wo_version = 1"}, valid},
		"lower-case ID":    {`access_key_id = "akiaiosfodnn7example"` + "\n" + stored, []string{"Invalid access_key_id", "20 capital letters and digits", `access_key_id = "akia`}, valid},
		"short ID":         {`access_key_id = "AKIAIOSFODNN7EXAMPL"` + "\n" + stored, []string{"Invalid access_key_id", `access_key_id = "AKIA`}, valid},
		"the secret as ID": {`access_key_id = "` + valid + `"` + "\n" + strings.Replace(stored, "Valid", "Other", 1), []string{"Invalid access_key_id", "may be a secret"}, valid},
	}
	for name, secret := range map[string]string{
		"too short":       "TooShortASecret/0000000000000000000000+",
		"too long":        "TooLongASecret/00000000000000000000000000",
		"a character":     "WrongCharacter!0000000000000000000000000",
		"a line break":    "WithALineBreak/0000000000000000000000000\\n",
		"both, as Twilio": "AKIAIOSFODNN7EXAMPLE:ValidSecret/00000000000000000000000000+=",
	} {
		const want = "must be an AWS secret access key: 40 letters"
		tests["stored, "+name] = test{id + `secret_access_key = "` + secret + `"`, []string{"Invalid secret_access_key", want}, secret}
		tests["write-only, "+name] = test{
			id + "secret_access_key_wo_version = 1\n" + `secret_access_key_wo = "` + secret + `"`, []string{"Invalid secret_access_key_wo", want}, secret,
		}
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, twiliosandbox.Behaviour{})
			if test.secret != "" {
				s.Secret(strings.TrimSuffix(test.secret, `\n`))
			}
			expectInvalid(t, s, w, "resource \"videostorage_twilio_aws_credential\" \"this\" {\n"+test.attributes+"\n}\n", test.parts...)
		})
	}
}

// A missing version shows in the plan although the secret is unknown then. An invalid secret shows before anything is sent.
func TestUnknownSecret(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	// Not a secret of this test, because terraform_data shows it.
	hcl := unknown("WrongCharacter!0000000000000000000000000") + `
resource "videostorage_twilio_aws_credential" "this" {
  access_key_id        = "AKIAIOSFODNN7EXAMPLE"
  secret_access_key_wo = sensitive(terraform_data.unknown.output)
`
	expectInvalid(t, s, w, hcl+"}", "Missing secret_access_key_wo_version")
	w.Config(hcl + "secret_access_key_wo_version = 1\n}")
	expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), "Invalid secret_access_key_wo")
	expectNoWrite(t, s)
}
