package twilio_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// publicFingerprint is the fingerprint of publicPEM, which openssl printed.
const publicFingerprint = "48f032dca7bf820b5ed5c6ef4238eccaf6af1bb2961265f8cb141b197eb7543e"

// Twilio gets the usual spelling of a key. Another spelling of it is no change, and neither is a timeout. A name has at most 64
// characters, not bytes.
func TestLifeOfAPublicKey(t *testing.T) {
	t.Parallel()
	lines := strings.Split(strings.TrimSpace(publicPEM), "\n")
	body := strings.Join(lines[1:len(lines)-1], "")
	indented := "\r\n  " + strings.ReplaceAll(publicPEM, "\n", "\r\n\t  ")
	longest := `friendly_name = "` + strings.Repeat("é", 64) + "\"\n"
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	s.Test(t,
		resource.TestStep{
			Config: publicKeyResource(body, longest+"timeouts {\n  create = \"1m\"\n  read = \"1m\"\n  update = \"1m\"\n  delete = \"1m\"\n}"),
			ConfigPlanChecks: preApply(keyAddress, plancheck.ResourceActionCreate,
				plancheck.ExpectKnownValue(keyAddress, tfjsonpath.New("fingerprint_sha256"), knownvalue.StringExact(publicFingerprint))),
			ConfigStateChecks: []statecheck.StateCheck{sameAtTwilio{t, s, keyAddress}, stored(keyAddress, "fingerprint_sha256", publicFingerprint)},
			PostApplyFunc: func() {
				if got := lastForm(t, s).Get("PublicKey"); got != publicPEM {
					t.Errorf("sent %q, want %q", got, publicPEM)
				}
				expectWrites(t, s, "POST "+keyPath)
			},
		},
		resource.TestStep{
			Config:            publicKeyResource(indented, ""),
			ConfigPlanChecks:  preApply(keyAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{sameAtTwilio{t, s, keyAddress}, stored(keyAddress, "friendly_name", nil)},
			PostApplyFunc:     func() { expectWrites(t, s, "POST "+keyPath+"/{sid}") },
		},
	)
	expectWrites(t, s, "DELETE "+keyPath+"/{sid}")
}

// A key that is unknown while planning is validated before it is sent.
func TestUnknownPublicKey(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	key := manage(t, s, keyType, "")
	unknownKey := strings.Replace(publicKeyResource("", ""), `""`, "unknown", 1)
	key.Plan(unknownKey).With(publicKeyResource("-----BEGIN PRIVATE KEY-----", "")).FailsUnchanged("A private key in public_key")
	plan := key.Plan(unknownKey)
	plan.Expect(plancheck.ResourceActionCreate)
	plan.Contains(t, "fingerprint_sha256 = (known after apply)")
	plan.With(publicKeyResource(publicPEM, "")).Apply()
	expectWrites(t, s, "POST "+keyPath)
	key.Expect(map[string]any{"fingerprint_sha256": publicFingerprint})
}

// A private key is neither sent nor shown, nor its line. The same goes for every other invalid text, which may be a private key in an
// unknown form. TestPrivateKeysOfEveryKindAreRefused has the other forms.
func TestPrivateKeyIsNotShown(t *testing.T) {
	t.Parallel()
	_, private := sandboxtest.NewKeyPair(t)
	lines := strings.Split(strings.TrimSpace(private), "\n")
	s, w := start(t, twiliosandbox.Behaviour{})
	s.Secret(lines[3:26]...)
	w.Write("key.auto.tfvars", "key = <<EOT\n"+private+"EOT\n")
	w.Write("variable.tf", "variable \"key\" { type = string }\n")
	isPrivate := []string{"A private key in public_key", "openssl pkey -in private.pem -pubout", "nothing was sent", "exposed"}
	invalid := []string{"Invalid public_key", "openssl pkey -in private.pem -pubout", "openssl genrsa -out private.pem 2048", "not shown"}
	block := func(expression string) string {
		return "resource \"" + keyType + "\" \"this\" {\n  public_key = " + expression + "\n}\n"
	}
	got := expectInvalid(t, w, block, map[string][]string{
		"<<EOT\n" + private + "EOT\n":                           isPrivate,
		`"` + strings.Join(lines, `\n`) + `"`:                   isPrivate,
		"<<EOT\n" + strings.Join(lines[3:27], "\n") + "\nEOT\n": invalid,
	})
	if n := strings.Count(got.Text, isPrivate[0]); n != 2 {
		t.Errorf("%d errors are about a private key, want 2:\n%s", n, got.Text)
	}
	expectInvalid(t, w, block, map[string][]string{"var.key": isPrivate})
	expectSent(t, s, "planning")
}
