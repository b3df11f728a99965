package twiliosandbox_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// TestPostParameters sends one POST; a refused one must leave no trace.
func TestPostParameters(t *testing.T) {
	t.Parallel()
	with := func(name, value string) url.Values { return form("FriendlyName", "n", name, value) }
	tests := map[string]struct {
		body    url.Values
		refused string // part of the message, "" if taken
	}{
		"name only":           {form("FriendlyName", "n"), ""},
		"everything":          {form(full...), ""},
		"a long name":         {form("FriendlyName", strings.Repeat("ñ", 300)), ""},
		"no name":             {form("AwsStorageEnabled", "false"), "Missing required parameter FriendlyName"},
		"nothing":             {form(), "Missing required parameter FriendlyName"},
		"empty name":          {form("FriendlyName", ""), "FriendlyName must not be empty"},
		"unknown":             {with("AwsBucket", "b"), "Unknown parameter AwsBucket"},
		"another case":        {with("awsS3Url", bucket), "Unknown parameter awsS3Url"},
		"repeated":            {with("FriendlyName", "m"), "FriendlyName was sent 2 times"},
		"True":                {with("AwsStorageEnabled", "True"), ""},
		"FALSE":               {with("EncryptionEnabled", "FALSE"), ""},
		"storage 1":           {with("AwsStorageEnabled", "1"), "AwsStorageEnabled must be true or false"},
		"storage empty":       {with("AwsStorageEnabled", ""), "AwsStorageEnabled must be true or false"},
		"encryption yes":      {with("EncryptionEnabled", "yes"), "EncryptionEnabled must be true or false"},
		"encryption folded":   {with("EncryptionEnabled", "fal\u017fe"), "EncryptionEnabled must be true or false"},
		"credential too long": {with("AwsCredentialsSid", credential+"0"), "AwsCredentialsSid must be a credential SID"},
		"credential of a key": {with("AwsCredentialsSid", "SK"+credential[2:]), "AwsCredentialsSid must be a credential SID"},
		"credential in lower": {with("AwsCredentialsSid", "cr"+credential[2:]), "AwsCredentialsSid must be a credential SID"},
		"credential, newline": {with("AwsCredentialsSid", credential+"\n"), "AwsCredentialsSid must be a credential SID"},
		"key not hex":         {with("EncryptionKeySid", "CR"+strings.Repeat("g", 32)), "EncryptionKeySid must be a credential SID"},
		"plain http":          {with("AwsS3Url", "http://bucket"), ""},
		"a foreign host":      {with("AwsS3Url", "https://documentation-example-twilio-bucket/recordings"), ""},
		"escaped":             {with("AwsS3Url", bucket+"/a%20b"), ""},
		"no scheme":           {with("AwsS3Url", "my-bucket.s3.amazonaws.com"), "AwsS3Url must be an absolute http or https URI"},
		"an s3 address":       {with("AwsS3Url", "s3://my-bucket/recordings"), "AwsS3Url must be an absolute http or https URI"},
		"no host":             {with("AwsS3Url", "https:///recordings"), "AwsS3Url must be an absolute http or https URI"},
		"a port but no host":  {with("AwsS3Url", "https://:443/recordings"), "AwsS3Url must be an absolute http or https URI"},
		"a space":             {with("AwsS3Url", bucket+"/a b"), "AwsS3Url must be an absolute http or https URI"},
		"not ASCII":           {with("AwsS3Url", bucket+"/ä"), "AwsS3Url must be an absolute http or https URI"},
		"a broken escape":     {with("AwsS3Url", bucket+"/%zz"), "AwsS3Url must be an absolute http or https URI"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, k := range []twiliosandbox.Kind{recording, composition} {
				s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
				status, body := exchange(t, request(t, s, http.MethodPost, settingsPath(k), tt.body))
				_, configured := s.Settings(s.Account.SID, k)
				if configured != (tt.refused == "") {
					t.Errorf("%s: stored: %v", k, configured)
				}
				if tt.refused == "" {
					if status != http.StatusOK {
						t.Errorf("%s: answer %d %v, want 200", k, status, body)
					}
					continue
				}
				wantError(t, status, body, http.StatusBadRequest, 20001)
				if message, ok := body["message"].(string); !ok || !strings.Contains(message, tt.refused) {
					t.Errorf("%s: message %v, want one with %q", k, body["message"], tt.refused)
				}
			}
		})
	}
}

func TestPostWantsAForm(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		contentType, body string
		refused           string // part of the message, "" if taken
	}{
		"a form":                {"application/x-www-form-urlencoded", "FriendlyName=n", ""},
		"a form with a charset": {"application/x-www-form-urlencoded; charset=utf-8", "FriendlyName=n", ""},
		"JSON":                  {"application/json", `{"FriendlyName":"n"}`, "the content type must be"},
		"no type":               {"", "FriendlyName=n", "the content type must be"},
		"a broken type":         {"application/", "FriendlyName=n", "the content type must be"},
		"a broken form":         {"application/x-www-form-urlencoded", "FriendlyName=%zz", "not a valid form"},
		"a semicolon":           {"application/x-www-form-urlencoded", "FriendlyName=n;AwsS3Url=x", "not a valid form"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.BaseURL+settingsPath(recording), strings.NewReader(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			req.SetBasicAuth(s.Account.SID, s.Account.AuthToken)
			if tt.contentType != "" {
				req.Header.Set("Content-Type", tt.contentType)
			}
			status, body := exchange(t, req)
			if _, configured := s.Settings(s.Account.SID, recording); configured != (tt.refused == "") {
				t.Errorf("stored: %v", configured)
			}
			if tt.refused == "" {
				if status != http.StatusOK {
					t.Errorf("answer %d %v, want 200", status, body)
				}
				return
			}
			wantError(t, status, body, http.StatusBadRequest, 20001)
			if message, ok := body["message"].(string); !ok || !strings.Contains(message, tt.refused) {
				t.Errorf("message %v, want one with %q", body["message"], tt.refused)
			}
		})
	}
}

func TestRouting(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		method, path string
		status, code int
	}{
		"another resource":    {"GET", "/v1/Rooms", 404, 20404},
		"the list":            {"GET", "/v1/RecordingSettings", 404, 20404},
		"another instance":    {"GET", "/v1/RecordingSettings/Other", 404, 20404},
		"a trailing slash":    {"GET", "/v1/RecordingSettings/Default/", 404, 20404},
		"another case":        {"GET", "/v1/recordingsettings/default", 404, 20404},
		"the root":            {"GET", "/", 404, 20404},
		"DELETE":              {"DELETE", "/v1/RecordingSettings/Default", 405, 20004},
		"PUT":                 {"PUT", "/v1/CompositionSettings/Default", 405, 20004},
		"PATCH":               {"PATCH", "/v1/CompositionSettings/Default", 405, 20004},
		"a GET with a query":  {"GET", "/v1/RecordingSettings/Default?PageSize=1", 400, 20001},
		"a POST with a query": {"POST", "/v1/RecordingSettings/Default?FriendlyName=n", 400, 20001},
		"a broken query":      {"POST", "/v1/RecordingSettings/Default?%zz", 400, 20001},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
			status, header, _ := send(t, request(t, s, tt.method, tt.path, form("FriendlyName", "n")))
			if allow := header.Get("Allow"); (allow == "GET, POST") != (tt.status == 405) {
				t.Errorf("Allow %q with status %d", allow, status)
			}
			status, body := exchange(t, request(t, s, tt.method, tt.path, form("FriendlyName", "n")))
			wantError(t, status, body, tt.status, tt.code)
		})
	}
}
