package provider

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdapi"
)

const (
	application  = "9DA1B1F4-0BE6-4DA8-82C5-2E81DAB56F23"
	application2 = "00000000-0BE6-4DA8-82C5-2E81DAB56F23"
)

// objectOf is a vendor's attribute that has these attributes.
func objectOf(v vendor, configured map[string]string) types.Object {
	attributeTypes, attributes := map[string]attr.Type{}, map[string]attr.Value{}
	for _, s := range v.settings {
		attributeTypes[s.name], attributes[s.name] = types.StringType, types.StringNull()
		if value, ok := configured[s.name]; ok {
			attributes[s.name] = types.StringValue(value)
		}
	}
	return types.ObjectValueMust(attributeTypes, attributes)
}

// Who asks Sendbird, for which application, and where.
func TestWhoAsksSendbird(t *testing.T) {
	t.Parallel()
	type m = map[string]string
	var (
		missingApplication = []string{"sendbird.application_id: Missing application_id"}
		// Terraform would show the token beside it.
		missingUnseen = []string{"?: Missing application_id"}
		missingToken  = []string{"sendbird.api_token: Missing api_token"}
	)
	for name, tt := range map[string]struct {
		configured, env    m
		application, token string
		failed             []string
	}{
		"nothing":                   {nil, nil, "", "", nil},
		"configuration":             {m{"application_id": application, "api_token": "t"}, nil, application, "t", nil},
		"environment":               {nil, m{"SENDBIRD_APPLICATION_ID": application, "SENDBIRD_API_TOKEN": "t"}, application, "t", nil},
		"mixed":                     {m{"application_id": application}, m{"SENDBIRD_API_TOKEN": "t"}, application, "t", nil},
		"configuration wins":        {m{"application_id": application, "api_token": "t"}, m{"SENDBIRD_APPLICATION_ID": application2, "SENDBIRD_API_TOKEN": "u"}, application, "t", nil},
		"token alone":               {m{"api_token": "t"}, nil, "", "", missingUnseen},
		"environment's token":       {nil, m{"SENDBIRD_API_TOKEN": "t"}, "", "", missingApplication},
		"application alone":         {m{"application_id": application}, nil, "", "", missingToken},
		"environment's application": {nil, m{"SENDBIRD_APPLICATION_ID": application}, "", "", nil},
		"Twilio's alone":            {nil, m{"TWILIO_ACCOUNT_SID": sid, "TWILIO_AUTH_TOKEN": "t"}, "", "", nil},
		"malformed environment":     {nil, m{"SENDBIRD_APPLICATION_ID": "a.evil.example/", "SENDBIRD_API_TOKEN": "t u"}, "", "", []string{"sendbird.application_id: Invalid application_id", "sendbird.api_token: Invalid api_token"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var token string
			server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { token = r.Header.Get("Api-Token") }))
			defer server.Close()
			env := m{"VIDEOSTORAGE_SENDBIRD_BASE_URL": server.URL}
			maps.Copy(env, tt.env)
			p := New("test", WithGetenv(func(name string) string { return env[name] }))
			var diags diag.Diagnostics
			client := p.configureSendbird(objectOf(sendbirdVendor, tt.configured), sendbirdapi.Config{}, &diags)
			var failed []string
			for _, d := range diags {
				at := "?"
				if d, ok := d.(diag.DiagnosticWithPath); ok {
					at = d.Path().String()
				}
				failed = append(failed, at+": "+d.Summary())
			}
			if !slices.Equal(failed, tt.failed) {
				t.Errorf("errors %q, want %q", failed, tt.failed)
			}
			if client == nil {
				if tt.application != "" {
					t.Fatal("there is no client")
				}
				return
			}
			// Only the request matters; its answer is none.
			if _, err := client.Copy(t.Context(), sendbirdapi.Copy{RecordingID: "r"}); err == nil {
				t.Error("an empty answer was taken for a copy")
			}
			if client.ApplicationID() != tt.application || token != tt.token {
				t.Errorf("asked for %q with %q, want %q with %q", client.ApplicationID(), token, tt.application, tt.token)
			}
		})
	}
}

// Where the token is sent.
func TestSendbirdsBaseURLIsSafe(t *testing.T) {
	t.Parallel()
	rule := sendbirdVendor.settings[2].rule
	for value, want := range map[string]bool{"https://sendbird.example.com": true, "http://127.0.0.1:8080": true, "http://sendbird.example.com": false, "https://a/v1": false} {
		if got := rule.Valid(value); got != want {
			t.Errorf("%q is accepted: %t, want %t", value, got, want)
		}
	}
}

// What is no application's ID must not become a part of the host.
func TestApplicationIDs(t *testing.T) {
	t.Parallel()
	rule := sendbirdVendor.settings[0].rule
	for value, want := range map[string]bool{
		application: true, "a": true, "A-1": true, strings.Repeat("a", 59): true,
		"": false, "-a": false, "a-": false, "a.b": false, "a/b": false, "a@b": false, "a b": false, "a\n": false, "ä": false, strings.Repeat("a", 60): false,
	} {
		if got := rule.Valid(value); got != want {
			t.Errorf("%q is accepted: %t, want %t", value, got, want)
		}
	}
}
