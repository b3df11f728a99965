package twiliosandbox_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

func TestCredentialRouting(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	sid := s.AddCredential(s.Account.SID, twiliosandbox.Credential{SID: credential}).SID
	seeded := s.Account
	seeded.Credentials = []string{key}
	s.AddAccount(seeded)
	const all, one = "GET, POST", "DELETE, GET, POST"
	tests := map[string]struct {
		method, path string
		status, code int
		allow        string
	}{
		"the parent":                         {"GET", "/v1/Credentials", 404, 20404, ""},
		"no kind":                            {"GET", "/v1/Credentials/", 404, 20404, ""},
		"another kind":                       {"GET", "/v1/Credentials/GCP", 404, 20404, ""},
		"another case":                       {"GET", "/v1/credentials/aws", 404, 20404, ""},
		"a trailing slash":                   {"POST", awsPath + "/", 404, 20404, ""},
		"a SID that is none":                 {"GET", awsPath + "/CR1", 404, 20404, ""},
		"no SID, deleted":                    {"DELETE", awsPath + "/x", 404, 20404, ""},
		"below a credential":                 {"GET", awsPath + "/" + sid + "/Secret", 404, 20404, ""},
		"an unknown SID":                     {"GET", awsPath + "/" + twiliosandbox.CredentialSID(), 404, 20404, ""},
		"a SID in other letters":             {"GET", awsPath + "/CR" + strings.ToLower(sid[2:]), 404, 20404, ""},
		"one of which only the SID is known": {"GET", awsPath + "/" + key, 404, 20404, ""},
		"the other kind's, read":             {"GET", keyPath + "/" + sid, 404, 20404, ""},
		"the other kind's, renamed":          {"POST", keyPath + "/" + sid, 404, 20404, ""},
		"the other kind's, deleted":          {"DELETE", keyPath + "/" + sid, 404, 20404, ""},
		"all of them, deleted":               {"DELETE", awsPath, 405, 20004, all},
		"all of them, put":                   {"PUT", keyPath, 405, 20004, all},
		"one, put":                           {"PUT", awsPath + "/" + sid, 405, 20004, one},
		"one, patched":                       {"PATCH", keyPath + "/" + sid, 405, 20004, one},
		"a creation with a query":            {"POST", awsPath + "?FriendlyName=n", 400, 20001, ""},
		"a GET with a query":                 {"GET", awsPath + "/" + sid + "?PageSize=1", 400, 20001, ""},
		"a DELETE with a query":              {"DELETE", awsPath + "/" + sid + "?x", 400, 20001, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for range 2 { // nothing was changed by the first
				status, header, raw := send(t, request(t, s, tt.method, tt.path, form("FriendlyName", "n")))
				if got := header.Get("Allow"); got != tt.allow {
					t.Errorf("Allow %q, want %q", got, tt.allow)
				}
				var body object
				unmarshal(t, raw, &body)
				wantError(t, status, body, tt.status, tt.code)
				if want := "The requested resource " + tt.path + " was not found"; tt.status == 404 && body["message"] != want {
					t.Errorf("message %v, want %q", body["message"], want)
				}
			}
		})
	}
}

func TestCredentialsWantAuthentication(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	sid := s.AddCredential(s.Account.SID, twiliosandbox.Credential{}).SID
	for _, attempt := range []struct{ method, path string }{
		{http.MethodGet, awsPath},
		{http.MethodPost, awsPath},
		{http.MethodGet, awsPath + "/" + sid},
		{http.MethodPost, awsPath + "/" + sid},
		{http.MethodDelete, awsPath + "/" + sid},
	} {
		req := request(t, s, attempt.method, attempt.path, creation(t, twiliosandbox.AWSCredentials))
		req.SetBasicAuth(s.Account.SID, "wrong")
		status, body := exchange(t, req)
		wantUnauthenticated(t, status, body)
	}
	if all := s.Credentials(s.Account.SID); len(all) != 1 || all[0].SID != sid {
		t.Errorf("there are %v, want what there was", all)
	}
}
