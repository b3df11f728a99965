package twilioapi_test

import (
	"maps"
	"net/http"
	"net/url"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// TestForm: the name and both switches go out every time, and no field that has
// no value, for what "" would do is not documented.
func TestForm(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		params twilioapi.SettingsParams
		want   map[string]string
	}{
		"all": {all, map[string]string{
			"FriendlyName": "all", "AwsStorageEnabled": "true", "EncryptionEnabled": "true",
			"AwsS3Url": bucket, "AwsCredentialsSid": credential, "EncryptionKeySid": key,
		}},
		"a name alone": {basic, map[string]string{
			"FriendlyName": "basic", "AwsStorageEnabled": "false", "EncryptionEnabled": "false",
		}},
		"storage": {
			twilioapi.SettingsParams{FriendlyName: "s", AWSStorageEnabled: true, AWSS3URL: bucket, AWSCredentialsSID: credential},
			map[string]string{
				"FriendlyName": "s", "AwsStorageEnabled": "true", "EncryptionEnabled": "false",
				"AwsS3Url": bucket, "AwsCredentialsSid": credential,
			},
		},
		"encryption": {
			twilioapi.SettingsParams{FriendlyName: "e", EncryptionEnabled: true, EncryptionKeySID: key},
			map[string]string{
				"FriendlyName": "e", "AwsStorageEnabled": "false", "EncryptionEnabled": "true", "EncryptionKeySid": key,
			},
		},
		"references without their switches": {
			twilioapi.SettingsParams{FriendlyName: "r", AWSS3URL: bucket, AWSCredentialsSID: credential, EncryptionKeySID: key},
			map[string]string{
				"FriendlyName": "r", "AwsStorageEnabled": "false", "EncryptionEnabled": "false",
				"AwsS3Url": bucket, "AwsCredentialsSid": credential, "EncryptionKeySid": key,
			},
		},
		"characters that a form escapes": {
			twilioapi.SettingsParams{FriendlyName: "a & b=c + 100% é", AWSS3URL: bucket + "/a%20b/?c=d&e"},
			map[string]string{
				"FriendlyName": "a & b=c + 100% é", "AwsStorageEnabled": "false", "EncryptionEnabled": "false",
				"AwsS3Url": bucket + "/a%20b/?c=d&e",
			},
		},
	}
	for name, tt := range tests {
		for which, one := range singletons {
			t.Run(name+"/"+which, func(t *testing.T) {
				t.Parallel()
				s, client := start(t, twiliosandbox.Behaviour{})
				if _, err := one.api.Write(t.Context(), client, tt.params); err != nil {
					t.Fatal(err)
				}
				log := s.Log().All()
				if len(log) != 1 || log[0].Method != http.MethodPost || log[0].Path != one.path || len(log[0].Query) != 0 {
					t.Fatalf("requests %+v, want one POST to %s", log, one.path)
				}
				want := url.Values{}
				for field, value := range tt.want {
					want.Set(field, value)
				}
				if !maps.EqualFunc(log[0].Form, want, func(a, b []string) bool { return len(a) == 1 && a[0] == b[0] }) {
					t.Errorf("form %v, want %v", log[0].Form, want)
				}
			})
		}
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, client := start(t, twiliosandbox.Behaviour{})
			if err := call(t.Context(), client); err != nil {
				t.Fatal(err)
			}
			request := s.Log().All()[0]
			if got := request.Header.Get("Accept"); got != "application/json" {
				t.Errorf("Accept %q, want application/json", got)
			}
			if got := request.Header.Get("User-Agent"); got != "terraform-provider-videostorage/test" {
				t.Errorf("user agent %q, want the configuration's", got)
			}
			if request.Account != s.Account.SID {
				t.Errorf("the request is from account %q, want %s", request.Account, s.Account.SID)
			}
			if request.Method == http.MethodGet && (len(request.Query) != 0 || len(request.Form) != 0) {
				t.Errorf("a GET with query %v and form %v, want neither", request.Query, request.Form)
			}
		})
	}
}
