package provider

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

const (
	sid  = "AC00000000000000000000000000000000"
	sid2 = "AC11111111111111111111111111111111"
	key  = "SK00000000000000000000000000000000"
	key2 = "SK11111111111111111111111111111111"
)

// configure returns the client for this configuration and environment, and the
// errors' paths and summaries.
func configure(t *testing.T, configured, env map[string]string) (client *twilioapi.Client, failed []string) {
	t.Helper()
	p := New("test", WithGetenv(func(name string) string { return env[name] }))
	var diags diag.Diagnostics
	object := objectOf(twilioVendor, configured)
	validateTwilio(object, &diags)
	if !diags.HasError() {
		if account := p.configureTwilio(object, twilioapi.Config{}, &diags); account != nil {
			client = account.Client
		}
	}
	for _, d := range diags {
		at := "?"
		if d, ok := d.(diag.DiagnosticWithPath); ok {
			at = d.Path().String()
		}
		failed = append(failed, at+": "+d.Summary())
	}
	return client, failed
}

// Who asks, for which account, from every mix of configuration and environment.
func TestWhoAsks(t *testing.T) {
	t.Parallel()
	var (
		missingAccount = []string{"twilio.account_sid: Missing account_sid"}
		missingToken   = []string{"twilio.auth_token: Missing auth_token"}
		missingKey     = []string{"twilio.api_key: Missing api_key"}
		missingSecret  = []string{"twilio.api_key_secret: Missing api_key_secret"}
		twoKinds       = []string{"twilio.api_key: Two kinds of credentials"}
	)
	// Terraform would show the secret beside what is missing.
	unseen := func(name string) []string { return []string{"?: Missing " + name} }
	type m = map[string]string
	for name, tt := range map[string]struct {
		configured, env m
		// The account, the user and the password; none where there is no client.
		account, user, password string
		failed                  []string
	}{
		"nothing": {},

		"configured token":  {m{"account_sid": sid, "auth_token": "t"}, nil, sid, sid, "t", nil},
		"configured key":    {m{"account_sid": sid, "api_key": key, "api_key_secret": "s"}, nil, sid, key, "s", nil},
		"environment token": {nil, m{"TWILIO_ACCOUNT_SID": sid, "TWILIO_AUTH_TOKEN": "t"}, sid, sid, "t", nil},
		"environment key":   {nil, m{"TWILIO_ACCOUNT_SID": sid, "TWILIO_API_KEY": key, "TWILIO_API_SECRET": "s"}, sid, key, "s", nil},

		"account from the environment": {m{"auth_token": "t"}, m{"TWILIO_ACCOUNT_SID": sid}, sid, sid, "t", nil},
		"token from the environment":   {m{"account_sid": sid}, m{"TWILIO_AUTH_TOKEN": "t"}, sid, sid, "t", nil},
		"key from the environment":     {m{"account_sid": sid, "api_key_secret": "s"}, m{"TWILIO_API_KEY": key}, sid, key, "s", nil},
		"secret from the environment":  {m{"account_sid": sid, "api_key": key}, m{"TWILIO_API_SECRET": "s"}, sid, key, "s", nil},

		"configured account wins": {m{"account_sid": sid}, m{"TWILIO_ACCOUNT_SID": sid2, "TWILIO_AUTH_TOKEN": "t"}, sid, sid, "t", nil},
		"configured token wins":   {m{"auth_token": "t"}, m{"TWILIO_ACCOUNT_SID": sid, "TWILIO_AUTH_TOKEN": "t2"}, sid, sid, "t", nil},
		"configured pair wins": {
			m{"api_key": key, "api_key_secret": "s"},
			m{"TWILIO_ACCOUNT_SID": sid, "TWILIO_API_KEY": key2, "TWILIO_API_SECRET": "s2"},
			sid, key, "s", nil,
		},

		"the environment's key wins over its token": {
			nil,
			m{"TWILIO_ACCOUNT_SID": sid, "TWILIO_AUTH_TOKEN": "t", "TWILIO_API_KEY": key, "TWILIO_API_SECRET": "s"},
			sid, key, "s", nil,
		},
		"configured token over the environment's key": {
			m{"auth_token": "t"},
			m{"TWILIO_ACCOUNT_SID": sid, "TWILIO_API_KEY": key, "TWILIO_API_SECRET": "s"},
			sid, sid, "t", nil,
		},
		"configured token over half a key": {
			m{"auth_token": "t"},
			m{"TWILIO_ACCOUNT_SID": sid, "TWILIO_API_KEY": key},
			sid, sid, "t", nil,
		},
		"configured key over the environment's token": {
			m{"api_key": key, "api_key_secret": "s"},
			m{"TWILIO_ACCOUNT_SID": sid, "TWILIO_AUTH_TOKEN": "t"},
			sid, key, "s", nil,
		},
		"half a configured key, the rest and a token in the environment": {
			m{"api_key": key},
			m{"TWILIO_ACCOUNT_SID": sid, "TWILIO_AUTH_TOKEN": "t", "TWILIO_API_SECRET": "s"},
			sid, key, "s", nil,
		},

		// What loses is not looked at.
		"configured token over a malformed key": {
			m{"auth_token": "t"},
			m{"TWILIO_ACCOUNT_SID": sid, "TWILIO_API_KEY": "me", "TWILIO_API_SECRET": "a b"},
			sid, sid, "t", nil,
		},
		"key over a malformed token": {
			nil,
			m{"TWILIO_ACCOUNT_SID": sid, "TWILIO_AUTH_TOKEN": "a b", "TWILIO_API_KEY": key, "TWILIO_API_SECRET": "s"},
			sid, key, "s", nil,
		},
		"configured account over a malformed one": {
			m{"account_sid": sid},
			m{"TWILIO_ACCOUNT_SID": "me", "TWILIO_AUTH_TOKEN": "t"},
			sid, sid, "t", nil,
		},
		"malformed key over a token": {
			nil,
			m{"TWILIO_ACCOUNT_SID": sid, "TWILIO_AUTH_TOKEN": "t", "TWILIO_API_KEY": "me", "TWILIO_API_SECRET": "s"},
			"", "", "",
			[]string{"twilio.api_key: Invalid api_key"},
		},

		"token alone":          {m{"auth_token": "t"}, nil, "", "", "", unseen("account_sid")},
		"pair alone":           {m{"api_key": key, "api_key_secret": "s"}, nil, "", "", "", unseen("account_sid")},
		"key":                  {m{"account_sid": sid, "api_key": key}, nil, "", "", "", missingSecret},
		"secret":               {m{"account_sid": sid, "api_key_secret": "s"}, nil, "", "", "", unseen("api_key")},
		"account":              {m{"account_sid": sid}, nil, "", "", "", missingToken},
		"key and token":        {m{"account_sid": sid, "api_key": key}, m{"TWILIO_AUTH_TOKEN": "t"}, "", "", "", missingSecret},
		"secret and token":     {m{"account_sid": sid, "api_key_secret": "s"}, m{"TWILIO_AUTH_TOKEN": "t"}, "", "", "", unseen("api_key")},
		"environment's token":  {nil, m{"TWILIO_AUTH_TOKEN": "t"}, "", "", "", missingAccount},
		"environment's pair":   {nil, m{"TWILIO_API_KEY": key, "TWILIO_API_SECRET": "s"}, "", "", "", missingAccount},
		"environment's key":    {nil, m{"TWILIO_ACCOUNT_SID": sid, "TWILIO_API_KEY": key}, "", "", "", missingSecret},
		"environment's secret": {nil, m{"TWILIO_ACCOUNT_SID": sid, "TWILIO_API_SECRET": "s"}, "", "", "", missingKey},
		"environment's key and token": {
			nil, m{"TWILIO_ACCOUNT_SID": sid, "TWILIO_AUTH_TOKEN": "t", "TWILIO_API_KEY": key}, "", "", "", missingSecret,
		},
		"environment's secret and token": {
			nil, m{"TWILIO_ACCOUNT_SID": sid, "TWILIO_AUTH_TOKEN": "t", "TWILIO_API_SECRET": "s"}, "", "", "", missingKey,
		},
		"environment's account": {nil, m{"TWILIO_ACCOUNT_SID": sid}, "", "", "", nil},
		"key alone":             {m{"api_key": key}, nil, "", "", "", slices.Concat(missingSecret, missingAccount)},

		"two kinds":       {m{"account_sid": sid, "auth_token": "t", "api_key": key, "api_key_secret": "s"}, nil, "", "", "", twoKinds},
		"token, key":      {m{"account_sid": sid, "auth_token": "t", "api_key": key}, nil, "", "", "", twoKinds},
		"token, secret":   {m{"account_sid": sid, "auth_token": "t", "api_key_secret": "s"}, nil, "", "", "", []string{"?: Two kinds of credentials"}},
		"two kinds alone": {m{"auth_token": "t", "api_key": key, "api_key_secret": "s"}, nil, "", "", "", twoKinds},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var user, password string
			server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				user, password, _ = r.BasicAuth()
			}))
			defer server.Close()
			env := m{"VIDEOSTORAGE_TWILIO_BASE_URL": server.URL}
			maps.Copy(env, tt.env)

			client, failed := configure(t, tt.configured, env)
			if !slices.Equal(failed, tt.failed) {
				t.Errorf("errors %q, want %q", failed, tt.failed)
			}
			if client == nil {
				if tt.account != "" {
					t.Fatal("there is no client")
				}
				return
			}
			if client.AccountSID() != tt.account {
				t.Errorf("account %q, want %q", client.AccountSID(), tt.account)
			}
			// Only the request matters; its answer is no settings.
			if _, err := twilioapi.RecordingSettings.Fetch(t.Context(), client); err == nil {
				t.Error("an empty answer was taken for settings")
			}
			if user != tt.user || password != tt.password {
				t.Errorf("asked as %q with %q, want %q with %q", user, password, tt.user, tt.password)
			}
		})
	}
}

// Where requests go.
func TestHosts(t *testing.T) {
	t.Parallel()
	type m = map[string]string
	const path = "/v1/RecordingSettings/Default"
	for name, tt := range map[string]struct {
		configured, env m
		want            string
	}{
		"by default":              {nil, nil, "https://video.twilio.com"},
		"region":                  {m{"region": "ie1"}, nil, "https://video.ie1.twilio.com"},
		"edge":                    {m{"edge": "dublin"}, nil, "https://video.dublin.us1.twilio.com"},
		"both":                    {m{"region": "ie1", "edge": "dublin"}, nil, "https://video.dublin.ie1.twilio.com"},
		"environment":             {nil, m{"TWILIO_REGION": "ie1", "TWILIO_EDGE": "dublin"}, "https://video.dublin.ie1.twilio.com"},
		"mixed":                   {m{"edge": "dublin"}, m{"TWILIO_REGION": "ie1"}, "https://video.dublin.ie1.twilio.com"},
		"configuration wins":      {m{"region": "au1"}, m{"TWILIO_REGION": "ie1"}, "https://video.au1.twilio.com"},
		"base URL":                {m{"base_url": "https://twilio.example.com:8443/"}, nil, "https://twilio.example.com:8443"},
		"base URL over region":    {m{"base_url": "http://[::1]:1", "region": "ie1", "edge": "dublin"}, nil, "http://[::1]:1"},
		"environment's base URL":  {nil, m{"VIDEOSTORAGE_TWILIO_BASE_URL": "http://localhost:1"}, "http://localhost:1"},
		"configured base URL won": {m{"base_url": "http://127.0.0.2:1"}, m{"VIDEOSTORAGE_TWILIO_BASE_URL": "http://localhost:1"}, "http://127.0.0.2:1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			configured := m{"account_sid": sid, "auth_token": "t"}
			maps.Copy(configured, tt.configured)
			client, failed := configure(t, configured, tt.env)
			if client == nil {
				t.Fatalf("there is no client: %q", failed)
			}
			// The request fails before it is sent; the error has its URL.
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			_, err := twilioapi.RecordingSettings.Fetch(ctx, client)
			var sent *twilioapi.Error
			if !errors.As(err, &sent) || !errors.Is(err, context.Canceled) {
				t.Fatalf("error %v, want one of a cancelled request", err)
			}
			if sent.URL != tt.want+path {
				t.Errorf("the request is for %s, want %s", sent.URL, tt.want+path)
			}
		})
	}
}
