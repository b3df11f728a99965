package twiliosandbox_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/contract/descriptions"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox/sandboxtest"
)

// exchangeOf is what is said on credentials in a contract test.
type exchangeOf struct {
	method string
	// sid is "" for all credentials of the kind.
	sid   string
	query string
	form  url.Values
}

func loadAccountsContract(t *testing.T) *contract {
	t.Helper()
	return loadDescription(t, descriptions.Accounts)
}

// credentials is an operation on the credentials at a path.
func (c *contract) credentials(t *testing.T, s *sandboxtest.Running, path string, x exchangeOf) operation {
	t.Helper()
	template, params := path, map[string]string{}
	if x.sid != "" {
		template, params["Sid"] = path+"/{Sid}", x.sid
	}
	o := c.operation(t, s, x.method, template, x.form)
	o.input.Request, o.input.PathParams = x.request(t, s, path), params
	return o
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

// describes reports whether the description allows a request. The library lets
// parameters through that it does not name.
func (o operation) describes(t *testing.T, x exchangeOf) bool {
	t.Helper()
	for name := range x.form {
		schema := o.described.RequestBody.Value.Content.Get("application/x-www-form-urlencoded").Schema.Value
		if schema.Properties[name] == nil {
			return false
		}
	}
	return o.names(x.query) && o.checkRequest(t) == nil
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
// it refuses what the description does not allow, takes what it does, and
// answers as described. The exception is the behaviour of an API gone wrong.
func TestContractOfCredentials(t *testing.T) {
	t.Parallel()
	c := loadAccountsContract(t)
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
					op := c.credentials(t, parent, path, x)
					allowed := op.describes(t, x)
					status, header, body := send(t, x.request(t, parent, path))
					emptied := x.form.Has("FriendlyName") && x.form.Get("FriendlyName") == "" && b.RefuseEmptyName
					if want := allowed && !emptied && (!gone || x.sid == ""); (status < 300) != want {
						t.Errorf("turn %d: answer %d %s, and described: %v", i, status, body, allowed)
					}
					if status >= 300 {
						wantCredentialError(t, status, body)
						continue
					}
					if err := op.checkResponse(t, status, header, body); err != nil {
						t.Errorf("turn %d: %v", i, err)
					}
					op.checkCredentialFields(t, status, body, b.EchoSecrets && len(x.form) > 0)
					gone = gone || status == http.StatusNoContent
				}
			})
		}
	}
}

// wantCredentialError checks what the description leaves out: the body of
// errors.
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

// checkCredentialFields wants exactly the fields of the description, and one
// more where the answer quotes its request.
func (o operation) checkCredentialFields(t *testing.T, status int, body []byte, quotes bool) {
	t.Helper()
	if status == http.StatusNoContent {
		if len(body) > 0 {
			t.Errorf("204 with %s", body)
		}
		return
	}
	schema := o.described.Responses.Status(status).Value.Content.Get("application/json").Schema.Value
	var answer map[string]json.RawMessage
	unmarshal(t, body, &answer)
	items, described := []json.RawMessage{body}, schema
	if list := schema.Properties["credentials"]; list != nil {
		unmarshal(t, answer["credentials"], &items)
		described = list.Value.Items.Value
	}
	want := slices.Sorted(maps.Keys(described.Properties))
	if quotes {
		want = append(want, "received")
		slices.Sort(want)
	}
	for _, item := range items {
		var fields object
		unmarshal(t, item, &fields)
		if got := slices.Sorted(maps.Keys(fields)); !slices.Equal(got, want) {
			t.Errorf("fields %v, want %v", got, want)
		}
	}
}

// TestContractOfCredentialMethods tries each method on each path.
func TestContractOfCredentialMethods(t *testing.T) {
	t.Parallel()
	c := loadAccountsContract(t)
	for k, path := range kindPaths {
		for _, one := range []bool{false, true} {
			template, sid := path, ""
			if one {
				template, sid = path+"/{Sid}", twiliosandbox.CredentialSID()
			}
			for _, method := range []string{"GET", "POST", "DELETE", "PUT", "PATCH"} {
				s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
				s.AddCredential(s.Account.SID, twiliosandbox.Credential{Kind: k, SID: sid})
				x := exchangeOf{method: method, sid: sid}
				status, _, _ := send(t, x.request(t, s, path))
				described := c.doc.Paths.Value(template).GetOperation(method) != nil
				if served := status != http.StatusMethodNotAllowed; served != described {
					t.Errorf("%s %s is described: %v, and served: %v", method, template, described, served)
				}
			}
		}
	}
}

// TestContractOfCredentialExamples makes the credential of the description's
// examples, and wants each answer to a GET that is an example back.
func TestContractOfCredentialExamples(t *testing.T) {
	t.Parallel()
	c := loadAccountsContract(t)
	const letters = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	account := twiliosandbox.NewAccount()
	account.SID = "AC" + letters
	for k, path := range kindPaths {
		empty := sandboxtest.Start(t, twiliosandbox.Behaviour{}, account)
		full := sandboxtest.Start(t, twiliosandbox.Behaviour{}, account)
		full.AddCredential(account.SID, twiliosandbox.Credential{
			Kind: k, SID: "CR" + letters, FriendlyName: "friendly_name",
			DateCreated: time.Date(2015, 7, 31, 4, 0, 0, 0, time.UTC),
		})
		for example, tt := range map[string]struct {
			s   *sandboxtest.Running
			sid string
		}{
			"readEmpty": {empty, ""},
			"readFull":  {full, ""},
			"fetch":     {full, "CR" + letters},
		} {
			x := exchangeOf{method: http.MethodGet, sid: tt.sid}
			o := c.credentials(t, tt.s, path, x)
			described := o.described.Responses.Status(http.StatusOK).Value.Content.Get("application/json").Examples[example]
			if described == nil {
				t.Fatalf("%s has no example %s", path, example)
			}
			want, err := json.Marshal(described.Value.Value)
			if err != nil {
				t.Fatal(err)
			}
			_, _, body := send(t, x.request(t, tt.s, path))
			// Pages are where the request came to.
			told := strings.ReplaceAll(string(body), tt.s.BaseURL, "https://accounts.twilio.com")
			var gotten, wanted object
			unmarshal(t, []byte(told), &gotten)
			unmarshal(t, want, &wanted)
			if !reflect.DeepEqual(gotten, wanted) {
				t.Errorf("%s of %s: answer %v\nwant %v", example, path, gotten, wanted)
			}
		}
	}
}
