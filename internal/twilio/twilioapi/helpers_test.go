package twilioapi_test

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

const (
	credential = "CR0123456789abcdef0123456789ABCDEF"
	key        = "CRfedcba9876543210FEDCBA9876543210"
	bucket     = "https://my-bucket.s3.amazonaws.com/recordings"
)

// all has a value for every field, basic only what every write needs.
var (
	all = twilioapi.SettingsParams{
		FriendlyName: "all", AWSStorageEnabled: true, AWSS3URL: bucket, AWSCredentialsSID: credential,
		EncryptionEnabled: true, EncryptionKeySID: key,
	}
	basic = twilioapi.SettingsParams{FriendlyName: "basic"}
)

// singleton is one of the two settings objects, as the client and as the
// sandbox call it. Its path is spelt out, not taken from either.
type singleton struct {
	api  twilioapi.SettingsAPI
	kind twiliosandbox.Kind
	path string
}

var singletons = map[string]singleton{
	"recording":   {twilioapi.RecordingSettings, twiliosandbox.RecordingSettings, "/v1/RecordingSettings/Default"},
	"composition": {twilioapi.CompositionSettings, twiliosandbox.CompositionSettings, "/v1/CompositionSettings/Default"},
}

// calls are what a client can be asked for, for tests of what all have in
// common.
var calls = map[string]func(context.Context, *twilioapi.Client) error{
	"fetch recording": func(ctx context.Context, c *twilioapi.Client) error {
		_, err := twilioapi.RecordingSettings.Fetch(ctx, c)
		return err
	},
	"fetch composition": func(ctx context.Context, c *twilioapi.Client) error {
		_, err := twilioapi.CompositionSettings.Fetch(ctx, c)
		return err
	},
	"write recording": func(ctx context.Context, c *twilioapi.Client) error {
		_, err := twilioapi.RecordingSettings.Write(ctx, c, all)
		return err
	},
	"write composition": func(ctx context.Context, c *twilioapi.Client) error {
		_, err := twilioapi.CompositionSettings.Write(ctx, c, all)
		return err
	},
}

// storedKind is one of the two kinds of credentials. Its path is spelt out, not
// taken from the client.
type storedKind struct {
	api  twilioapi.CredentialAPI
	kind twiliosandbox.CredentialKind
	path string
	// material is what the tests store, and form how it is sent.
	material twilioapi.Material
	form     url.Values
}

// accessSecret has every character that encodings write in other ways. Nobody has
// the private half of pem.
const (
	accessKey    = "AKIAIOSFODNN7EXAMPLE"
	accessSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKE="

	pem = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0AwergBeBnqxg3KdTDKl
jLo0ZwblHZWo6In+Pujy8cW6B8q5DdaOGV7isUfBw6d5RLUImvwoAgWGppNlzdKV
cwM09CVpsQuNBhzC1sMj8CVRhG0/b13/6EabdDCU/EmuyqVVU9BXbqYBacEveDcl
4vX+JxEmxrnyRtdJXaBc2kUCJqZXHDxd3TLgG30FAjZwAp/YTTEIfmJ05pbR6X+7
gCN4u2NVJ61ceaa4Gf0a2yWRzc1G9bP+kOhKFMMtYNR3NlGrXdHsHgb59qpYfAMq
pKh6mcYmsqZxfIHnYvNhYvnCMmnJF4Qt8zIWCg02Q+ulg8UGG5QXMA3PAKuvNiMi
cwIDAQAB
-----END PUBLIC KEY-----
`
)

var storedKinds = map[string]storedKind{
	"AWS credential": {
		twilioapi.AWSCredentials, twiliosandbox.AWSCredentials, "/v1/Credentials/AWS",
		twilioapi.AWSKey(accessKey, accessSecret),
		url.Values{"Credentials": {accessKey + ":" + accessSecret}},
	},
	"public key": {
		twilioapi.PublicKeys, twiliosandbox.PublicKeys, "/v1/Credentials/PublicKeys",
		twilioapi.PublicKey(pem),
		url.Values{"PublicKey": {pem}},
	},
}

// allCalls are calls and those for credentials, of which credential is one.
var allCalls = func() map[string]func(context.Context, *twilioapi.Client) error {
	all := maps.Clone(calls)
	for name, k := range storedKinds {
		all["fetch "+name] = func(ctx context.Context, c *twilioapi.Client) error {
			_, err := k.api.Fetch(ctx, c, credential)
			return err
		}
		all["create "+name] = func(ctx context.Context, c *twilioapi.Client) error {
			_, err := k.api.Create(ctx, c, twilioapi.NewCredential{Material: k.material, FriendlyName: "new"})
			return err
		}
		all["rename "+name] = func(ctx context.Context, c *twilioapi.Client) error {
			_, err := k.api.Rename(ctx, c, credential, "renamed")
			return err
		}
		all["delete "+name] = func(ctx context.Context, c *twilioapi.Client) error { return k.api.Delete(ctx, c, credential) }
	}
	return all
}()

// connect returns a client for the account at baseURL that repeats nothing.
// Each option changes its configuration.
func connect(t *testing.T, baseURL string, account twiliosandbox.Account, options ...func(*twilioapi.Config)) *twilioapi.Client {
	t.Helper()
	u, err := url.Parse(baseURL)
	if err != nil {
		t.Fatal(err)
	}
	config := twilioapi.Config{
		AccountSID: account.SID,
		Username:   account.SID,
		Password:   account.AuthToken,
		BaseURL:    u,
		UserAgent:  "terraform-provider-videostorage/test",
	}
	for _, change := range options {
		change(&config)
	}
	client, err := twilioapi.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// start serves a sandbox and returns a client for its account.
func start(t *testing.T, b twiliosandbox.Behaviour, options ...func(*twilioapi.Config)) (*sandboxtest.Running, *twilioapi.Client) {
	t.Helper()
	s := sandboxtest.Start(t, b)
	return s, connect(t, s.BaseURL, s.Account, options...)
}

func retries(n int) func(*twilioapi.Config) {
	return func(c *twilioapi.Config) { c.MaxRetries = n }
}

// serve returns the URL of a server that answers as h does, for what no sandbox
// would answer.
func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s.URL
}

// answering is a client whose every request gets this answer.
func answering(t *testing.T, status int, contentType, body string) *twilioapi.Client {
	t.Helper()
	return connect(t, serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		if status == http.StatusNoContent {
			return
		}
		if _, err := w.Write([]byte(body)); err != nil {
			panic(http.ErrAbortHandler)
		}
	}), twiliosandbox.NewAccount())
}

// failure wants an [*twilioapi.Error] and returns it.
func failure(t *testing.T, err error) *twilioapi.Error {
	t.Helper()
	var failed *twilioapi.Error
	if !errors.As(err, &failed) {
		t.Fatalf("error %v (%T), want an *Error", err, err)
	}
	return failed
}
