package twilioapi

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// FuzzSettings: what is accepted as settings is settings, and each of their values was
// in the answer.
func FuzzSettings(f *testing.F) {
	for _, body := range []string{
		`{"account_sid":"` + fuzzedAccount + `","friendly_name":"Consultations","aws_storage_enabled":true,` +
			`"aws_s3_url":"https://my-bucket.s3.eu-central-1.amazonaws.com/recordings/","aws_credentials_sid":"` + fuzzedSID + `",` +
			`"encryption_enabled":true,"encryption_key_sid":"` + fuzzedSID + `","url":"https://video.twilio.com/v1/RecordingSettings/Default"}`,
		`{"account_sid":"` + fuzzedAccount + `","friendly_name":null,"url":"https://video.twilio.com/v1/CompositionSettings/Default"}`,
		`{"account_sid":null,"friendly_name":"","aws_s3_url":"","url":null}`,
		`{"friendly_name":"{secret}","aws_storage_enabled":"true"}`, `{"friendly_name":1e999999999}`,
		`{"recordings":[]}`, `{}`, `null`, ` null `, `[]`, `"settings"`, ``, "\ufeff{}", `{"url":"\ud800"}`, "{\"url\":\"\xff\"}", `{"url":"a"}{"url":"b"}`,
	} {
		f.Add(false, body)
		f.Add(true, body)
	}
	f.Fuzz(func(t *testing.T, write bool, body string) {
		if len(body) > mostFuzzed {
			t.Skip()
		}
		client, server := cannedClient(t, http.StatusOK, http.Header{}, body)
		got, err := fetchOrWrite(t.Context(), client, write)
		if err != nil {
			failed := told(t, err)
			if got != (Settings{}) || !failed.MaybeCarriedOut() {
				t.Errorf("settings %+v beside %v", got, err)
			}
			if null := json.RawMessage(nil); errors.Is(err, ErrNotFound) && (write || json.Unmarshal([]byte(body), &null) != nil || string(null) != "null") {
				t.Errorf("%q is taken for settings that are not there", body)
			}
			return
		}
		if len(server.asked) != 1 {
			t.Errorf("%d requests", len(server.asked))
		}
		said := sayings(t, body)
		if !said("account_sid") && !said("friendly_name") && !said("url") {
			t.Errorf("%q is taken for settings", body)
		}
		for name, value := range map[string]string{
			"account_sid": got.AccountSID, "url": got.URL, "friendly_name": got.FriendlyName,
			"aws_s3_url": got.AWSS3URL, "aws_credentials_sid": got.AWSCredentialsSID, "encryption_key_sid": got.EncryptionKeySID,
		} {
			if value != "" && !said(name, value) {
				t.Errorf("%q is not the answer's %s", value, name)
			}
		}
		if (got.AWSStorageEnabled && !said("aws_storage_enabled", true)) || (got.EncryptionEnabled && !said("encryption_enabled", true)) {
			t.Errorf("%q switches nothing on, but %+v", body, got)
		}
		if got.Off {
			storing := got.AWSS3URL != "" || got.AWSCredentialsSID != ""
			if (storing && !said("aws_storage_enabled", false)) || (got.EncryptionKeySID != "" && !said("encryption_enabled", false)) {
				t.Errorf("%q does not say that what it refers to is off", body)
			}
		}
		again, err := json.Marshal(map[string]any{
			"account_sid": got.AccountSID, "url": got.URL, "friendly_name": got.FriendlyName,
			"aws_storage_enabled": got.AWSStorageEnabled, "aws_s3_url": got.AWSS3URL, "aws_credentials_sid": got.AWSCredentialsSID,
			"encryption_enabled": got.EncryptionEnabled, "encryption_key_sid": got.EncryptionKeySID,
		})
		if err != nil {
			t.Fatal(err)
		}
		client, _ = cannedClient(t, http.StatusCreated, http.Header{}, string(again))
		same, err := fetchOrWrite(t.Context(), client, write)
		// What was not said about a switch is said now.
		same.Off = got.Off
		if err != nil || same != got {
			t.Errorf("%s is %+v, error %v, want %+v", again, same, err, got)
		}
	})
}

func fetchOrWrite(ctx context.Context, c *Client, write bool) (Settings, error) {
	if write {
		return RecordingSettings.Write(ctx, c, SettingsParams{FriendlyName: "name"})
	}
	return CompositionSettings.Fetch(ctx, c)
}

// sayings tells whether an object, as a server sends it, has a member: one that is not
// null, or has one of these values. The letters of its name may be of either case, as
// encoding/json takes them.
func sayings(t *testing.T, body string) func(name string, values ...any) bool {
	t.Helper()
	var object map[string]any
	if err := json.Unmarshal([]byte(echoed(body)), &object); err != nil {
		t.Fatalf("%q is no object: %v", body, err)
	}
	return func(name string, values ...any) bool {
		for key, value := range object {
			if strings.EqualFold(key, name) && value != nil && (len(values) == 0 || slices.Contains(values, value)) {
				return true
			}
		}
		return false
	}
}
