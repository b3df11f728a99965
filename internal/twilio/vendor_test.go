package twilio_test

import (
	"context"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
	"github.com/videostorage/terraform-provider-videostorage/internal/provider"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

type (
	// block is the arguments of the twilio block.
	block map[string]any
	env   map[string]string
)

// readWith configures the provider and reads the recording settings. It returns the errors.
func readWith(ctx context.Context, t *testing.T, block block, env env) string {
	t.Helper()
	config := map[string]any{}
	if block != nil {
		config["twilio"] = map[string]any(block)
	}
	p, err := protocol.Configure(t.Context(), provider.NewServer("test", func(name string) string { return env[name] }), config)
	if err != nil {
		return err.Error()
	}
	_, diagnostics, err := p.ReadData(ctx, "videostorage_twilio_recording_settings", nil)
	if err != nil {
		t.Fatal(err)
	}
	return diagnostics.Errors().String()
}

func TestPrecedenceOfCredentials(t *testing.T) {
	t.Parallel()
	const (
		sid, sid2 = "AC00000000000000000000000000000000", "AC11111111111111111111111111111111"
		key, key2 = "SK00000000000000000000000000000000", "SK11111111111111111111111111111111"
		byToken   = "Account " + sid + " with " + sid + ":t"
		byKey     = "Account " + sid + " with " + key + ":s"

		envSID, envToken, envKey, envSecret = "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_API_KEY", "TWILIO_API_SECRET"
		// The beginnings of errors.
		noCredentials = "Twilio is not configured: "
		noSID         = "configuring: Missing account_sid: "
		noToken       = "configuring: Missing auth_token: "
		noKey         = "configuring: Missing api_key: "
		noSecret      = "configuring: Missing api_key_secret: "
	)
	var credentials string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		credentials = user + ":" + password
		w.WriteHeader(http.StatusUnauthorized)
	}))
	defer server.Close()
	for name, tt := range map[string]struct {
		block block
		env   env
		want  string
	}{
		"configured token":  {block{"account_sid": sid, "auth_token": "t"}, nil, byToken},
		"configured key":    {block{"account_sid": sid, "api_key": key, "api_key_secret": "s"}, nil, byKey},
		"environment token": {nil, env{envSID: sid, envToken: "t"}, byToken},
		"environment key":   {nil, env{envSID: sid, envKey: key, envSecret: "s"}, byKey},

		"token from the environment":  {block{"account_sid": sid}, env{envToken: "t"}, byToken},
		"secret from the environment": {block{"account_sid": sid, "api_key": key}, env{envSecret: "s"}, byKey},

		"configured account wins": {block{"account_sid": sid}, env{envSID: sid2, envToken: "t"}, byToken},
		"configured token wins":   {block{"auth_token": "t"}, env{envSID: sid, envToken: "t2"}, byToken},
		"configured pair wins":    {block{"api_key": key, "api_key_secret": "s"}, env{envSID: sid, envKey: key2, envSecret: "s2"}, byKey},

		"environment's key over its token":            {nil, env{envSID: sid, envToken: "t", envKey: key, envSecret: "s"}, byKey},
		"configured token over the environment's key": {block{"auth_token": "t"}, env{envSID: sid, envKey: key, envSecret: "s"}, byToken},
		"configured key over the environment's token": {block{"api_key": key, "api_key_secret": "s"}, env{envSID: sid, envToken: "t"}, byKey},
		"key in both over the environment's token":    {block{"api_key": key}, env{envSID: sid, envToken: "t", envSecret: "s"}, byKey},

		// The provider does not validate credentials that it does not use.
		"configured token over a malformed key":   {block{"auth_token": "t"}, env{envSID: sid, envKey: "me", envSecret: "a b"}, byToken},
		"configured account over a malformed one": {block{"account_sid": sid}, env{envSID: "me", envToken: "t"}, byToken},
		"malformed key over a token": {
			nil, env{envSID: sid, envToken: "t", envKey: "me", envSecret: "s"}, "configuring: Invalid api_key: ",
		},

		"pair alone":                  {block{"api_key": key, "api_key_secret": "s"}, nil, noSID},
		"key":                         {block{"account_sid": sid, "api_key": key}, nil, noSecret},
		"secret":                      {block{"account_sid": sid, "api_key_secret": "s"}, nil, noKey},
		"account":                     {block{"account_sid": sid}, nil, noToken},
		"key and environment's token": {block{"account_sid": sid, "api_key": key}, env{envToken: "t"}, noSecret},
		"environment's token":         {nil, env{envToken: "t"}, noSID},
		"environment's key":           {nil, env{envSID: sid, envKey: key}, noSecret},
		"environment's secret":        {nil, env{envSID: sid, envSecret: "s"}, noKey},
		"environment's key and token": {nil, env{envSID: sid, envToken: "t", envKey: key}, noSecret},
	} {
		credentials = ""
		env := env{"VIDEOSTORAGE_TWILIO_BASE_URL": server.URL}
		maps.Copy(env, tt.env)
		got := readWith(t.Context(), t, tt.block, env)
		if credentials != "" {
			got = regexp.MustCompile(`Account AC\w+`).FindString(got) + " with " + credentials
		}
		if !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

func TestHostOfRegionEdgeAndBaseURL(t *testing.T) {
	t.Parallel()
	const baseURL = "VIDEOSTORAGE_TWILIO_BASE_URL"
	// The context of the request is canceled before it is sent, and the error has its URL.
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, tt := range map[string]struct {
		block block
		env   env
		want  string
	}{
		"default":                  {nil, nil, "https://video.twilio.com"},
		"region":                   {block{"region": "ie1"}, nil, "https://video.ie1.twilio.com"},
		"both":                     {block{"region": "ie1", "edge": "dublin"}, nil, "https://video.dublin.ie1.twilio.com"},
		"mixed":                    {block{"edge": "dublin"}, env{"TWILIO_REGION": "ie1"}, "https://video.dublin.ie1.twilio.com"},
		"base URL":                 {block{"base_url": "https://twilio.example.com:8443/"}, nil, "https://twilio.example.com:8443"},
		"base URL over region":     {block{"base_url": "http://[::1]:1", "region": "ie1", "edge": "dublin"}, nil, "http://[::1]:1"},
		"base URL of environment":  {nil, env{baseURL: "http://localhost:1"}, "http://localhost:1"},
		"configured base URL wins": {block{"base_url": "http://127.0.0.2:1"}, env{baseURL: "http://localhost:1"}, "http://127.0.0.2:1"},
	} {
		configured := block{"account_sid": "AC00000000000000000000000000000000", "auth_token": "secret"}
		maps.Copy(configured, tt.block)
		got := readWith(ctx, t, configured, tt.env)
		if want := "GET " + tt.want + "/v1/RecordingSettings/Default: context canceled."; !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestFormatsOfArguments(t *testing.T) {
	t.Parallel()
	const digits = "0123456789abcdef0123456789ABCDEF"
	noCredential := []string{"", " ", "a b", " a", "a ", "a\n", "a\tb", "a\x00b", "ä", "a\u00a0b"}
	for name, tt := range map[string]struct{ accepted, refused []string }{
		"account_sid": {
			[]string{"AC" + digits},
			[]string{"", "AC", digits, "ac" + digits, "SK" + digits, "AC" + digits[1:], "AC0" + digits, "ACg" + digits[1:], " AC" + digits, "AC" + digits + "\n"},
		},
		"api_key": {
			[]string{"SK" + digits},
			[]string{"", "SK", digits, "sk" + digits, "AC" + digits, "SK" + digits[1:], "SK0" + digits, "SKg" + digits[1:], " SK" + digits, "SK" + digits + "\n"},
		},
		"auth_token":     {[]string{"t", digits, "a-b_c.d~e/f+g="}, noCredential},
		"api_key_secret": {[]string{"s", digits, "a-b_c.d~e/f+g="}, noCredential},
		"region":         {[]string{"us1", "ie1", "au1"}, []string{"", "IE1", "ie1.", "ie1 ", "ie1.dublin", "ie1/", "ie1@evil", "ie1\n", "é"}},
		"edge":           {[]string{"dublin", "ashburn-ix", "umatilla"}, []string{"", "Dublin", "dublin.", " dublin", "dublin.ie1", "evil.com/", "a:1", "a\n"}},
	} {
		all := twilio.Vendor.Arguments
		format := all[slices.IndexFunc(all, func(a framework.Argument) bool { return a.Name == name })].Format
		for _, value := range tt.accepted {
			if !format.Matches(value) {
				t.Errorf("%s refuses %q", name, value)
			}
		}
		for _, value := range tt.refused {
			if format.Matches(value) {
				t.Errorf("%s accepts %q", name, value)
			}
		}
	}
}

func TestKeyInTheEnvironmentIsNamed(t *testing.T) {
	t.Parallel()
	got := readWith(t.Context(), t, nil, env{"TWILIO_ACCOUNT_SID": otherAccount, "TWILIO_AUTH_TOKEN": "t", "TWILIO_API_KEY": "SK00000000000000000000000000000000"})
	expectMessage(t, got, "The environment variable TWILIO_API_KEY is set", "TWILIO_API_SECRET", "Unset TWILIO_API_KEY to use the auth token")
}

func TestRegionIsNamedWithItsSource(t *testing.T) {
	t.Parallel()
	const serves = "Twilio serves Video from us1"
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	s.Faults().Add(sandbox.Fault{Every: 1, Status: http.StatusUnauthorized, Body: `{"code":20003,"message":"Authenticate","status":401}`})
	read := func(region string, block block) string {
		return readWith(t.Context(), t, block, env{
			"TWILIO_ACCOUNT_SID": s.SID, "TWILIO_AUTH_TOKEN": s.Running.Account.AuthToken, "TWILIO_REGION": region, "VIDEOSTORAGE_TWILIO_BASE_URL": s.BaseURL,
		})
	}
	expectMessage(t, read("ie1", nil), "uses the region ie1 from the environment variable TWILIO_REGION", serves)
	expectMessage(t, read("", block{"edge": "dublin"}), "uses the edge dublin from the provider's twilio.edge", serves)
	if got := read("us1", nil); !strings.Contains(got, "HTTP status 401") || strings.Contains(got, serves) {
		t.Errorf("the message names the region:\n%s", got)
	}
}
