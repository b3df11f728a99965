package twiliosandbox_test

import (
	"reflect"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// TestFieldsOfAnAnswer checks the exact set of fields: which are absent, which
// are null.
func TestFieldsOfAnAnswer(t *testing.T) {
	t.Parallel()
	withStorage := twiliosandbox.Settings{FriendlyName: "console", AWSStorageEnabled: true, AWSS3URL: bucket, AWSCredentialsSID: credential}
	tests := map[string]struct {
		enterprise bool
		arrange    func(*testing.T, *sandboxtest.Running)
		want       object
	}{
		"Enterprise, never configured": {true, nothing, object{
			"friendly_name": "Default Recording Settings", "aws_storage_enabled": false, "aws_s3_url": nil,
			"aws_credentials_sid": nil, "encryption_enabled": false, "encryption_key_sid": nil,
		}},
		"Enterprise, all set": {true, posted(full...), object{
			"friendly_name": "all", "aws_storage_enabled": true, "aws_s3_url": bucket,
			"aws_credentials_sid": credential, "encryption_enabled": true, "encryption_key_sid": key,
		}},
		"Enterprise, set in the console": {true, console(withStorage), object{
			"friendly_name": "console", "aws_storage_enabled": true, "aws_s3_url": bucket,
			"aws_credentials_sid": credential, "encryption_enabled": false, "encryption_key_sid": nil,
		}},
		"no edition, never configured": {false, nothing, object{
			"friendly_name": "Default Recording Settings",
		}},
		"no edition, name only": {false, posted("FriendlyName", "n"), object{
			"friendly_name": "n",
		}},
		"no edition, storage named": {false, posted("FriendlyName", "n", "AwsStorageEnabled", "false"), object{
			"friendly_name": "n", "aws_storage_enabled": false, "aws_s3_url": nil, "aws_credentials_sid": nil,
		}},
		"no edition, all set": {false, posted(full...), object{
			"friendly_name": "all", "aws_storage_enabled": true, "aws_s3_url": bucket, "aws_credentials_sid": credential,
		}},
		"no edition, storage set in the console": {false, console(withStorage), object{
			"friendly_name": "console", "aws_storage_enabled": true, "aws_s3_url": bucket, "aws_credentials_sid": credential,
		}},
		"no edition, fields stay once seen": {false, func(t *testing.T, s *sandboxtest.Running) {
			t.Helper()
			posted(full...)(t, s)
			posted("FriendlyName", "later")(t, s)
		}, object{
			"friendly_name": "later", "aws_storage_enabled": false, "aws_s3_url": nil, "aws_credentials_sid": nil,
		}},
		"no edition, unset again": {false, func(t *testing.T, s *sandboxtest.Running) {
			t.Helper()
			posted(full...)(t, s)
			s.Unset(s.Account.SID, recording)
		}, object{
			"friendly_name": "Default Recording Settings",
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := twiliosandbox.NewAccount()
			account.Enterprise = tt.enterprise
			s := sandboxtest.Start(t, twiliosandbox.Behaviour{}, account)
			tt.arrange(t, s)
			tt.want["account_sid"] = account.SID
			tt.want["url"] = "https://video.twilio.com/v1/RecordingSettings/Default"
			if status, got := fetch(t, s, recording); status != 200 || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("answer %d %v, want %v", status, got, tt.want)
			}
		})
	}
}

func nothing(*testing.T, *sandboxtest.Running) {}

func posted(pairs ...string) func(*testing.T, *sandboxtest.Running) {
	return func(t *testing.T, s *sandboxtest.Running) {
		t.Helper()
		if status, body := post(t, s, recording, pairs...); status != 200 {
			t.Fatalf("POST: %d %v", status, body)
		}
	}
}

func console(settings twiliosandbox.Settings) func(*testing.T, *sandboxtest.Running) {
	return func(_ *testing.T, s *sandboxtest.Running) {
		s.SetSettings(s.Account.SID, recording, settings)
	}
}

func TestNeverConfigured(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		behaviour twiliosandbox.Behaviour
		check     func(t *testing.T, status int, body object)
	}{
		"defaults": {twiliosandbox.Behaviour{}, func(t *testing.T, status int, body object) {
			t.Helper()
			if status != 200 || body["friendly_name"] == nil {
				t.Errorf("answer %d %v, want the defaults", status, body)
			}
		}},
		"404": {twiliosandbox.Behaviour{NeverConfigured404: true}, want404},
		"null": {twiliosandbox.Behaviour{NullObject: true}, func(t *testing.T, status int, body object) {
			t.Helper()
			if status != 200 || body != nil {
				t.Errorf("answer %d %v, want 200 and null", status, body)
			}
		}},
		"404 before null": {twiliosandbox.Behaviour{NeverConfigured404: true, NullObject: true}, want404},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sandboxtest.Start(t, tt.behaviour)
			status, body := fetch(t, s, recording)
			tt.check(t, status, body)
			if _, configured := s.Settings(s.Account.SID, recording); configured {
				t.Error("a GET configured the settings")
			}

			if status, body := post(t, s, recording, "FriendlyName", "n"); status != 200 {
				t.Fatalf("POST: %d %v", status, body)
			}
			if status, body := fetch(t, s, recording); status != 200 || body["friendly_name"] != "n" {
				t.Errorf("after a POST: %d %v, want the settings", status, body)
			}
			s.Unset(s.Account.SID, recording)
			status, body = fetch(t, s, recording)
			tt.check(t, status, body)
		})
	}
}

func want404(t *testing.T, status int, body object) {
	t.Helper()
	wantError(t, status, body, 404, 20404)
	if want := "The requested resource /v1/RecordingSettings/Default was not found"; body["message"] != want {
		t.Errorf("message %q, want %q", body["message"], want)
	}
}

func TestTheKindsAreIndependent(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	post(t, s, composition, "FriendlyName", "c")
	if _, configured := s.Settings(s.Account.SID, recording); configured {
		t.Error("a POST of the composition settings configured the recording settings")
	}
	_, body := fetch(t, s, composition)
	if want := "https://video.twilio.com/v1/CompositionSettings/Default"; body["friendly_name"] != "c" || body["url"] != want {
		t.Errorf("answer %v, want its name and %s", body, want)
	}
	s.Unset(s.Account.SID, composition)
	if _, body := fetch(t, s, composition); body["friendly_name"] != "Default Composition Settings" {
		t.Errorf("answer %v, want the default name", body)
	}
}

func TestRespondAs(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	other := twiliosandbox.NewAccount().SID
	check := func(want any, present bool) {
		t.Helper()
		_, got := fetch(t, s, recording)
		_, posted := post(t, s, composition, "FriendlyName", "n")
		for method, body := range map[string]object{"GET": got, "POST": posted} {
			if sid, ok := body["account_sid"]; ok != present || sid != want {
				t.Errorf("%s answered account_sid %v (present: %v), want %v", method, sid, ok, want)
			}
		}
	}
	s.RespondAs(other)
	check(other, true)
	s.RespondAs("-")
	check(nil, false)
	s.RespondAs("")
	check(s.Account.SID, true)
}
