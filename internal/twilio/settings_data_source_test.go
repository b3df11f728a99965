package twilio_test

import (
	"maps"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

func (k twin) dataSource() string { return "\ndata \"" + k.typeName + "\" \"this\" {}\n" }

func TestDataSource(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		holds      *twiliosandbox.Settings
		enterprise bool
		want       map[string]any
	}{
		"everything on": {
			holds: &everySetting, enterprise: true,
			want: map[string]any{
				"friendly_name": "By hand", "aws_storage_enabled": true, "aws_s3_url": bucket + "/", "aws_credentials_sid": awsCredential,
				"encryption_enabled": true, "encryption_key_sid": publicKey,
			},
		},
		"fields absent": {
			holds: &twiliosandbox.Settings{FriendlyName: "By hand"},
			want: map[string]any{
				"friendly_name": "By hand", "aws_storage_enabled": false, "aws_s3_url": nil, "aws_credentials_sid": nil,
				"encryption_enabled": false, "encryption_key_sid": nil,
			},
		},
		"never configured": {
			enterprise: true,
			want:       map[string]any{"aws_storage_enabled": false, "aws_s3_url": nil, "encryption_enabled": false},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachTwin(t, func(t *testing.T, k twin) {
				s, w := start(t, twiliosandbox.Behaviour{})
				account := s.Running.Account
				account.Enterprise = test.enterprise
				s.AddAccount(account)
				if test.holds != nil {
					hold(s, k, *test.holds)
				}
				w.Config(k.dataSource())
				w.Apply()
				got := w.State("data." + k.address())
				all := maps.Clone(test.want)
				all["account_sid"] = s.SID
				all["url"] = "https://video.twilio.com/v1/" + string(k.sandbox) + "/Default"
				for name, want := range all {
					if got[name] != want {
						t.Errorf("%s is %v, want %v", name, got[name], want)
					}
				}
				expectSent(t, s, "reading the data source", "GET")
			})
		})
	}
}

func TestDataSourceOfSettingsThatAreNotThere(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]twiliosandbox.Behaviour{"404": {NeverConfigured404: true}, "null": {NullObject: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forEachTwin(t, func(t *testing.T, k twin) {
				s, w := start(t, b)
				w.Config(k.dataSource())
				expectOneError(t, w.Fail("plan", "-no-color"), "never configured", s.SID, "resource "+k.typeName)
			})
		})
	}
}

func TestDataSourceOfAnAnswerWithoutAccount(t *testing.T) {
	t.Parallel()
	forEachTwin(t, func(t *testing.T, k twin) {
		s, w := start(t, twiliosandbox.Behaviour{})
		s.RespondAs("-")
		w.Config(k.dataSource())
		w.Apply()
		if got := w.State("data." + k.address())["account_sid"]; got != s.SID {
			t.Errorf("account_sid is %v, want %s", got, s.SID)
		}
	})
}
