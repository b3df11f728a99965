package twilioapi_test

import (
	"errors"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// TestFetchReturnsWhatWriteWrote for each way in which Twilio may treat what it
// does not document.
func TestFetchReturnsWhatWriteWrote(t *testing.T) {
	t.Parallel()
	behaviours := map[string]twiliosandbox.Behaviour{
		"default":            {},
		"Merge":              {Merge: true},
		"Created":            {Created: true},
		"NeverConfigured404": {NeverConfigured404: true},
		"NullObject":         {NullObject: true},
		"RefuseEmpty":        {RefuseEmpty: true},
		"TrimSlash":          {TrimSlash: true},
		"RefuseEncryption":   {RefuseEncryption: true},
	}
	for name, b := range behaviours {
		for which, one := range singletons {
			for what, params := range map[string]twilioapi.SettingsParams{"all": all, "basic": basic} {
				t.Run(name+"/"+which+"/"+what, func(t *testing.T) {
					t.Parallel()
					s, client := start(t, b)
					want := twilioapi.Settings{
						AccountSID: s.Account.SID, URL: "https://video.twilio.com" + one.path, SettingsParams: params,
						Off: !params.AWSStorageEnabled && !params.EncryptionEnabled,
					}
					wrote, err := one.api.Write(t.Context(), client, params)
					if err != nil || wrote != want {
						t.Errorf("Write: %+v, %v; want %+v", wrote, err, want)
					}
					fetched, err := one.api.Fetch(t.Context(), client)
					if err != nil || fetched != want {
						t.Errorf("Fetch: %+v, %v; want %+v", fetched, err, want)
					}
					stored, _ := s.Settings(s.Account.SID, one.kind)
					if twilioapi.SettingsParams(stored) != params {
						t.Errorf("stored %+v, want %+v", stored, params)
					}
				})
			}
		}
	}
}

func TestWriteReturnsWhatTwilioThenHolds(t *testing.T) {
	t.Parallel()
	slash := all
	slash.AWSS3URL += "/"
	afterAll := all
	afterAll.FriendlyName, afterAll.AWSStorageEnabled, afterAll.EncryptionEnabled = "basic", false, false
	tests := map[string]struct {
		behaviour twiliosandbox.Behaviour
		write     twilioapi.SettingsParams
		want      twilioapi.SettingsParams
	}{
		"replace":              {twiliosandbox.Behaviour{}, basic, basic},
		"merge":                {twiliosandbox.Behaviour{Merge: true}, basic, afterAll},
		"a slash is kept":      {twiliosandbox.Behaviour{}, slash, slash},
		"a slash is taken off": {twiliosandbox.Behaviour{TrimSlash: true}, slash, all},
	}
	for name, tt := range tests {
		for which, one := range singletons {
			t.Run(name+"/"+which, func(t *testing.T) {
				t.Parallel()
				s, client := start(t, tt.behaviour)
				s.SetSettings(s.Account.SID, one.kind, twiliosandbox.Settings(all))
				wrote, err := one.api.Write(t.Context(), client, tt.write)
				if err != nil || wrote.SettingsParams != tt.want {
					t.Errorf("Write: %+v, %v; want %+v", wrote, err, tt.want)
				}
			})
		}
	}
}

func TestSingletonsAreIndependent(t *testing.T) {
	t.Parallel()
	s, client := start(t, twiliosandbox.Behaviour{})
	if _, err := twilioapi.RecordingSettings.Write(t.Context(), client, all); err != nil {
		t.Fatal(err)
	}
	if _, configured := s.Settings(s.Account.SID, twiliosandbox.CompositionSettings); configured {
		t.Error("writing the recording settings wrote the composition settings")
	}
}

func TestNeverConfigured(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		behaviour twiliosandbox.Behaviour
		found     bool
	}{
		"defaults": {twiliosandbox.Behaviour{}, true},
		"404":      {twiliosandbox.Behaviour{NeverConfigured404: true}, false},
		"null":     {twiliosandbox.Behaviour{NullObject: true}, false},
	}
	for name, tt := range tests {
		for which, one := range singletons {
			t.Run(name+"/"+which, func(t *testing.T) {
				t.Parallel()
				s, client := start(t, tt.behaviour)
				got, err := one.api.Fetch(t.Context(), client)
				if tt.found {
					if err != nil || !got.IsDefault() || got.AccountSID != s.Account.SID {
						t.Errorf("Fetch: %+v, %v; want the defaults", got, err)
					}
					return
				}
				if failed := failure(t, err); !errors.Is(failed, twilioapi.ErrNotFound) || got != (twilioapi.Settings{}) {
					t.Errorf("Fetch: %+v, %v; want ErrNotFound", got, err)
				}
			})
		}
	}
}

func TestRefusedWritesSayWhy(t *testing.T) {
	t.Parallel()
	encrypted := basic
	encrypted.EncryptionEnabled = true
	stored := basic
	stored.AWSCredentialsSID = credential
	tests := map[string]struct {
		behaviour twiliosandbox.Behaviour
		params    twilioapi.SettingsParams
	}{
		"unknown credential":         {twiliosandbox.Behaviour{RefuseUnknownCredentials: true}, stored},
		"encryption without edition": {twiliosandbox.Behaviour{RefuseEncryption: true}, encrypted},
		"no name":                    {twiliosandbox.Behaviour{}, twilioapi.SettingsParams{}},
	}
	for name, tt := range tests {
		for which, one := range singletons {
			t.Run(name+"/"+which, func(t *testing.T) {
				t.Parallel()
				s, client := start(t, tt.behaviour)
				plain := s.Account
				plain.Enterprise = false
				s.AddAccount(plain)
				_, err := one.api.Write(t.Context(), client, tt.params)
				failed := failure(t, err)
				if failed.Status != 400 || failed.Code != 20001 || failed.Message == "" || failed.MoreInfo == "" || failed.Foreign {
					t.Errorf("error %+v, want Twilio's own", failed)
				}
				if errors.Is(err, twilioapi.ErrNotFound) {
					t.Errorf("%v is ErrNotFound", err)
				}
			})
		}
	}
}

func TestIsDefault(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		params twilioapi.SettingsParams
		want   bool
	}{
		"nothing":      {twilioapi.SettingsParams{}, true},
		"a name":       {basic, true},
		"storage":      {twilioapi.SettingsParams{AWSStorageEnabled: true}, false},
		"a URL":        {twilioapi.SettingsParams{AWSS3URL: bucket}, false},
		"a credential": {twilioapi.SettingsParams{AWSCredentialsSID: credential}, false},
		"encryption":   {twilioapi.SettingsParams{EncryptionEnabled: true}, false},
		"a key":        {twilioapi.SettingsParams{EncryptionKeySID: key}, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := tt.params.IsDefault(); got != tt.want {
				t.Errorf("IsDefault of %+v is %v", tt.params, got)
			}
		})
	}
}
