package twilio_test

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// storedKind is one of the two kinds of credentials.
type storedKind struct {
	typeName string
	title    string
	sandbox  twiliosandbox.CredentialKind
	api      twilio.CredentialAPI
	path     string
	// content is the required attribute that Twilio never returns.
	content string
	// reference and toggle are the attributes of settings that use the credential.
	reference, toggle string
}

var (
	storedAWS = storedKind{
		typeName: "videostorage_twilio_aws_credential", title: "AWS credential", content: "access_key_id",
		sandbox: twiliosandbox.AWSCredentials, api: twilio.AWSCredentials, path: "/v1/Credentials/AWS",
		reference: "aws_credentials_sid", toggle: "aws_storage_enabled",
	}
	storedKey = storedKind{
		typeName: "videostorage_twilio_public_key", title: "public key", content: "public_key",
		sandbox: twiliosandbox.PublicKeys, api: twilio.PublicKeys, path: "/v1/Credentials/PublicKeys",
		reference: "encryption_key_sid", toggle: "encryption_enabled",
	}
)

// forEachStored runs a test on both kinds of credentials.
func forEachStored(t *testing.T, test func(*testing.T, storedKind)) {
	t.Helper()
	for _, k := range []storedKind{storedAWS, storedKey} {
		t.Run(string(k.sandbox), func(t *testing.T) {
			t.Parallel()
			test(t, k)
		})
	}
}

func (k storedKind) address() string { return k.typeName + ".this" }

func (k storedKind) list(arguments string) string { return listBlock(k.typeName, arguments) }

// material is the content of credentials: an access key and a public key.
type material struct{ accessKeyID, secret, pem string }

// newMaterial returns new content. The secret must not appear in the output of the account's test.
func newMaterial(t *testing.T, a *acctest.Account) material {
	t.Helper()
	random := make([]byte, 30)
	if _, err := rand.Read(random); err != nil {
		t.Fatal(err)
	}
	m := material{
		accessKeyID: "AKIA" + strings.ToUpper(fmt.Sprintf("%x", random[:8])),
		secret:      base64.StdEncoding.EncodeToString(random),
		pem:         nextKey(t, a),
	}
	a.Secret(m.secret)
	return m
}

// keys are public keys that the tests share, because a key takes long to make. No account gets the same one twice.
var keys struct {
	sync.Mutex
	made []string
	used map[*acctest.Account]int
}

func nextKey(t *testing.T, a *acctest.Account) string {
	t.Helper()
	keys.Lock()
	defer keys.Unlock()
	if keys.used == nil {
		keys.used = map[*acctest.Account]int{}
	}
	n := keys.used[a]
	keys.used[a]++
	if n == len(keys.made) {
		public, _ := sandboxtest.NewKeyPair(t)
		keys.made = append(keys.made, public)
	}
	return keys.made[n]
}

// variables returns a file with the content. It is not part of the configuration, because saved plans contain that.
func (m material) variables(version int) string {
	return fmt.Sprintf("access_key_id = %q\nsecret = %q\nversion_of_secret = %d\npublic_key = <<EOT\n%sEOT\n", m.accessKeyID, m.secret, version, m.pem)
}

const declared = `
variable "access_key_id" { type = string }
variable "secret" {
  type      = string
  ephemeral = true
  sensitive = true
}
variable "version_of_secret" { type = number }
variable "public_key" { type = string }
`

const beforeDestroy = "lifecycle {\n  create_before_destroy = true\n}\n"

// arguments are those of the content.
func (k storedKind) arguments() string {
	if k.sandbox == twiliosandbox.PublicKeys {
		return "public_key = var.public_key\n"
	}
	return "access_key_id = var.access_key_id\nsecret_access_key_wo = var.secret\nsecret_access_key_wo_version = var.version_of_secret\n"
}

// resource is the block of the credential with its content and other attributes.
func (k storedKind) resource(attributes string) string {
	return fmt.Sprintf("\nresource %q \"this\" {\n%s%s\n}\n", k.typeName, k.arguments(), attributes)
}

func (k storedKind) importBlock(sid string) string {
	return "import {\n  to = " + k.address() + "\n  id = \"" + sid + "\"\n}\n"
}

// using is the block of settings that use the credential.
func (k storedKind) using(settings settingsKind) string {
	return settings.resource(fmt.Sprintf("friendly_name = \"Consultations\"\n%s = true\n%s = %s.sid\naws_s3_url = %q\n", k.toggle, k.reference, k.address(), bucket))
}

// chain is the credential and both settings, which use it.
func (k storedKind) chain(attributes string) string {
	return declared + k.resource(attributes) + k.using(recordingSettings) + k.using(compositionSettings)
}

// configure writes the variables and the configuration of the credential.
func (k storedKind) configure(w *acctest.Workspace, m material, attributes string, more ...string) {
	w.Write("terraform.tfvars", m.variables(1))
	w.Config(declared + k.resource(attributes) + strings.Join(more, ""))
}

// begin starts a sandbox and configures the credential.
func (k storedKind) begin(t *testing.T, b twiliosandbox.Behaviour, attributes string) (*acctest.Sandbox, *acctest.Workspace, material) {
	t.Helper()
	s, w := start(t, b)
	m := newMaterial(t, s.Account)
	k.configure(w, m, attributes)
	return s, w, m
}

// created starts a sandbox and creates the credential.
func (k storedKind) created(t *testing.T, b twiliosandbox.Behaviour, attributes string) (*acctest.Sandbox, *acctest.Workspace, material) {
	t.Helper()
	s, w, m := k.begin(t, b, attributes)
	w.Apply()
	return s, w, m
}

// put adds credentials with these names to the account.
func (k storedKind) put(s *acctest.Sandbox, names ...string) (all []twiliosandbox.Credential) {
	for _, name := range names {
		all = append(all, s.AddCredential(s.SID, twiliosandbox.Credential{Kind: k.sandbox, FriendlyName: name}))
	}
	return all
}

// remote returns the account's credentials of the kind.
func (k storedKind) remote(s *acctest.Sandbox) (all []twiliosandbox.Credential) {
	for _, c := range s.Credentials(s.Running.Account.SID) {
		if c.Kind == k.sandbox {
			all = append(all, c)
		}
	}
	return all
}

// only returns the account's only credential of the kind.
func (k storedKind) only(t *testing.T, s *acctest.Sandbox) twiliosandbox.Credential {
	t.Helper()
	all := k.remote(s)
	if len(all) != 1 {
		t.Fatalf("Twilio has %d credentials, want one: %+v", len(all), all)
	}
	return all[0]
}

// stores fails the test unless the credential has this content.
func (k storedKind) stores(t *testing.T, s *acctest.Sandbox, c twiliosandbox.Credential, m material) {
	t.Helper()
	if k.sandbox == twiliosandbox.PublicKeys {
		if c.Fingerprint != fingerprint(t, m.pem) {
			t.Errorf("Twilio has the key %s, want %s", c.Fingerprint, fingerprint(t, m.pem))
		}
		return
	}
	if c.AccessKeyID != m.accessKeyID {
		t.Errorf("Twilio has the access key %s, want %s", c.AccessKeyID, m.accessKeyID)
	}
	want := twiliosandbox.LoggedCredentials(m.accessKeyID, m.secret)
	for _, r := range s.Log().All() {
		if r.Form.Get("Credentials") == want {
			return
		}
	}
	t.Errorf("the secret of %s was never sent", m.accessKeyID)
}

// use makes settings use a credential.
func (k storedKind) use(s *acctest.Sandbox, settings settingsKind, sid string) {
	made := twiliosandbox.Settings{FriendlyName: "By hand", AWSStorageEnabled: true, AWSS3URL: bucket, AWSCredentialsSID: sid}
	if k.sandbox == twiliosandbox.PublicKeys {
		made = twiliosandbox.Settings{FriendlyName: "By hand", EncryptionEnabled: true, EncryptionKeySID: sid}
	}
	setSettings(s, settings, made)
}

// inForce fails the test unless both settings use the credential.
func (k storedKind) inForce(t *testing.T, s *acctest.Sandbox, sid string) {
	t.Helper()
	for _, settings := range bothSettings {
		got := currentSettings(t, s, settings)
		used, on := got.AWSCredentialsSID, got.AWSStorageEnabled
		if k.sandbox == twiliosandbox.PublicKeys {
			used, on = got.EncryptionKeySID, got.EncryptionEnabled
		}
		if used != sid || !on {
			t.Errorf("%s: %+v, want %s in force", settings.sandbox, got, sid)
		}
	}
}

// expectNoneDangled fails the test if settings in force ever referred to a credential that did not exist.
func expectNoneDangled(t *testing.T, s *acctest.Sandbox) {
	t.Helper()
	for i, r := range s.Log().All() {
		if len(r.Dangling) > 0 {
			t.Errorf("after request %d, %s %s, these dangle: %v", i+1, r.Method, r.Path, r.Dangling)
		}
	}
}

func expectDeletions(t *testing.T, s *acctest.Sandbox, want int) {
	t.Helper()
	if n := sandbox.Count(s.Log().All(), http.MethodDelete, "/v1/Credentials/"); n != want {
		t.Errorf("%d requests to delete it, want %d", n, want)
	}
}

// useAccount configures the provider for an account: with its auth token, or with its API key but the account_sid of another one.
func useAccount(s *acctest.Sandbox, accountSID string, a twiliosandbox.Account, withKey bool) {
	s.Setenv("TWILIO_ACCOUNT_SID", accountSID)
	s.Setenv("TWILIO_AUTH_TOKEN", a.AuthToken)
	if !withKey {
		return
	}
	s.Setenv("TWILIO_AUTH_TOKEN", "")
	for key, secret := range a.APIKeys {
		s.Setenv("TWILIO_API_KEY", key)
		s.Setenv("TWILIO_API_SECRET", secret)
	}
}
