package twilio_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// fingerprint returns the SHA-256 of a public key in PEM.
func fingerprint(t *testing.T, text string) string {
	t.Helper()
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		t.Fatal("not PEM")
	}
	sum := sha256.Sum256(block.Bytes)
	return hex.EncodeToString(sum[:])
}

// publicKeyResource is a public key in HCL.
func publicKeyResource(expression string) string {
	return "resource \"videostorage_twilio_public_key\" \"this\" {\n  public_key = " + expression + "\n}\n"
}

// Twilio gets the usual spelling of a key. Another spelling of it is no change.
func TestSpellingsOfAPublicKey(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	m := newMaterial(t, s.Account)
	lines := strings.Split(strings.TrimSpace(m.pem), "\n")
	body := strings.Join(lines[1:len(lines)-1], "")
	w.Config(publicKeyResource(`"` + body + `"`))
	got, _ := w.Plan()
	got.Contains(t, `fingerprint_sha256 = "`+fingerprint(t, m.pem)+`"`)
	w.Apply()
	if got := lastForm(t, s).Get("PublicKey"); got != m.pem {
		t.Errorf("sent %q, want %q", got, m.pem)
	}
	expectState(t, w, storedKey.address(), map[string]any{"fingerprint_sha256": fingerprint(t, m.pem)})
	for name, spelling := range map[string]string{
		"with its lines": m.pem,
		"Windows":        strings.ReplaceAll(m.pem, "\n", "\r\n"),
		"indented":       "\n  " + strings.ReplaceAll(m.pem, "\n", "\n\t  ") + "\n\n",
	} {
		w.Config(publicKeyResource(fmt.Sprintf("%q", spelling)))
		if got, changes := w.Plan(); changes {
			t.Errorf("%s: the plan is not empty:\n%s", name, got.Text)
		}
	}
	w.Config(publicKeyResource("<<EOT\n" + newMaterial(t, s.Account).pem + "EOT"))
	got, _ = w.Plan()
	got.Contains(t, "public_key", "forces replacement", "1 to add, 0 to change, 1 to destroy")
}

// A key that is unknown while planning is validated before it is sent.
func TestUnknownPublicKey(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	w.Config(unknown("-----BEGIN PRIVATE KEY-----") + publicKeyResource("terraform_data.unknown.output"))
	expectOneError(t, w.Fail("apply", "-auto-approve", "-no-color"), "A private key in public_key")
	expectNoWrite(t, s)

	m := newMaterial(t, s.Account)
	w.Config(unknown(strings.ReplaceAll(m.pem, "\n", `\n`)) + publicKeyResource("terraform_data.unknown.output"))
	got, _ := w.Plan()
	got.Contains(t, "fingerprint_sha256 = (known after apply)")
	w.Apply()
	expectState(t, w, storedKey.address(), map[string]any{"fingerprint_sha256": fingerprint(t, m.pem)})
	w.PlansEmpty()
}

// A private key is neither sent nor shown, nor its line. The same goes for every other invalid text, which may be a private key in an
// unknown form.
func TestPrivateKeyIsNotShown(t *testing.T) {
	t.Parallel()
	public, private := sandboxtest.NewKeyPair(t)
	lines := strings.Split(strings.TrimSpace(private), "\n")
	escaped := strings.ReplaceAll(strings.TrimSpace(private), "\n", `\n`)
	openssh, err := os.ReadFile("testdata/private/openssh.pem")
	if err != nil {
		t.Fatal(err)
	}
	const isPrivate, invalid = "A private key in public_key", "Invalid public_key"
	for name, test := range map[string]struct{ expression, summary string }{
		"heredoc":              {"<<EOT\n" + private + "EOT\n", isPrivate},
		"one line":             {`"` + escaped + `"`, isPrivate},
		"escaped twice":        {`"` + strings.ReplaceAll(escaped, `\n`, `\\n`) + `"`, isPrivate},
		"without BEGIN line":   {`"` + strings.Join(lines[1:27], "") + `"`, isPrivate},
		"after a public key":   {`"` + strings.ReplaceAll(public, "\n", `\n`) + escaped + `"`, isPrivate},
		"variable":             {"var.key", isPrivate},
		"OpenSSH":              {"<<EOT\n" + string(openssh) + "EOT\n", isPrivate},
		"beginning cut off":    {"<<EOT\n" + strings.Join(lines[3:27], "\n") + "\nEOT\n", invalid},
		"empty":                {`""`, invalid},
		"another text":         {`"my key"`, invalid},
		"an SSH key":           {`"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7"`, invalid},
		"literal \\n in lines": {`"` + strings.ReplaceAll(public, "\n", `\\n`) + `"`, invalid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := start(t, twiliosandbox.Behaviour{})
			s.Secret(lines[3:26]...)
			s.Secret(strings.Split(string(openssh), "\n")[1:5]...)
			w.Write("key.auto.tfvars", "key = <<EOT\n"+private+"EOT\n")
			parts := []string{test.summary, "openssl pkey -in private.pem -pubout"}
			if test.summary == isPrivate {
				parts = append(parts, "nothing was sent", "exposed")
			} else {
				parts = append(parts, "openssl genrsa -out private.pem 2048", "not shown")
			}
			w.Write("variable.tf", "variable \"key\" { type = string }\n")
			expectInvalid(t, s, w, publicKeyResource(test.expression), parts...)
		})
	}
}
