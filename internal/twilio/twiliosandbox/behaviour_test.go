package twiliosandbox_test

import (
	"net/http"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// full sets every parameter.
var full = []string{
	"FriendlyName", "all", "AwsStorageEnabled", "true", "AwsS3Url", bucket, "AwsCredentialsSid", credential,
	"EncryptionEnabled", "true", "EncryptionKeySid", key,
}

// TestPostAfterPost sends full and then another POST, and looks at what is
// stored: the switches that decide what the second one changes.
func TestPostAfterPost(t *testing.T) {
	t.Parallel()
	all := twiliosandbox.Settings{
		FriendlyName: "all", AWSStorageEnabled: true, AWSS3URL: bucket, AWSCredentialsSID: credential,
		EncryptionEnabled: true, EncryptionKeySID: key,
	}
	renamed, cleared := all, all
	renamed.FriendlyName = "two"
	cleared.FriendlyName, cleared.AWSS3URL, cleared.AWSCredentialsSID, cleared.EncryptionKeySID = "two", "", "", ""
	empty := []string{"FriendlyName", "two", "AwsS3Url", "", "AwsCredentialsSid", "", "EncryptionKeySid", ""}

	tests := map[string]struct {
		behaviour twiliosandbox.Behaviour
		second    []string
		status    int
		want      twiliosandbox.Settings
	}{
		"replace clears what is left out": {
			twiliosandbox.Behaviour{},
			[]string{"FriendlyName", "two"},
			200,
			twiliosandbox.Settings{FriendlyName: "two"},
		},
		"merge keeps what is left out": {
			twiliosandbox.Behaviour{Merge: true},
			[]string{"FriendlyName", "two"},
			200, renamed,
		},
		"merge takes false": {
			twiliosandbox.Behaviour{Merge: true},
			[]string{"FriendlyName", "two", "AwsStorageEnabled", "false", "EncryptionEnabled", "False"},
			200,
			twiliosandbox.Settings{FriendlyName: "two", AWSS3URL: bucket, AWSCredentialsSID: credential, EncryptionKeySID: key},
		},
		"empty clears when merging":           {twiliosandbox.Behaviour{Merge: true}, empty, 200, cleared},
		"empty is as good as absent":          {twiliosandbox.Behaviour{}, empty, 200, twiliosandbox.Settings{FriendlyName: "two"}},
		"empty is refused and changes naught": {twiliosandbox.Behaviour{RefuseEmpty: true}, empty, 400, all},
		"empty URL is refused":                {twiliosandbox.Behaviour{RefuseEmpty: true}, []string{"FriendlyName", "two", "AwsS3Url", ""}, 400, all},
		"empty credential is refused":         {twiliosandbox.Behaviour{RefuseEmpty: true}, []string{"FriendlyName", "two", "AwsCredentialsSid", ""}, 400, all},
		"empty key is refused":                {twiliosandbox.Behaviour{RefuseEmpty: true}, []string{"FriendlyName", "two", "EncryptionKeySid", ""}, 400, all},
		"absent is not empty":                 {twiliosandbox.Behaviour{RefuseEmpty: true}, []string{"FriendlyName", "two"}, 200, twiliosandbox.Settings{FriendlyName: "two"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sandboxtest.Start(t, tt.behaviour)
			if status, body := post(t, s, recording, full...); status != 200 {
				t.Fatalf("the first POST: %d %v", status, body)
			}
			status, body := post(t, s, recording, tt.second...)
			if status != tt.status {
				t.Errorf("the second POST: %d %v, want %d", status, body, tt.status)
			}
			if got, configured := s.Settings(s.Account.SID, recording); !configured || got != tt.want {
				t.Errorf("stored %+v (configured: %v), want %+v", got, configured, tt.want)
			}
		})
	}
}

func TestCreatedIsTheStatusOfAPost(t *testing.T) {
	t.Parallel()
	for want, b := range map[int]twiliosandbox.Behaviour{
		http.StatusOK:      {},
		http.StatusCreated: {Created: true},
	} {
		t.Run(http.StatusText(want), func(t *testing.T) {
			t.Parallel()
			s := sandboxtest.Start(t, b)
			if got, body := post(t, s, recording, full...); got != want || body["friendly_name"] != "all" {
				t.Errorf("POST: %d %v, want %d and the settings", got, body, want)
			}
			if got, _ := fetch(t, s, recording); got != http.StatusOK {
				t.Errorf("GET: %d, want 200 either way", got)
			}
		})
	}
}

func TestTrimSlash(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		trim       bool
		sent, want string
	}{
		"kept":       {false, bucket + "/", bucket + "/"},
		"trimmed":    {true, bucket + "/", bucket},
		"several":    {true, bucket + "//", bucket},
		"none there": {true, bucket, bucket},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sandboxtest.Start(t, twiliosandbox.Behaviour{TrimSlash: tt.trim})
			if _, body := post(t, s, recording, "FriendlyName", "n", "AwsS3Url", tt.sent); body["aws_s3_url"] != tt.want {
				t.Errorf("POST answered %v, want %q", body["aws_s3_url"], tt.want)
			}
			if _, body := fetch(t, s, recording); body["aws_s3_url"] != tt.want {
				t.Errorf("GET answered %v, want %q", body["aws_s3_url"], tt.want)
			}
		})
	}
}

func TestUnknownCredentials(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		refuse bool
		known  []string
		status int
	}{
		"taken":                 {false, nil, 200},
		"refused":               {true, nil, 400},
		"one known, one not":    {true, []string{credential}, 400},
		"the other way round":   {true, []string{key}, 400},
		"refused only if a SID": {true, []string{credential, key}, 200},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := twiliosandbox.NewAccount()
			account.Credentials = tt.known
			s := sandboxtest.Start(t, twiliosandbox.Behaviour{RefuseUnknownCredentials: tt.refuse}, account)
			status, body := post(t, s, recording, full...)
			if tt.status == 400 {
				wantError(t, status, body, 400, 20001)
			} else if status != tt.status {
				t.Errorf("answer %d %v, want %d", status, body, tt.status)
			}
			if status, body := post(t, s, recording, "FriendlyName", "n", "AwsCredentialsSid", ""); status != 200 {
				t.Errorf("clearing answered %d %v, want 200", status, body)
			}
		})
	}
}

func TestEncryptionWithoutTheEdition(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		refuse, enterprise bool
		send               []string
		status             int
		stored             bool
	}{
		"ignored":                          {false, false, full, 200, false},
		"refused":                          {true, false, full, 400, false},
		"a key alone is refused":           {true, false, []string{"FriendlyName", "n", "EncryptionKeySid", key}, 400, false},
		"switching it off is never wrong":  {true, false, []string{"FriendlyName", "n", "EncryptionEnabled", "false"}, 200, false},
		"with the edition it is not asked": {true, true, full, 200, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := twiliosandbox.NewAccount()
			account.Enterprise = tt.enterprise
			s := sandboxtest.Start(t, twiliosandbox.Behaviour{RefuseEncryption: tt.refuse}, account)
			status, body := post(t, s, recording, tt.send...)
			if tt.status == 400 {
				wantError(t, status, body, 400, 20001)
			} else if status != tt.status {
				t.Errorf("answer %d %v, want %d", status, body, tt.status)
			}
			got, _ := s.Settings(account.SID, recording)
			if got.EncryptionEnabled != tt.stored || (got.EncryptionKeySID != "") != tt.stored {
				t.Errorf("stored %+v, want encryption stored: %v", got, tt.stored)
			}
		})
	}
}

func TestSetBehaviourHoldsFromTheNextRequest(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	if status, _ := fetch(t, s, recording); status != http.StatusOK {
		t.Errorf("answer %d before, want 200", status)
	}
	s.SetBehaviour(twiliosandbox.Behaviour{NeverConfigured404: true})
	if status, _ := fetch(t, s, recording); status != http.StatusNotFound {
		t.Errorf("answer %d after, want 404", status)
	}
}
