package twilioapi_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox/sandboxtest"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
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
