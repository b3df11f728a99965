package twiliosandbox_test

import (
	"bytes"
	"net/http"
	"net/url"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox/sandboxtest"
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

// TestContract holds the sandbox to Twilio's OpenAPI description: it refuses
// what the description does not allow, and answers as described. The
// exceptions are behaviours whose point is to leave the description.
func TestContract(t *testing.T) {
	t.Parallel()
	c := loadContract(t)
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
					account.Enterprise = enterprise
					converse(t, c, sandboxtest.Start(t, b, account), b, k)
				})
			}
		}
	}
}

func converse(t *testing.T, c *contract, s *sandboxtest.Running, b twiliosandbox.Behaviour, k twiliosandbox.Kind) {
	t.Helper()
	for i, turn := range conversation {
		method := http.MethodPost
		if turn.form == nil {
			method = http.MethodGet
		}
		op := c.operation(t, s, method, settingsPath(k), turn.form)
		if err := op.checkRequest(t); (err == nil) != (turn.is == described) {
			t.Fatalf("turn %d: the test is wrong about whether the request is described: %v", i, err)
		}

		status, header, body := send(t, request(t, s, method, settingsPath(k), turn.form))
		if turn.is == undescribed && status != http.StatusBadRequest {
			t.Errorf("turn %d: an undescribed request was answered %d %s", i, status, body)
		}
		switch {
		case status >= 400:
			wantTwilioError(t, status, body)
		case b.NullObject && bytes.Equal(body, []byte("null")):
			if err := op.checkResponse(t, status, header, body); err == nil {
				t.Errorf("turn %d: null is as described, so Behaviour.NullObject need not be an exception", i)
			}
		case b.Created && method == http.MethodPost:
			if err := op.checkResponse(t, status, header, body); err == nil {
				t.Errorf("turn %d: 201 is described again", i)
			}
			// The description had the same object under 201 until March 2025.
			status = http.StatusOK
			fallthrough
		default:
			if err := op.checkResponse(t, status, header, body); err != nil {
				t.Errorf("turn %d: %v", i, err)
			}
			op.checkFields(t, body)
		}
	}
}
