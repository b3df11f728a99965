package twilio_test

import (
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/publickey/publickeytest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// expectInvalid fails the test unless planning the configuration sends nothing and
// has one error, with these parts.
func expectInvalid(t *testing.T, s *acctest.Sandbox, w *acctest.Workspace, hcl string, parts ...string) {
	t.Helper()
	w.Config(hcl)
	expectOneError(t, w.Fail("plan", "-no-color"), parts...)
	if n := len(s.Log().All()); n != 0 {
		t.Errorf("%d requests were sent, want none", n)
	}
}

// A secret that is written into the configuration, and is wrong, is not shown: not
// by its line either, which Terraform prints for an error that points to it.
func TestInvalidAccessKeys(t *testing.T) {
	t.Parallel()
	const id, valid = `access_key_id = "AKIAIOSFODNN7EXAMPLE"` + "\n", "ValidSecret/00000000000000000000000000+="
	wrong := map[string]string{
		"too short":       "TooShortASecret/0000000000000000000000+",
		"too long":        "TooLongASecret/00000000000000000000000000",
		"a character":     "WrongCharacter!0000000000000000000000000",
		"a line break":    "WithALineBreak/0000000000000000000000000\\n",
		"both, as Twilio": "AKIAIOSFODNN7EXAMPLE:ValidSecret/00000000000000000000000000+=",
	}
	type test struct {
		attributes string
		parts      []string
		secret     string
	}
	tests := map[string]test{
		"no secret":        {id, []string{"Missing secret_access_key_wo", "secret_access_key_wo with secret_access_key_wo_version", "OpenTofu below 1.11"}, ""},
		"both forms":       {id + `secret_access_key_wo = "` + valid + `"` + "\nsecret_access_key_wo_version = 1\n" + `secret_access_key = "` + valid + `"`, []string{"Two forms of secret_access_key", "set one of them"}, valid},
		"no version":       {id + `secret_access_key_wo = "` + valid + `"`, []string{"Missing secret_access_key_wo_version", "Set it to 1, and raise it"}, valid},
		"version alone":    {id + "secret_access_key_wo_version = 1\n" + `secret_access_key = "` + valid + `"`, []string{"Superfluous secret_access_key_wo_version", "secret_access_key_wo_version = 1"}, valid},
		"lower-case ID":    {`access_key_id = "akiaiosfodnn7example"` + "\n" + `secret_access_key = "` + valid + `"`, []string{"Invalid access_key_id", "20 capital letters and digits", `access_key_id = "akia`}, valid},
		"short ID":         {`access_key_id = "AKIAIOSFODNN7EXAMPL"` + "\n" + `secret_access_key = "` + valid + `"`, []string{"Invalid access_key_id", `access_key_id = "AKIA`}, valid},
		"the secret as ID": {`access_key_id = "` + valid + `"` + "\n" + `secret_access_key = "` + strings.Replace(valid, "Valid", "Other", 1) + `"`, []string{"Invalid access_key_id", "may hold a secret"}, valid},
	}
	for name, secret := range wrong {
		tests["stored, "+name] = test{id + `secret_access_key = "` + secret + `"`, []string{"Invalid secret_access_key", "must be an AWS secret access key: 40 letters"}, secret}
		tests["write-only, "+name] = test{
			id + "secret_access_key_wo_version = 1\n" + `secret_access_key_wo = "` + secret + `"`,
			[]string{"Invalid secret_access_key_wo", "must be an AWS secret access key: 40 letters"},
			secret,
		}
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, twiliosandbox.Behaviour{})
			if tt.secret != "" {
				s.Secret(strings.TrimSuffix(tt.secret, `\n`))
			}
			expectInvalid(t, s, w, "resource \"videostorage_twilio_aws_credential\" \"this\" {\n"+tt.attributes+"\n}\n", tt.parts...)
		})
	}
}

// What is known only at apply is checked then, before anything is sent.
func TestUnknownSecretThatTurnsOutToBeWrong(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	// A shell of a value, not of this test's secrets: terraform_data shows it.
	w.Config(unknown("WrongCharacter!0000000000000000000000000") + `
resource "videostorage_twilio_aws_credential" "this" {
  access_key_id                = "AKIAIOSFODNN7EXAMPLE"
  secret_access_key_wo         = sensitive(terraform_data.unknown.output)
  secret_access_key_wo_version = 1
}`)
	expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), "Invalid secret_access_key_wo")
	expectNoWrite(t, s)
}

func TestInvalidPublicKeys(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		key   string
		parts []string
	}{
		"empty":      {`""`, []string{"Invalid public_key", "is empty"}},
		"not PEM":    {`"my key"`, []string{"Invalid public_key", "may be a private key, it is not shown"}},
		"an SSH key": {`"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7"`, []string{"Invalid public_key", "ssh-keygen -e -m PKCS8"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, twiliosandbox.Behaviour{})
			expectInvalid(t, s, w, "resource \"videostorage_twilio_public_key\" \"this\" {\n  public_key = "+tt.key+"\n}\n", tt.parts...)
		})
	}
}

// What is no public key may be a private one in a form that is not recognized: here one
// that lacks its beginning.
func TestUnrecognizedPrivateKeyIsNotShown(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	_, private := publickeytest.New(t)
	lines := strings.Split(strings.TrimSpace(private), "\n")
	s.Secret(lines[3:26]...)
	expectInvalid(t, s, w, "resource \"videostorage_twilio_public_key\" \"this\" {\n  public_key = <<EOT\n"+strings.Join(lines[3:27], "\n")+"\nEOT\n}\n", "public_key")
}

// A private key that was pasted in place of the public one is neither sent nor
// shown: not by its line either, which has all of it where it is written in one.
func TestPrivateKeyInPlaceOfThePublicOne(t *testing.T) {
	t.Parallel()
	public, private := publickeytest.New(t)
	line := strings.ReplaceAll(strings.TrimSpace(private), "\n", `\n`)
	body := strings.Join(strings.Split(strings.TrimSpace(private), "\n")[1:27], "")
	for name, key := range map[string]string{
		"a block":         "<<EOT\n" + private + "EOT\n",
		"one line":        `"` + line + `"`,
		"without header":  `"` + body + `"`,
		"after a public":  `"` + strings.ReplaceAll(public, "\n", `\n`) + line + `"`,
		"from a variable": "var.key",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, twiliosandbox.Behaviour{})
			for _, part := range strings.Split(strings.TrimSpace(private), "\n")[1:26] {
				s.Secret(part)
			}
			w.Write("key.auto.tfvars", "key = <<EOT\n"+private+"EOT\n")
			expectInvalid(t, s, w, "variable \"key\" {\n  type = string\n}\nresource \"videostorage_twilio_public_key\" \"this\" {\n  public_key = "+key+"\n}\n",
				"A private key in public_key", "nothing was sent", "openssl pkey -in private.pem -pubout")
		})
	}
}

func TestInvalidCredentialAttributes(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		attribute string
		parts     []string
	}{
		"long name":  {`friendly_name = "` + strings.Repeat("é", 65) + `"`, []string{"friendly_name", "between 1 and 64"}},
		"empty name": {`friendly_name = ""`, []string{"friendly_name", "between 1 and 64"}},
		"account":    {`account_sid = "AC1"`, []string{"Invalid account_sid", "must be the SID of an account"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachStored(t, func(t *testing.T, k storedKind) {
				s, w := start(t, twiliosandbox.Behaviour{})
				m := newMaterial(t, s.Account)
				w.Write("terraform.tfvars", m.variables(1))
				expectInvalid(t, s, w, declared+k.resource(tt.attribute), tt.parts...)
			})
		})
	}
}

// 64 characters, not bytes.
func TestLongestName(t *testing.T) {
	t.Parallel()
	forEachStored(t, func(t *testing.T, k storedKind) {
		_, w, _ := k.created(t, twiliosandbox.Behaviour{}, `friendly_name = "`+strings.Repeat("é", 64)+`"`)
		w.PlansEmpty()
	})
}

// That a version is missing shows in the plan, also where the secret is not known yet.
func TestMissingVersionOfAnUnknownSecret(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	expectInvalid(t, s, w, unknown("any")+`
resource "videostorage_twilio_aws_credential" "this" {
  access_key_id        = "AKIAIOSFODNN7EXAMPLE"
  secret_access_key_wo = terraform_data.unknown.output
}`, "Missing secret_access_key_wo_version")
}
