package twiliosandbox_test

import (
	"net/http"
	"reflect"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// apiKey returns the one API key of a new account.
func apiKey(t *testing.T, a twiliosandbox.Account) (sid, secret string) {
	t.Helper()
	for sid, secret := range a.APIKeys {
		return sid, secret
	}
	t.Fatal("the account has no API key")
	return "", ""
}

func TestAuthentication(t *testing.T) {
	t.Parallel()
	one, two := twiliosandbox.NewAccount(), twiliosandbox.NewAccount()
	bare := twiliosandbox.Account{SID: twiliosandbox.NewAccount().SID}
	sid, secret := apiKey(t, one)
	twoSID, _ := apiKey(t, two)

	tests := map[string]struct {
		user, password string
		account        string // "" if refused
	}{
		"the auth token":          {one.SID, one.AuthToken, one.SID},
		"an API key":              {sid, secret, one.SID},
		"another account":         {two.SID, two.AuthToken, two.SID},
		"a wrong token":           {one.SID, two.AuthToken, ""},
		"no token":                {one.SID, "", ""},
		"a key's secret alone":    {one.SID, secret, ""},
		"another key's secret":    {twoSID, secret, ""},
		"a key with the token":    {sid, one.AuthToken, ""},
		"an unknown account":      {twiliosandbox.NewAccount().SID, one.AuthToken, ""},
		"an unknown, empty":       {twiliosandbox.NewAccount().SID, "", ""},
		"an account without any":  {bare.SID, "", ""},
		"nobody with an empty":    {"", "", ""},
		"a token without account": {"", one.AuthToken, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sandboxtest.Start(t, twiliosandbox.Behaviour{}, one, two, bare)
			req := request(t, s, http.MethodGet, settingsPath(recording), nil)
			req.SetBasicAuth(tt.user, tt.password)
			status, body := exchange(t, req)
			if got := s.Log().All()[0].Account; got != tt.account {
				t.Errorf("logged account %q, want %q", got, tt.account)
			}
			if tt.account == "" {
				wantUnauthenticated(t, status, body)
			} else if status != http.StatusOK || body["account_sid"] != tt.account {
				t.Errorf("answer %d %v, want the settings of %s", status, body, tt.account)
			}
		})
	}
}

func TestNoCredentialsAtAll(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	for _, path := range []string{settingsPath(recording), "/v1/Nothing"} {
		req := request(t, s, http.MethodGet, path, nil)
		req.Header.Del("Authorization")
		status, body := exchange(t, req)
		wantUnauthenticated(t, status, body)
	}
}

func wantUnauthenticated(t *testing.T, status int, body object) {
	t.Helper()
	want := object{
		"code": 20003.0, "message": "Authenticate",
		"more_info": "https://www.twilio.com/docs/errors/20003", "status": 401.0,
	}
	if status != http.StatusUnauthorized || !reflect.DeepEqual(body, want) {
		t.Errorf("answer %d %v, want 401 %v", status, body, want)
	}
}

func TestAccountsHaveTheirOwnSettings(t *testing.T) {
	t.Parallel()
	one, two := twiliosandbox.NewAccount(), twiliosandbox.NewAccount()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{}, one)
	s.AddAccount(two)
	post(t, s, recording, "FriendlyName", "one")
	if _, configured := s.Settings(two.SID, recording); configured {
		t.Error("one account's POST configured another's settings")
	}
	req := request(t, s, http.MethodGet, settingsPath(recording), nil)
	req.SetBasicAuth(two.SID, two.AuthToken)
	if _, body := exchange(t, req); body["friendly_name"] != "Default Recording Settings" {
		t.Errorf("answer %v, want the added account's own defaults", body)
	}
}

func TestAddAccountReplaces(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	post(t, s, recording, "FriendlyName", "kept")
	rotated := s.Account
	rotated.AuthToken = twiliosandbox.NewAccount().AuthToken
	s.AddAccount(rotated)

	status, body := fetch(t, s, recording)
	wantUnauthenticated(t, status, body)
	s.Account = rotated
	if status, body := fetch(t, s, recording); status != http.StatusOK || body["friendly_name"] != "kept" {
		t.Errorf("answer %d %v, want the settings as they were", status, body)
	}
}

func TestAFaultIsLoggedWithItsAccount(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	s.Faults().Add(sandbox.Fault{Status: http.StatusTooManyRequests, Method: http.MethodPost, After: true, Body: `{"code":20429}`})
	status, _ := post(t, s, recording, "FriendlyName", "n")
	if status != http.StatusTooManyRequests {
		t.Errorf("answer %d, want the fault", status)
	}
	if got := s.Log().All()[0]; got.Account != s.Account.SID || got.Status != http.StatusTooManyRequests {
		t.Errorf("logged account %q and status %d, want %s and 429", got.Account, got.Status, s.Account.SID)
	}
	if _, configured := s.Settings(s.Account.SID, recording); !configured {
		t.Error("a request that fails afterwards was not carried out")
	}
}
