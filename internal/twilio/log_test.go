package twilio_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// The log at TRACE has every attempt, and neither headers nor bodies of requests. The scan at the end of each test finds secrets in it.
// The CLI starts the provider, as for a user.
func TestTraceLogHasNoSecrets(t *testing.T) {
	t.Parallel()
	account := twiliosandbox.NewAccount()
	key := slices.Sorted(maps.Keys(account.APIKeys))[0]
	userAgent := regexp.MustCompile(`^Terraform/[0-9][^ ]* \(\+https://www\.terraform\.io\) terraform-provider-videostorage/[^ ]+$`)
	for name, credentials := range map[string]string{
		"auth token": "auth_token = \"" + account.AuthToken + "\"",
		"API key":    "api_key = \"" + key + "\"\napi_key_secret = \"" + account.APIKeys[key] + "\"",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewSandbox(t, twiliosandbox.Behaviour{}, account)
			s.ProviderConfig = "provider \"videostorage\" {\n  twilio {\n" + credentials + "\n}\n}\n"
			s.Setenv("TWILIO_AUTH_TOKEN", "")
			w := acctest.NewInstalledWorkspace(t, s.Account)
			w.Config(recordingSettings.resource(encrypting) + recordingSettings.dataSource())
			s.Faults().Add(sandbox.Fault{Method: "GET", Status: 429, Header: retryAtOnce})
			w.Apply()
			w.Config(recordingSettings.resource(named))
			s.Faults().Add(sandbox.Fault{Method: "POST", Status: 400, Body: `{"code":20001,"message":"No","status":400}`})
			w.Fail("apply", "-auto-approve", "-no-color")

			log := w.Log()
			for _, part := range []string{"http_url", "/v1/RecordingSettings/Default", "attempt=2", "http_status=429", "http_status=400"} {
				if !strings.Contains(log, part) {
					t.Errorf("the log lacks %q", part)
				}
			}
			if found := regexp.MustCompile("Authorization|AwsS3Url").FindString(log); found != "" {
				t.Errorf("the log has %q", found)
			}
			for _, r := range s.Log().All() {
				if got := r.Header.Values("User-Agent"); len(got) != 1 || !userAgent.MatchString(got[0]) {
					t.Errorf("%s sent the user agent %q", r.Method, got)
				}
			}
		})
	}
}
