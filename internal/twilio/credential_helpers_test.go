package twilio_test

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

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

// writeOnlyResource is an AWS credential with the write-only form of its secret.
const writeOnlyResource = `
variable "access_key_id" {
  type = string
}
variable "secret" {
  type      = string
  ephemeral = true
}
variable "secret_version" {
  type = number
}
variable "name" {
  type = string
}
resource "videostorage_twilio_aws_credential" "this" {
  access_key_id                = var.access_key_id
  secret_access_key_wo         = var.secret
  secret_access_key_wo_version = var.secret_version
  friendly_name                = var.name
  lifecycle {
    create_before_destroy = true
  }
}
`

// writeOnlyVariables returns the variables of writeOnlyResource.
func writeOnlyVariables(secret string, version int64, name string) config.Variables {
	return config.Variables{
		"access_key_id": config.StringVariable(keyID), "secret": config.StringVariable(secret),
		"secret_version": config.IntegerVariable(version), "name": config.StringVariable(name),
	}
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

// expectInvalid fails the test unless a plan has one error, with these parts, for each of these attributes of resources.
func expectInvalid(t *testing.T, w *acctest.Workspace, block func(attributes string) string, want map[string][]string) acctest.Result {
	t.Helper()
	var blocks strings.Builder
	for attributes := range want {
		blocks.WriteString(strings.Replace(block(attributes), `"this"`, fmt.Sprintf("\"invalid_%d\"", blocks.Len()), 1))
	}
	w.Config(blocks.String())
	got := w.Fail("plan", "-no-color")
	for _, parts := range want {
		got.Contains(t, parts...)
	}
	if n := strings.Count(got.Text, "Error: "); n != len(want) {
		t.Errorf("%d errors, want %d:\n%s", n, len(want), got.Text)
	}
	return got
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

// preApply expects an action on a resource in the plan.
func preApply(address string, action plancheck.ResourceActionType, more ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: append(more, plancheck.ExpectResourceAction(address, action))}
}

// stored expects a value in the state. A nil value is null.
func stored(address, attribute string, value any) statecheck.StateCheck {
	var check knownvalue.Check = knownvalue.Null()
	if value != nil {
		check = knownvalue.StringExact(fmt.Sprint(value))
	}
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), check)
}

// sameAtTwilio compares a credential in the state with the only one of the account.
type sameAtTwilio struct {
	t       *testing.T
	s       *acctest.Sandbox
	address string
}

// CheckState compares the attributes that Twilio returns.
func (c sameAtTwilio) CheckState(_ context.Context, req statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	remote := soleCredential(c.t, c.s)
	updated := remote.DateUpdated
	if updated.IsZero() {
		updated = remote.DateCreated
	}
	want := map[string]any{
		"sid": remote.SID, "account_sid": remote.AccountSID, "url": remote.URL(),
		"date_created": remote.DateCreated.Format(time.RFC3339), "date_updated": updated.Format(time.RFC3339),
	}
	if want["friendly_name"] = nil; remote.FriendlyName != "" {
		want["friendly_name"] = remote.FriendlyName
	}
	resp.Error = fmt.Errorf("%s is not in the state", c.address)
	for _, r := range req.State.Values.RootModule.Resources {
		if r.Address != c.address {
			continue
		}
		resp.Error = nil
		for name, value := range want {
			if got := r.AttributeValues[name]; got != value {
				resp.Error = errors.Join(resp.Error, fmt.Errorf("%s is %v in the state, and %v at Twilio", name, got, value))
			}
		}
	}
}

// found expects the identity and the display name of the results of a query, in their order.
type found [][2]string

// CheckQuery compares the results.
func (want found) CheckQuery(_ context.Context, req querycheck.CheckQueryRequest, resp *querycheck.CheckQueryResponse) {
	var got found
	for _, result := range req.Query {
		got = append(got, [2]string{fmt.Sprint(result.Identity["sid"]), result.DisplayName})
	}
	if !slices.Equal(got, want) {
		resp.Error = fmt.Errorf("found %q, want %q", got, want)
	}
}
