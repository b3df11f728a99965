package twiliosandbox_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// TestMediaGoesWhereTheSettingsSay makes recordings and compositions under
// settings that only one of the two has.
func TestMediaGoesWhereTheSettingsSay(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		settings   twiliosandbox.Settings
		under, key string
	}{
		"nothing set":                {twiliosandbox.Settings{}, "", ""},
		"storage":                    {twiliosandbox.Settings{AWSStorageEnabled: true, AWSS3URL: bucket}, bucket + "/", ""},
		"storage with a slash":       {twiliosandbox.Settings{AWSStorageEnabled: true, AWSS3URL: bucket + "/"}, bucket + "/", ""},
		"storage off, with a URL":    {twiliosandbox.Settings{AWSS3URL: bucket}, "", ""},
		"storage without a URL":      {twiliosandbox.Settings{AWSStorageEnabled: true}, "", ""},
		"encryption":                 {twiliosandbox.Settings{EncryptionEnabled: true, EncryptionKeySID: key}, "", key},
		"encryption off, with a key": {twiliosandbox.Settings{EncryptionKeySID: key}, "", ""},
		"both": {
			twiliosandbox.Settings{AWSStorageEnabled: true, AWSS3URL: bucket, EncryptionEnabled: true, EncryptionKeySID: key},
			bucket + "/", key,
		},
	}
	for name, tt := range tests {
		for _, k := range []twiliosandbox.Kind{recording, composition} {
			t.Run(name+"/"+string(k), func(t *testing.T) {
				t.Parallel()
				s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
				account := s.Account.SID
				s.SetSettings(account, k, tt.settings)
				s.Record(account, room, 1)
				s.Compose(account, room)
				s.Generate(account, twiliosandbox.Generated{Recordings: 200, Compositions: 200})
				// What was made does not move with the settings.
				s.SetSettings(account, k, twiliosandbox.Settings{AWSStorageEnabled: true, AWSS3URL: "https://elsewhere.example"})

				for r := range s.AllRecordings(account) {
					wantLocation(t, r.Status, r.MediaExternalLocation, r.EncryptionKey, r.SID+"."+r.ContainerFormat, tt.under, tt.key, k == recording)
					if r.EncryptionKey != "" && slices.Contains(r.Absent, "encryption_key") {
						t.Errorf("%+v does not tell its key", r)
					}
				}
				for c := range s.AllCompositions(account) {
					wantLocation(t, c.Status, c.MediaExternalLocation, c.EncryptionKey, c.SID+"."+c.Format, tt.under, tt.key, k == composition)
				}
			})
		}
	}
}

// wantLocation wants a place and a key only for media that is completed and
// that the settings are for.
func wantLocation(t *testing.T, status, location, encryptedWith, file, under, key string, concerned bool) {
	t.Helper()
	var wantPlace, wantKey string
	if concerned && status == "completed" {
		wantKey = key
		if under != "" {
			wantPlace = under + file
		}
	}
	if location != wantPlace || encryptedWith != wantKey {
		t.Errorf("%s media is at %q with key %q, want %q and %q", status, location, encryptedWith, wantPlace, wantKey)
	}
}

func TestRecordAndCompose(t *testing.T) {
	t.Parallel()
	s := sandboxtest.Start(t, twiliosandbox.Behaviour{})
	made := s.Record(s.Account.SID, room, 3)
	composed := s.Compose(s.Account.SID, otherRoom)
	if got := slices.Collect(s.AllRecordings(s.Account.SID)); len(made) != 3 || !reflect.DeepEqual(got, made) {
		t.Errorf("recorded %+v, listed %+v", made, got)
	}
	if got := firstOf(s.AllCompositions(s.Account.SID)); !reflect.DeepEqual(got, composed) {
		t.Errorf("composed %+v, listed %+v", composed, got)
	}
	for _, r := range made {
		if r.Status != "completed" || r.RoomSID != room || time.Since(r.DateCreated) > time.Minute || *r.Size == 0 {
			t.Errorf("%+v", r)
		}
	}
	if all, _ := walk(t, s, roomPath(room)); len(all) != 3 {
		t.Errorf("the room has %v", all)
	}
	if all, _ := walk(t, s, roomPath(otherRoom)); len(all) != 0 {
		t.Errorf("the other room has %v", all)
	}
}
