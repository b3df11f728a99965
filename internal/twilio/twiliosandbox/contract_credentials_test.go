package twiliosandbox_test

import (
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/contract"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// exchangeOf is what is said on credentials in a contract test.
type exchangeOf struct {
	method string
	// sid is "" for all credentials of the kind.
	sid   string
	query string
	form  url.Values
}

func (x exchangeOf) request(t *testing.T, s *sandboxtest.Running, path string) *http.Request {
	t.Helper()
	if x.sid != "" {
		path += "/" + x.sid
	}
	if x.query != "" {
		path += "?" + x.query
	}
	return request(t, s, x.method, path, x.form)
}

// credentialConversation is held with the sandbox about a credential, in every
// behaviour.
func credentialConversation(t *testing.T, k twiliosandbox.CredentialKind, sid, account string) []exchangeOf {
	t.Helper()
	const post = http.MethodPost
	return []exchangeOf{
		{method: post, form: creation(t, k)},
		{method: post, form: creation(t, k, "FriendlyName", "n", "AccountSid", account)},
		{method: post, form: creation(t, k, "AccountSid", "AC1")},
		{method: post, form: creation(t, k, "Unknown", "x")},
		{method: post, form: form("FriendlyName", "n")},
		{method: post, form: creation(t, k), query: "FriendlyName=n"},
		{method: http.MethodGet},
		{method: http.MethodGet, query: "PageSize=1000"},
		{method: http.MethodGet, query: "PageSize=1&Page=0"},
		{method: http.MethodGet, query: "PageSize=1001"},
		{method: http.MethodGet, query: "PageSize=0"},
		{method: http.MethodGet, query: "PageSize=x"},
		{method: http.MethodGet, query: "Page=-1"},
		{method: http.MethodGet, query: "Status=completed"},
		{method: http.MethodGet, sid: sid},
		{method: http.MethodGet, sid: sid, query: "PageSize=1"},
		{method: http.MethodGet, sid: "CR1"},
		{method: post, sid: sid, form: form("FriendlyName", "two")},
		{method: post, sid: sid, form: form("FriendlyName", "")},
		{method: post, sid: sid, form: form()},
		{method: post, sid: sid, form: creation(t, k, "FriendlyName", "three")},
		{method: post, sid: sid, form: form("AccountSid", account)},
		{method: post, sid: "AC" + sid[2:], form: form("FriendlyName", "n")},
		{method: http.MethodGet},
		{method: http.MethodDelete, sid: sid, query: "x=y"},
		{method: http.MethodDelete, sid: sid},
		{method: http.MethodDelete, sid: sid},
		{method: http.MethodGet},
	}
}

// TestContractOfCredentials holds the sandbox to Twilio's OpenAPI description:
// it refuses what the description does not allow, and takes what it does. That
// its answers are as described is watched in every test.
func TestContractOfCredentials(t *testing.T) {
	t.Parallel()
	c := contract.Require(t)
	for name, b := range map[string]twiliosandbox.Behaviour{
		"default":                     {},
		"SubaccountCredentialsHidden": {SubaccountCredentialsHidden: true},
		"CreatorAccountSID":           {CreatorAccountSID: true},
		"RefuseDeleteInUse":           {RefuseDeleteInUse: true},
		"NullDateUpdated":             {NullDateUpdated: true},
		"RefuseEmptyName":             {RefuseEmptyName: true},
		"KeepName":                    {KeepName: true},
		"EmptyNameNotNull":            {EmptyNameNotNull: true},
		"EchoSecrets":                 {EchoSecrets: true},
	} {
		for k, path := range kindPaths {
			t.Run(name+"/"+string(k), func(t *testing.T) {
				t.Parallel()
				parent, sub, _ := family(t, b)
				sid := parent.AddCredential(parent.Account.SID, twiliosandbox.Credential{Kind: k, FriendlyName: "one"}).SID
				gone := false
				for i, x := range credentialConversation(t, k, sid, sub.Account.SID) {
					req := x.request(t, parent, path)
					allowed := allows(c, req, x.form)
					status, _, body := send(t, req)
					emptied := x.form.Has("FriendlyName") && x.form.Get("FriendlyName") == "" && b.RefuseEmptyName
					if want := allowed && !emptied && (!gone || x.sid == ""); (status < 300) != want {
						t.Errorf("turn %d: answer %d %s, and described: %v", i, status, body, allowed)
					}
					if status >= 300 {
						wantCredentialError(t, status, body)
					}
					gone = gone || status == http.StatusNoContent
				}
			})
		}
	}
}

// wantCredentialError checks what the description leaves out: the code of errors.
func wantCredentialError(t *testing.T, status int, body []byte) {
	t.Helper()
	var o object
	unmarshal(t, body, &o)
	code, ok := o["code"].(float64)
	if !ok || (status == http.StatusNotFound) != (code == 20404) {
		t.Errorf("code %v with %d", o["code"], status)
	}
	wantError(t, status, o, status, int(code))
}

// methods are tried on paths, to see which of them are served.
var methods = []string{http.MethodGet, http.MethodPost, http.MethodDelete, http.MethodPut, http.MethodPatch}

// TestContractOfCredentialMethods tries each method on each path.
func TestContractOfCredentialMethods(t *testing.T) {
	t.Parallel()
	c := contract.Require(t)
	for k, path := range kindPaths {
		for _, sid := range []string{"", twiliosandbox.CredentialSID()} {
			for _, method := range methods {
				s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
				s.AddCredential(s.Account.SID, twiliosandbox.Credential{Kind: k, SID: sid})
				req := exchangeOf{method: method, sid: sid}.request(t, s, path)
				operation, _ := c.Described(req)
				status, _, _ := send(t, req)
				if served := status != http.StatusMethodNotAllowed; served != (operation != "") {
					t.Errorf("%s %s is described as %q, and served: %v", method, req.URL.Path, operation, served)
				}
			}
		}
	}
}

// TestContractOfCredentialExamples makes the credential of the description's
// examples, and wants each answer to a GET that is an example back.
func TestContractOfCredentialExamples(t *testing.T) {
	t.Parallel()
	const letters = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	account := twiliosandbox.NewAccount()
	account.SID = "AC" + letters
	for operation, x := range map[string]struct {
		kind twiliosandbox.CredentialKind
		sid  string
	}{
		"ListCredentialAws":        {twiliosandbox.AWSCredentials, ""},
		"FetchCredentialAws":       {twiliosandbox.AWSCredentials, "CR" + letters},
		"ListCredentialPublicKey":  {twiliosandbox.PublicKeys, ""},
		"FetchCredentialPublicKey": {twiliosandbox.PublicKeys, "CR" + letters},
	} {
		for _, example := range examples(t, operation) {
			t.Run(operation+"/"+example.Name, func(t *testing.T) {
				t.Parallel()
				s := sandboxtest.Start(t, twiliosandbox.Behaviour{}, account)
				if example.Name != "readEmpty" {
					s.AddCredential(account.SID, twiliosandbox.Credential{
						Kind: x.kind, SID: "CR" + letters, FriendlyName: "friendly_name",
						DateCreated: time.Date(2015, 7, 31, 4, 0, 0, 0, time.UTC),
					})
				}
				_, _, body := send(t, exchangeOf{method: http.MethodGet, sid: x.sid}.request(t, s, kindPaths[x.kind]))
				// Pages are where the request came to.
				told := strings.ReplaceAll(string(body), s.BaseURL, "https://accounts.twilio.com")
				var got, want object
				unmarshal(t, []byte(told), &got)
				unmarshal(t, example.Body, &want)
				if !reflect.DeepEqual(got, want) {
					t.Errorf("answer %v\nwant %v", got, want)
				}
			})
		}
	}
}
