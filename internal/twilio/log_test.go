package twilio_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// The fullest log of a whole life, failures included, has all that is needed to follow
// it, and no header. That it has no secret, the scan at the end of each test says. The
// provider runs as Terraform runs it, as a process of its own.
func TestTraceLogHasNoSecrets(t *testing.T) {
	t.Parallel()
	account := twiliosandbox.NewAccount()
	key := slices.Sorted(maps.Keys(account.APIKeys))[0]
	for name, credentials := range map[string]string{
		"auth token": "auth_token = \"" + account.AuthToken + "\"",
		"API key":    "api_key = \"" + key + "\"\napi_key_secret = \"" + account.APIKeys[key] + "\"",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewSandbox(t, twiliosandbox.Behaviour{}, account)
			s.ProviderConfig = "provider \"videostorage\" {\n  twilio = {\n" + credentials + "\n}\n}\n"
			s.Setenv("TWILIO_AUTH_TOKEN", "")
			w := acctest.NewInstalledWorkspace(t, s.Account)
			w.Config(recording.resource(encrypting) + recording.dataSource())
			w.Succeed("init")
			s.Faults().Add(sandbox.Fault{Method: "GET", Status: 429, Header: atOnce})
			w.Apply()
			w.Config(recording.resource(named))
			s.Faults().Add(sandbox.Fault{Method: "POST", Status: 400, Body: `{"code":20001,"message":"No","status":400}`})
			w.Fail("apply", "-auto-approve", "-no-color")
			w.Destroy()

			log := w.Log()
			for _, expected := range []string{"http_url", "/v1/RecordingSettings/Default", "AwsS3Url", "http_status=429", "http_status=400", `aws_storage_enabled\":true`} {
				if !strings.Contains(log, expected) {
					t.Errorf("the log lacks %q", expected)
				}
			}
			if strings.Contains(log, "Authorization") {
				t.Error("the log holds a header")
			}
		})
	}
}
