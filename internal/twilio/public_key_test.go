package twilio_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
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
	key := manage(t, s, keyType, "")
	plan := key.Plan(publicKeyResource(body, longest+"timeouts {\n  create = \"1m\"\n  read = \"1m\"\n  update = \"1m\"\n  delete = \"1m\"\n}"))
	plan.Expect(plancheck.ResourceActionCreate)
	plan.Contains(t, `fingerprint_sha256 = "`+publicFingerprint+`"`)
	plan.Apply()
	expectForm(t, s, url.Values{"PublicKey": {publicPEM}, "FriendlyName": {strings.Repeat("é", 64)}})
	expectWrites(t, s, "POST "+keyPath)
	expectRemote(t, s, key, strings.Repeat("é", 64))
	key.Expect(map[string]any{"fingerprint_sha256": publicFingerprint})

	plan = key.Plan(publicKeyResource(indented, ""))
	plan.Expect(plancheck.ResourceActionUpdate)
	plan.Apply()
	expectWrites(t, s, "POST "+keyPath+"/{sid}")
	expectRemote(t, s, key, nil)
	key.PlansEmpty(publicKeyResource(publicPEM, ""))
	key.Destroy()
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
