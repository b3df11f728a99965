package twilio_test

import (
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// White space, line ends, and the BEGIN and END lines make no difference.
func TestSpellingsOfAPublicKey(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	m := newMaterial(t, s.Account)
	lines := strings.Split(strings.TrimSpace(m.pem), "\n")
	body := strings.Join(lines[1:len(lines)-1], "\n")
	w.Write("terraform.tfvars", "public_key = <<EOT\n"+m.pem+"EOT\n")
	config := "variable \"public_key\" { type = string }\n" + storedKey.resource("")
	w.Config(config)
	got, _ := w.Plan()
	got.Contains(t, `fingerprint_sha256 = "`+fingerprint(t, m.pem)+`"`)
	w.Apply()
	made := storedKey.only(t, s)
	if made.Fingerprint != fingerprint(t, m.pem) || storedKey.stateOf(t, w)["fingerprint_sha256"] != made.Fingerprint {
		t.Errorf("Twilio holds the key %s, want %s", made.Fingerprint, fingerprint(t, m.pem))
	}
	for name, spelling := range map[string]string{
		"no lines":       body,
		"one line":       strings.ReplaceAll(body, "\n", ""),
		"Windows":        strings.ReplaceAll(m.pem, "\n", "\\r\\n"),
		"indented":       "  " + strings.ReplaceAll(m.pem, "\n", "\n\t  "),
		"no end":         strings.TrimSpace(m.pem),
		"more than ends": "\n\n" + m.pem + "\n\n",
	} {
		w.Write("terraform.tfvars", `public_key = "`+strings.ReplaceAll(spelling, "\n", `\n`)+"\"\n")
		if got, changes := w.Plan(); changes {
			t.Errorf("%s: the plan is not empty:\n%s", name, got.Text)
		}
	}

	w.Write("terraform.tfvars", "public_key = <<EOT\n"+newMaterial(t, s.Account).pem+"EOT\n")
	got, _ = w.Plan()
	got.Contains(t, "public_key", "forces replacement", "1 to add, 0 to change, 1 to destroy")
}

// Whatever its spelling, the usual one is sent.
func TestPublicKeyAsItIsSent(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	m := newMaterial(t, s.Account)
	lines := strings.Split(strings.TrimSpace(m.pem), "\n")
	w.Config("resource \"videostorage_twilio_public_key\" \"this\" {\n  public_key = \"" + strings.Join(lines[1:len(lines)-1], "") + "\"\n}\n")
	w.Apply()
	if got := lastForm(t, s).Get("PublicKey"); got != m.pem {
		t.Errorf("sent %q, want %q", got, m.pem)
	}
	w.PlansEmpty()
}

// A key that is known only at apply has no fingerprint in the plan.
func TestUnknownPublicKey(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	m := newMaterial(t, s.Account)
	w.Config("resource \"terraform_data\" \"unknown\" {\n  input = <<EOT\n" + m.pem + "EOT\n}\n" +
		"resource \"videostorage_twilio_public_key\" \"this\" {\n  public_key = terraform_data.unknown.output\n}\n")
	got, _ := w.Plan()
	got.Contains(t, "fingerprint_sha256 = (known after apply)")
	w.Apply()
	if got := storedKey.stateOf(t, w)["fingerprint_sha256"]; got != fingerprint(t, m.pem) {
		t.Errorf("fingerprint %v, want %s", got, fingerprint(t, m.pem))
	}
	w.PlansEmpty()
}

// A private key that is known only at apply is found before it is sent.
func TestUnknownPublicKeyThatTurnsOutToBePrivate(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	w.Config("resource \"terraform_data\" \"unknown\" {\n  input = \"-----BEGIN PRIVATE KEY-----\"\n}\n" +
		"resource \"videostorage_twilio_public_key\" \"this\" {\n  public_key = terraform_data.unknown.output\n}\n")
	expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), "A private key in public_key")
	expectNoWrite(t, s)
}
