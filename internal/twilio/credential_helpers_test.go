package twilio_test

import (
	_ "embed"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// The two kinds of credentials share one implementation. Most tests use one of them.
const (
	awsType    = "videostorage_twilio_aws_credential"
	keyType    = "videostorage_twilio_public_key"
	awsAddress = awsType + ".this"
	keyAddress = keyType + ".this"
	awsPath    = "/v1/Credentials/AWS"
	keyPath    = "/v1/Credentials/PublicKeys"
)

const (
	keyID, otherKeyID = "AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE"
	// storedSecret is a secret that Terraform stores, because the configuration contains it.
	storedSecret = "storedSecret/00000000000000000000000000+"
	// missingSID is the SID of no credential.
	missingSID    = "CR00000000000000000000000000000000"
	beforeDestroy = "lifecycle {\n  create_before_destroy = true\n}\n"
)

// publicPEM is a public key.
//
//go:embed testdata/public.pem
var publicPEM string

// awsCredentialResource returns an AWS credential in HCL with the stored form of its secret.
func awsCredentialResource(accessKeyID, attributes string) string {
	return fmt.Sprintf(`
resource "videostorage_twilio_aws_credential" "this" {
  access_key_id     = %q
  secret_access_key = %q
  %s
}
`, accessKeyID, storedSecret, attributes)
}

// publicKeyResource returns a public key in HCL.
func publicKeyResource(text, attributes string) string {
	return fmt.Sprintf(`
resource "videostorage_twilio_public_key" "this" {
  public_key = %q
  %s
}
`, text, attributes)
}

// newCredentialSandbox starts a sandbox for a test with storedSecret.
func newCredentialSandbox(t *testing.T) *acctest.Sandbox {
	t.Helper()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	s.StoredSecret(storedSecret)
	return s
}

// newFamily starts a sandbox with an account and a subaccount.
func newFamily(t *testing.T, b twiliosandbox.Behaviour) (*acctest.Sandbox, twiliosandbox.Account) {
	t.Helper()
	parent, child := twiliosandbox.NewAccount(), twiliosandbox.NewAccount()
	child.ParentSID = parent.SID
	s := acctest.NewSandbox(t, b, parent, child)
	s.StoredSecret(storedSecret)
	return s, child
}

// manage returns a resource of the account, to which a configuration is applied unless it is empty.
func manage(t *testing.T, s *acctest.Sandbox, typeName, config string) *acctest.Object {
	t.Helper()
	o := acctest.NewObject(t, s.Account, typeName)
	if config != "" {
		o.Apply(config)
		s.Log().Reset()
	}
	return o
}

// refusesOtherAccount fails the test unless each operation on an object with the credentials of another account is an error. The log then has
// the requests of the writes with the auth token of that account.
func refusesOtherAccount(t *testing.T, s *acctest.Sandbox, o *acctest.Object, other twiliosandbox.Account, sid, config, changed string) {
	t.Helper()
	useAccount(s, s.SID, other, true)
	parts := []string{"The credentials belong to another account", s.SID, "reach account " + other.SID, sid}
	o.Plan(config).FailsUnchanged(parts...)
	o.SkipRefresh = true
	o.PlanDestroy().FailsUnchanged(parts...)

	useAccount(s, other.SID, other, false)
	parts = []string{"The credentials belong to another account", sid, s.SID, other.SID}
	o.SkipRefresh = false
	o.Plan(config).FailsUnchanged(parts...)
	s.Log().Reset()
	o.SkipRefresh = true
	o.PlanDestroy().FailsUnchanged(parts...)
	o.Plan(changed).FailsUnchanged(parts...)
	o.Expect(map[string]any{"sid": sid})
}

func newPublicKey(t *testing.T) string {
	t.Helper()
	public, _ := sandboxtest.NewKeyPair(t)
	return public
}

// soleCredential returns the only credential of the account.
func soleCredential(t *testing.T, s *acctest.Sandbox) twiliosandbox.Credential {
	t.Helper()
	all := s.Credentials(s.Running.Account.SID)
	if len(all) != 1 {
		t.Fatalf("Twilio has %d credentials, want one: %+v", len(all), all)
	}
	return all[0]
}

// useAccount configures the provider for an account: with its auth token, or with its API key but the account_sid of another one.
func useAccount(s *acctest.Sandbox, accountSID string, a twiliosandbox.Account, withKey bool) {
	s.Setenv("TWILIO_ACCOUNT_SID", accountSID)
	s.Setenv("TWILIO_AUTH_TOKEN", a.AuthToken)
	s.Setenv("TWILIO_API_KEY", "")
	s.Setenv("TWILIO_API_SECRET", "")
	if !withKey {
		return
	}
	s.Setenv("TWILIO_AUTH_TOKEN", "")
	for key, secret := range a.APIKeys {
		s.Setenv("TWILIO_API_KEY", key)
		s.Setenv("TWILIO_API_SECRET", secret)
	}
}

// expectNoneDangled fails the test if, since the last reset of the log, settings in force referred to a credential that did not exist.
func expectNoneDangled(t *testing.T, s *acctest.Sandbox) {
	t.Helper()
	for i, r := range s.Log().All() {
		if len(r.Dangling) > 0 {
			t.Errorf("after request %d, %s %s, the settings refer to missing credentials: %v", i+1, r.Method, r.Path, r.Dangling)
		}
	}
}

// takeWrites returns the requests other than GET since the last call, with {sid} for the SID of a credential. It resets the log.
func takeWrites(t *testing.T, s *acctest.Sandbox) []string {
	t.Helper()
	expectNoneDangled(t, s)
	var writes []string
	for _, r := range s.Log().All() {
		if path, _, isOne := strings.Cut(r.Path, "/CR"); r.Method != http.MethodGet && isOne {
			writes = append(writes, r.Method+" "+path+"/{sid}")
		} else if r.Method != http.MethodGet {
			writes = append(writes, r.Method+" "+path)
		}
	}
	s.Log().Reset()
	return writes
}

// expectWrites compares the requests other than GET since the last call.
func expectWrites(t *testing.T, s *acctest.Sandbox, want ...string) {
	t.Helper()
	if got := takeWrites(t, s); !slices.Equal(got, want) {
		t.Errorf("the writes are %q, want %q", got, want)
	}
}

// expectRemote compares a credential in the state with the only one of the account. A nil name is null.
func expectRemote(t *testing.T, s *acctest.Sandbox, o *acctest.Object, name any) {
	t.Helper()
	remote := soleCredential(t, s)
	if remote.FriendlyName != "" && name != any(remote.FriendlyName) || remote.FriendlyName == "" && name != nil {
		t.Errorf("the name at Twilio is %q, want %v", remote.FriendlyName, name)
	}
	updated := remote.DateUpdated
	if updated.IsZero() {
		updated = remote.DateCreated
	}
	o.Expect(map[string]any{
		"sid": remote.SID, "account_sid": remote.AccountSID, "url": remote.URL(), "friendly_name": name,
		"date_created": remote.DateCreated.Format(time.RFC3339), "date_updated": updated.Format(time.RFC3339),
	})
}

// expectForm compares the form of the latest write.
func expectForm(t *testing.T, s *acctest.Sandbox, want url.Values) {
	t.Helper()
	if got := lastForm(t, s); got.Encode() != want.Encode() {
		t.Errorf("sent the form %v, want %v", got, want)
	}
}
