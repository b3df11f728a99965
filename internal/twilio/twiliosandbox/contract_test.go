package twiliosandbox_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/contract"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// conformity is what Twilio's description says of a request.
type conformity int

const (
	described conformity = iota
	// undescribed requests must be refused in every behaviour.
	undescribed
	// empty is undescribed as well, a SID of "" being no SID, but a behaviour
	// may take it.
	empty
)

// conversation is held with the sandbox in every behaviour; a nil form is a
// GET. It visits each state that the answers depend on.
var conversation = []struct {
	form url.Values
	is   conformity
}{
	{nil, described},
	{form("FriendlyName", "n", "AwsStorageEnabled", "false"), described},
	{nil, described},
	{form(full...), described},
	{nil, described},
	{form("FriendlyName", "n", "AwsS3Url", bucket+"/"), described},
	{form("FriendlyName", "n", "AwsCredentialsSid", ""), empty},
	{form("FriendlyName", "n", "EncryptionKeySid", ""), empty},
	{form("FriendlyName", "n", "AwsS3Url", ""), empty},
	{nil, described},
	{form("AwsStorageEnabled", "false"), undescribed},
	{form("FriendlyName", "n", "AwsStorageEnabled", "yes"), undescribed},
	{form("FriendlyName", "n", "EncryptionEnabled", "no"), undescribed},
	{form("FriendlyName", "n", "AwsCredentialsSid", "CR1"), undescribed},
	{form("FriendlyName", "n", "EncryptionKeySid", "AC"+key[2:]), undescribed},
	{form("FriendlyName", "n", "AwsS3Url", "bucket"), undescribed},
	{nil, described},
}

// TestContract holds what the sandbox refuses, and with which code, to Twilio's OpenAPI
// description. That its answers are as described is watched in every test: see
// [sandboxtest.Start].
func TestContract(t *testing.T) {
	t.Parallel()
	c := contract.Require(t)
	behaviours := map[string]twiliosandbox.Behaviour{
		"default":                  {},
		"Merge":                    {Merge: true},
		"Created":                  {Created: true},
		"NeverConfigured404":       {NeverConfigured404: true},
		"NullObject":               {NullObject: true},
		"RefuseEmpty":              {RefuseEmpty: true},
		"TrimSlash":                {TrimSlash: true},
		"RefuseUnknownCredentials": {RefuseUnknownCredentials: true},
		"AcceptAnyCredential":      {AcceptAnyCredential: true},
		"RefuseEncryption":         {RefuseEncryption: true},
	}
	for name, b := range behaviours {
		for edition, enterprise := range map[string]bool{"Enterprise": true, "no edition": false} {
			for _, k := range []twiliosandbox.Kind{recording, composition} {
				t.Run(name+"/"+edition+"/"+string(k), func(t *testing.T) {
					t.Parallel()
					account := twiliosandbox.NewAccount()
					account.Enterprise, account.Credentials = enterprise, []string{credential, key}
					converse(t, c, sandboxtest.Start(t, b, account), b, k)
				})
			}
		}
	}
}

func converse(t *testing.T, c *contract.Contract, s *sandboxtest.Running, b twiliosandbox.Behaviour, k twiliosandbox.Kind) {
	t.Helper()
	// What these refuse is described: an object, or an edition, that an account has not.
	mayRefuse := b.NeverConfigured404 || b.RefuseEncryption
	for i, turn := range conversation {
		method := http.MethodPost
		if turn.form == nil {
			method = http.MethodGet
		}
		req := request(t, s, method, settingsPath(k), turn.form)
		if got := allows(c, req, turn.form); got != (turn.is == described) {
			t.Fatalf("turn %d: the test is wrong about whether the request is described", i)
		}
		status, body := exchange(t, req)
		if turn.is == undescribed && status != http.StatusBadRequest {
			t.Errorf("turn %d: an undescribed request was answered %d %v", i, status, body)
		}
		if turn.is == described && status >= 300 && !mayRefuse {
			t.Errorf("turn %d: a described request was answered %d %v", i, status, body)
		}
		switch {
		case status == http.StatusNotFound:
			wantError(t, status, body, status, 20404)
		case status >= 400:
			wantError(t, status, body, status, 20001)
		}
	}
}

// allows reports whether the descriptions allow a request.
func allows(c *contract.Contract, r *http.Request, body url.Values) bool {
	return len(c.Request(r, []byte(body.Encode()))) == 0
}
