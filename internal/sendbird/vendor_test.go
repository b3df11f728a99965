package sendbird_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
	"github.com/videostorage/terraform-provider-videostorage/internal/provider"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird"
)

// variables are environment variables.
type variables map[string]string

func TestPrecedenceOfCredentials(t *testing.T) {
	t.Parallel()
	const (
		missingApplication = "Missing application_id: There is an api_token without its application_id."
		notConfigured      = "Sendbird is not configured"
	)
	for name, tt := range map[string]struct {
		block map[string]any
		env   variables
		want  string
	}{
		"nothing":                   {nil, nil, notConfigured},
		"configuration":             {map[string]any{"application_id": "A", "api_token": "t"}, nil, "Application A with t"},
		"environment":               {nil, variables{"SENDBIRD_APPLICATION_ID": "A", "SENDBIRD_API_TOKEN": "t"}, "Application A with t"},
		"both":                      {map[string]any{"application_id": "A"}, variables{"SENDBIRD_API_TOKEN": "t"}, "Application A with t"},
		"configuration wins":        {map[string]any{"application_id": "A", "api_token": "t"}, variables{"SENDBIRD_APPLICATION_ID": "B", "SENDBIRD_API_TOKEN": "u"}, "Application A with t"},
		"token alone":               {map[string]any{"api_token": "t"}, nil, missingApplication},
		"environment's token":       {nil, variables{"SENDBIRD_API_TOKEN": "t"}, missingApplication},
		"application alone":         {map[string]any{"application_id": "A"}, nil, "Missing api_token: There is an application_id without its api_token."},
		"environment's application": {nil, variables{"SENDBIRD_APPLICATION_ID": "A"}, notConfigured},
		"malformed application":     {nil, variables{"SENDBIRD_APPLICATION_ID": "a.evil.example/", "SENDBIRD_API_TOKEN": "t"}, "Invalid application_id"},
		"malformed token":           {nil, variables{"SENDBIRD_APPLICATION_ID": "A", "SENDBIRD_API_TOKEN": "t u"}, "Invalid api_token"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			token := ""
			vendor := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { token = r.Header.Get("Api-Token") }))
			defer vendor.Close()
			env := variables{"VIDEOSTORAGE_SENDBIRD_BASE_URL": vendor.URL}
			maps.Copy(env, tt.env)
			newServer, config := provider.NewServer("test", func(name string) string { return env[name] }), map[string]any{}
			if tt.block != nil {
				config["sendbird"] = tt.block
			}
			got := ""
			if p, err := protocol.Configure(t.Context(), newServer, config); err != nil {
				got = err.Error()
			} else if _, diagnostics, err := p.Invoke(t.Context(), "videostorage_sendbird_recording_copy", map[string]any{
				"recording_id": id, "bucket": bucket, "region": "us-east-1", "access_key": strings.Repeat("A", 16), "secret_key": strings.Repeat("s", 16),
			}); err != nil {
				t.Fatal(err)
			} else {
				application, _, _ := strings.Cut(diagnostics.String(), ",")
				got = fmt.Sprintf("%s with %s", strings.TrimPrefix(application, "Could not copy the recording: "), token)
			}
			if !strings.Contains(got, tt.want) {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// The application's ID becomes a part of the host.
func TestApplicationIDIsALabelOfAHost(t *testing.T) {
	t.Parallel()
	argument := sendbird.Vendor.Arguments[0]
	for value, want := range map[string]bool{
		"9DA1B1F4-0BE6-4DA8-82C5-2E81DAB56F23": true, "a": true, "A-1": true, strings.Repeat("a", 59): true,
		"": false, "-a": false, "a-": false, "a.b": false, "a/b": false, "a@b": false, "a b": false, "a\n": false, "ä": false, strings.Repeat("a", 60): false,
	} {
		if got := argument.Format.Matches(value); got != want {
			t.Errorf("%s: %q is accepted: %t, want %t", argument.Name, value, got, want)
		}
	}
}
