package twilioapi_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

func TestAPIKeyIsAccepted(t *testing.T) {
	t.Parallel()
	for do, call := range calls {
		t.Run(do, func(t *testing.T) {
			t.Parallel()
			s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
			var sid string
			for sid = range s.Account.APIKeys {
				break
			}
			client := connect(t, s.BaseURL, s.Account, func(c *twilioapi.Config) {
				c.Username, c.Password = sid, s.Account.APIKeys[sid]
			})
			if err := call(t.Context(), client); err != nil {
				t.Error(err)
			}
			if got := client.AccountSID(); got != s.Account.SID {
				t.Errorf("account %q, want %s", got, s.Account.SID)
			}
		})
	}
}

// TestPasswordMayHaveAnyCharacter: twilio-go's own client refuses to send some.
func TestPasswordMayHaveAnyCharacter(t *testing.T) {
	t.Parallel()
	for _, password := range []string{"with space", "a:b", "p@ss/w+rd=&%25?#", `quote"back\slash`, "pässwörd", "-_.~"} {
		t.Run(password, func(t *testing.T) {
			t.Parallel()
			account := twiliosandbox.NewAccount()
			account.AuthToken = password
			s := sandboxtest.Start(t, twiliosandbox.Behaviour{}, account)
			if _, err := twilioapi.RecordingSettings.Write(t.Context(), connect(t, s.BaseURL, account), all); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestWrongPasswordIsTwiliosError(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	client := connect(t, s.BaseURL, s.Account, func(c *twilioapi.Config) { c.Password = "wrong" })
	_, err := twilioapi.RecordingSettings.Fetch(t.Context(), client)
	if failed := failure(t, err); failed.Status != 401 || failed.Code != 20003 {
		t.Errorf("error %+v, want 401 with 20003", failed)
	}
}

// TestErrorsNeverHoldThePassword not even when a server echoes what it was sent.
func TestErrorsNeverHoldThePassword(t *testing.T) {
	t.Parallel()
	const password = "p@ss w/ord+25&secret"
	account := twiliosandbox.NewAccount()
	account.AuthToken = password
	spellings := []string{
		password,
		url.QueryEscape(password),
		base64.StdEncoding.EncodeToString([]byte(password)),
		base64.StdEncoding.EncodeToString([]byte(account.SID + ":" + password)),
	}
	echo := strings.Join(spellings, " ")
	faults := map[string]sandbox.Fault{
		"401":                  {Status: 401, Body: `{"code":20003,"message":"Authenticate","status":401}`},
		"dropped":              {Drop: true},
		"redirect":             {Status: 302, Header: http.Header{"Location": {"http://u:" + url.QueryEscape(password) + "@127.0.0.1:1/" + url.QueryEscape(password)}}},
		"redirect, broken":     {Status: 302, Header: http.Header{"Location": {"http://127.0.0.1:1/%zz"}}},
		"echo in HTML":         {Status: 403, Body: "<html>" + echo, ContentType: "text/html"},
		"echo at the cut":      {Status: 403, Body: strings.Repeat("x", 110) + password, ContentType: "text/html"},
		"echo in JSON":         {Status: 400, Body: `{"code":20001,"message":"` + echo + `","more_info":"` + echo + `"}`},
		"echo in another JSON": {Status: 400, Body: `{"headers":"` + echo + `"}`},
		"echo as a success":    {Status: 200, Body: "<html>" + echo, ContentType: "text/html"},
	}
	for name, fault := range faults {
		for do, call := range calls {
			t.Run(name+"/"+do, func(t *testing.T) {
				t.Parallel()
				s := sandboxtest.Start(t, twiliosandbox.Behaviour{}, account)
				s.Faults().Add(fault)
				failed := failure(t, call(t.Context(), connect(t, s.BaseURL, account)))
				for _, secret := range append(spellings, password[:8]) {
					if strings.Contains(failed.Error()+failed.MoreInfo, secret) {
						t.Errorf("%q (%q) holds the password as %q", failed, failed.MoreInfo, secret)
					}
				}
			})
		}
	}
}
