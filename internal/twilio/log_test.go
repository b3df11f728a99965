package twilio_test

import (
	"encoding/base64"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox/twiliosandbox"
)

// The fullest log of a whole life, failures included, has no secret in it. It
// runs the provider as Terraform does, as a process of its own.
func TestTraceLogHasNoSecrets(t *testing.T) {
	t.Parallel()
	s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
	account := s.Running.Account
	key := slices.Sorted(maps.Keys(account.APIKeys))[0]
	for name, credentials := range map[string]struct{ config, user, password string }{
		"auth token": {"auth_token = \"" + account.AuthToken + "\"", account.SID, account.AuthToken},
		"API key":    {"api_key = \"" + key + "\"\napi_key_secret = \"" + account.APIKeys[key] + "\"", key, account.APIKeys[key]},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewSandbox(t, twiliosandbox.Behaviour{}, account)
			s.ProviderConfig = "provider \"videostorage\" {\n  twilio = {\n account_sid = \"" + account.SID + "\"\nbase_url = \"" + s.BaseURL + "\"\n" +
				credentials.config + "\n}\n}\n"
			w := acctest.NewInstalledWorkspace(t, s.Account, "TF_LOG=TRACE", "TF_LOG_PATH=trace.log")
			w.Config(recording.resource(encrypting) + recording.dataSource())
			w.Succeed("init")
			s.Faults().Add(sandbox.Fault{Method: "GET", Status: 429, Header: atOnce})
			w.Apply()
			w.Config(recording.resource(named))
			s.Faults().Add(sandbox.Fault{Method: "POST", Status: 400, Body: `{"code":20001,"message":"No","status":400}`})
			w.Fail("apply", "-auto-approve", "-no-color")
			w.Destroy()

			log := w.Read("trace.log")
			for _, expected := range []string{"http_url", "/v1/RecordingSettings/Default", "AwsS3Url", "http_status=429", "http_status=400", `aws_storage_enabled\":true`} {
				if !strings.Contains(log, expected) {
					t.Errorf("the log lacks %q: it is not the log that this test is about", expected)
				}
			}
			for what, secret := range map[string]string{
				"the password":          credentials.password,
				"an encoded password":   base64.StdEncoding.EncodeToString([]byte(credentials.password)),
				"the basic credentials": base64.StdEncoding.EncodeToString([]byte(credentials.user + ":" + credentials.password)),
				"a header":              "Authorization",
			} {
				if at := strings.Index(log, secret); at >= 0 {
					t.Errorf("the log holds %s: …%s…", what, strings.ReplaceAll(log[max(0, at-200):at+20], secret, "SECRET"))
				}
			}
		})
	}
}
