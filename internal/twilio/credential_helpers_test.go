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
	"github.com/videostorage/terraform-provider-videostorage/internal/publickey/publickeytest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// storedKind is one of the two kinds of credentials, as the tests see it.
type storedKind struct {
	typeName string
	title    string
	sandbox  twiliosandbox.CredentialKind
	api      twilioapi.CredentialAPI
	path     string
	// reference and toggle are the settings' attributes that put it in force.
	reference, toggle string
}

var (
	storedAWS = storedKind{
		typeName: "videostorage_twilio_aws_credential", title: "AWS credential",
		sandbox: twiliosandbox.AWSCredentials, api: twilioapi.AWSCredentials, path: "/v1/Credentials/AWS",
		reference: "aws_credentials_sid", toggle: "aws_storage_enabled",
	}
	storedKey = storedKind{
		typeName: "videostorage_twilio_public_key", title: "public key",
		sandbox: twiliosandbox.PublicKeys, api: twilioapi.PublicKeys, path: "/v1/Credentials/PublicKeys",
		reference: "encryption_key_sid", toggle: "encryption_enabled",
	}
)

func (k storedKind) address() string { return k.typeName + ".this" }

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

// material is what a credential stores: an access key or a public key.
type material struct {
	accessKeyID, secret string
	pem                 string
}

// newMaterial is registered with the account's test, which must keep its secret.
func newMaterial(t *testing.T, a *acctest.Account) material {
	t.Helper()
	random := make([]byte, 30)
	if _, err := rand.Read(random); err != nil {
		t.Fatal(err)
	}
	m := material{
		accessKeyID: "AKIA" + strings.ToUpper(fmt.Sprintf("%x", random[:8])),
		secret:      base64.StdEncoding.EncodeToString(random),
	}
	m.pem = nextKey(t, a)
	a.Secret(m.secret)
	return m
}

// keys are public keys, which take long to make: each test has the same ones, in
// the same order, and no two that are alike.
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
		public, _ := publickeytest.New(t)
		keys.made = append(keys.made, public)
	}
	return keys.made[n]
}

// variables is a file with the material, which is not part of the configuration:
// Terraform copies that into saved plans.
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

// stored is the part of the credential's block that says what it stores.
func (k storedKind) stored() string {
	if k.sandbox == twiliosandbox.PublicKeys {
		return "public_key = var.public_key\n"
	}
	return "access_key_id = var.access_key_id\nsecret_access_key_wo = var.secret\nsecret_access_key_wo_version = var.version_of_secret\n"
}

// resource is the credential's block with what it stores and these attributes.
func (k storedKind) resource(attributes string) string {
	return fmt.Sprintf("\nresource %q \"this\" {\n%s%s\n}\n", k.typeName, k.stored(), attributes)
}

const beforeDestroy = "lifecycle {\n  create_before_destroy = true\n}\n"

// configure writes the credential's configuration and its variables, and more.
func (k storedKind) configure(w *acctest.Workspace, m material, attributes string, more ...string) {
	w.Write("terraform.tfvars", m.variables(1))
	w.Config(declared + k.resource(attributes) + strings.Join(more, ""))
}

// begin starts a sandbox and a workspace with the credential's configuration.
func (k storedKind) begin(t *testing.T, b twiliosandbox.Behaviour, attributes string) (*acctest.Sandbox, *acctest.Workspace, material) {
	t.Helper()
	s, w := start(t, b)
	m := newMaterial(t, s.Account)
	k.configure(w, m, attributes)
	return s, w, m
}

// created is begin, with the configuration applied.
func (k storedKind) created(t *testing.T, b twiliosandbox.Behaviour, attributes string) (*acctest.Sandbox, *acctest.Workspace, material) {
	t.Helper()
	s, w, m := k.begin(t, b, attributes)
	w.Apply()
	return s, w, m
}

// using is a settings block that the credential is in force in.
func (k storedKind) using(settings twin) string {
	return settings.resource(fmt.Sprintf("friendly_name = \"Consultations\"\n%s = true\n%s = %s.sid\naws_s3_url = %q\n", k.toggle, k.reference, k.address(), bucket))
}

// kept are the account's credentials of the kind at Twilio.
func (k storedKind) kept(s *acctest.Sandbox) []twiliosandbox.Credential {
	var all []twiliosandbox.Credential
	for _, c := range s.Credentials(s.Running.Account.SID) {
		if c.Kind == k.sandbox {
			all = append(all, c)
		}
	}
	return all
}

// only is the account's one credential of the kind.
func (k storedKind) only(t *testing.T, s *acctest.Sandbox) twiliosandbox.Credential {
	t.Helper()
	all := k.kept(s)
	if len(all) != 1 {
		t.Fatalf("Twilio holds %d credentials, want one: %+v", len(all), all)
	}
	return all[0]
}

// stores fails the test unless the credential has this material.
func (k storedKind) stores(t *testing.T, s *acctest.Sandbox, c twiliosandbox.Credential, m material) {
	t.Helper()
	if k.sandbox == twiliosandbox.PublicKeys {
		if c.Fingerprint != fingerprint(t, m.pem) {
			t.Errorf("Twilio holds the key %s, want %s", c.Fingerprint, fingerprint(t, m.pem))
		}
		return
	}
	if c.AccessKeyID != m.accessKeyID {
		t.Errorf("Twilio holds the access key %s, want %s", c.AccessKeyID, m.accessKeyID)
	}
	want := twiliosandbox.LoggedCredentials(m.accessKeyID, m.secret)
	for _, r := range s.Log().All() {
		if r.Form.Get("Credentials") == want {
			return
		}
	}
	t.Errorf("the secret of %s was never sent", m.accessKeyID)
}

// creations counts the requests that create credentials.
func (k storedKind) creations(s *acctest.Sandbox) int {
	n := 0
	for _, r := range s.Log().All() {
		if r.Method == http.MethodPost && r.Path == k.path {
			n++
		}
	}
	return n
}

// expectNoneDangled fails the test if settings in force ever referred to a
// credential that did not exist.
func expectNoneDangled(t *testing.T, s *acctest.Sandbox) {
	t.Helper()
	for i, r := range s.Log().All() {
		if len(r.Dangling) > 0 {
			t.Errorf("after request %d, %s %s, these dangle: %v", i+1, r.Method, r.Path, r.Dangling)
		}
	}
}

// deletions counts the requests that delete credentials.
func deletions(s *acctest.Sandbox) int {
	return sandbox.Count(s.Log().All(), "DELETE", "/v1/Credentials/")
}

// stateOf is the credential in the state.
func (k storedKind) stateOf(t *testing.T, w *acctest.Workspace) map[string]any {
	t.Helper()
	got := w.State(k.address())
	if got == nil {
		t.Fatalf("%s is not in the state", k.address())
	}
	return got
}
