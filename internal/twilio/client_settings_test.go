package twilio

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
)

// settingsSingletons are the two singletons by their paths, which are not taken from the client.
var settingsSingletons = map[string]SettingsAPI{
	"/v1/RecordingSettings/Default": RecordingSettings, "/v1/CompositionSettings/Default": CompositionSettings,
}

// Twilio does not document the effect of an empty reference, so a form has only references that are set.
func TestFormOfSettings(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		params SettingsParams
		want   url.Values
	}{
		"all": {testSettings, url.Values{
			"FriendlyName": {"all"}, "AwsStorageEnabled": {"true"}, "EncryptionEnabled": {"true"},
			"AwsS3Url": {testBucketURL}, "AwsCredentialsSid": {testCredentialSID}, "EncryptionKeySid": {testCredentialSID},
		}},
		"a name": {SettingsParams{FriendlyName: "basic"}, url.Values{"FriendlyName": {"basic"}, "AwsStorageEnabled": {"false"}, "EncryptionEnabled": {"false"}}},
		"escaped characters": {
			SettingsParams{FriendlyName: "a & b=c + 100% é", AWSS3URL: testBucketURL + "/a%20b/?c=d&e"},
			url.Values{"FriendlyName": {"a & b=c + 100% é"}, "AwsStorageEnabled": {"false"}, "EncryptionEnabled": {"false"}, "AwsS3Url": {testBucketURL + "/a%20b/?c=d&e"}},
		},
	} {
		for path, singleton := range settingsSingletons {
			c, twilio := newCannedClient(t, 200, `{"friendly_name":"n"}`)
			if _, err := singleton.Write(t.Context(), c, tt.params); err != nil {
				t.Fatal(err)
			}
			r := twilio.requests[0]
			if r.Method != http.MethodPost || r.URL.Path != path || r.URL.RawQuery != "" || r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" {
				t.Errorf("%s, %s: %s %s with header %v", name, path, r.Method, r.URL, r.Header)
			}
			if got := twilio.forms[0].Encode(); got != tt.want.Encode() {
				t.Errorf("%s, %s: form %s, want %s", name, path, got, tt.want.Encode())
			}
		}
	}
}

func TestSettingsThatWereNeverConfigured(t *testing.T) {
	t.Parallel()
	for body, tt := range map[string]struct {
		status int
		found  bool
	}{
		`{"account_sid":"` + testAccountSID + `","friendly_name":null,"aws_storage_enabled":false}`: {200, true},
		`{"code":20404,"message":"Not found","status":404}`:                                         {404, false},
		`null`: {200, false},
	} {
		c, _ := newCannedClient(t, tt.status, body)
		got, found, err := RecordingSettings.Fetch(t.Context(), c)
		if err != nil || found != tt.found || !got.IsDefault() || got.AccountSID != testAccountSID {
			t.Errorf("%s: %+v, found %t, error %v", body, got, found, err)
		}
	}
	for _, params := range []SettingsParams{
		{AWSStorageEnabled: true}, {AWSS3URL: testBucketURL}, {AWSCredentialsSID: testCredentialSID}, {EncryptionEnabled: true}, {EncryptionKeySID: testCredentialSID},
	} {
		if params.IsDefault() {
			t.Errorf("%+v are taken for defaults", params)
		}
	}
}

// An absent switch is off only if no reference is set that it would enable. FuzzSettings compares the fields.
func TestSettingsAreOffIfBothSwitchesAre(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]bool{
		`{"friendly_name":"n"}`:                    true,
		`{"account_sid":"` + testAccountSID + `"}`: true,
		`{"url":"u","aws_storage_enabled":false,"encryption_enabled":null,"aws_s3_url":""}`: true,
		`{"url":"u","aws_storage_enabled":true}`:                                            false,
		`{"url":"u","encryption_enabled":true}`:                                             false,
		`{"url":"u","aws_s3_url":"b"}`:                                                      false,
		`{"url":"u","aws_credentials_sid":"CR1","aws_storage_enabled":false}`:               true,
		`{"url":"u","encryption_key_sid":"CR1"}`:                                            false,
		`{"url":"u","encryption_key_sid":"CR1","encryption_enabled":false}`:                 true,
	} {
		c, _ := newCannedClient(t, 201, body, body)
		fetched, found, fetchErr := RecordingSettings.Fetch(t.Context(), c)
		written, writeErr := CompositionSettings.Write(t.Context(), c, testSettings)
		if err := errors.Join(fetchErr, writeErr); err != nil || !found || fetched.Off != want || written.Off != want || fetched.AccountSID != testAccountSID {
			t.Errorf("%s: fetched %+v, wrote %+v, error %v, want off: %t", body, fetched, written, err, want)
		}
	}
}

// To take such a response for settings that are off would change or forget the real ones.
func TestResponseWithoutSettingsIsAnError(t *testing.T) {
	t.Parallel()
	const other = "the response is not from Twilio; it begins: "
	for body, says := range map[string]string{
		`{}`: other + "{}", `{"foo":1}`: other, `{"account_sid":null,"friendly_name":null,"url":null}`: other, `{"code":20404,"message":"gone"}`: other, `[]`: other + "[]",
		`"x"`: other + `"x"`, `{"account_sid":"AC1","friendly_`: other, `{"url":"u"}{"url":"u"}`: other, "<html>\n<body>": other + "<html> <body>", "": "the response is empty",
		`{"url":"u","account_sid":1}`:              "the response's account_sid is a JSON number, which Twilio does not document",
		`{"url":"u","aws_storage_enabled":"true"}`: "the response's aws_storage_enabled is a JSON string",
		`{"url":"u","encryption_key_sid":["CR1"]}`: "the response's encryption_key_sid is a JSON array",
	} {
		for _, do := range []string{"fetch settings", "write settings"} {
			for _, status := range []int{200, 204} {
				c, _ := newCannedClient(t, status, body)
				err := clientCalls[do](t.Context(), c)
				if failure := expectAPIError(t, err); !strings.Contains(err.Error(), says) || failure.Foreign != !strings.HasPrefix(says, "the response's") {
					t.Errorf("%s with %q: error %+v, want %q", do, body, failure, says)
				}
			}
		}
	}
	c, _ := newCannedClient(t, 200, "null")
	if _, err := RecordingSettings.Write(t.Context(), c, testSettings); !errors.Is(err, api.ErrNull) || !expectAPIError(t, err).MaybeProcessed {
		t.Errorf("error %v, want %v", err, api.ErrNull)
	}
}

func TestSettingsOfAnotherAccountAreAnError(t *testing.T) {
	t.Parallel()
	c, _ := newCannedClient(t, 200, `{"account_sid":"AC9\u001b[2J","friendly_name":"n"}`, `{"account_sid":"AC9\u001b[2J","friendly_name":"n"}`)
	_, _, fetchErr := RecordingSettings.Fetch(t.Context(), c)
	_, writeErr := RecordingSettings.Write(t.Context(), c, testSettings)
	for _, err := range []error{fetchErr, writeErr} {
		if other, ok := errors.AsType[*OtherAccountError](err); !ok || other.Configured != testAccountSID {
			t.Fatalf("error %v (%T), want an *OtherAccountError", err, err)
		}
		if want := "the provider is configured for account " + testAccountSID + ", but its credentials reach account AC9 [2J"; err.Error() != want {
			t.Errorf("error %q, want %q", err, want)
		}
	}
}

// FuzzSettings checks that settings are read only from a response that has them.
func FuzzSettings(f *testing.F) {
	for _, body := range []string{
		`{"account_sid":"` + testAccountSID + `","friendly_name":"Consultations","aws_storage_enabled":true,"aws_s3_url":"https://b.s3.amazonaws.com/r/","encryption_enabled":true,"url":"u"}`,
		`{"account_sid":null,"friendly_name":"","aws_s3_url":"","url":null}`, `{"friendly_name":"{secret}","aws_storage_enabled":"true"}`, `{"friendly_name":1e999999999}`,
		`{"recordings":[]}`, `{}`, `null`, ` null `, `[]`, `"settings"`, ``, "\ufeff{}", `{"url":"\ud800"}`, "{\"url\":\"\xff\"}", `{"url":"a"}{"url":"b"}`,
	} {
		f.Add(false, body)
		f.Add(true, body)
	}
	f.Fuzz(func(t *testing.T, write bool, body string) {
		if len(body) > maxFuzzedBody {
			t.Skip()
		}
		send := func(body string) (settings Settings, found bool, err error) {
			c, _ := newCannedClient(t, 200, body)
			if write {
				settings, err = RecordingSettings.Write(t.Context(), c, testSettings)
				return settings, err == nil, err
			}
			return CompositionSettings.Fetch(t.Context(), c)
		}
		got, found, err := send(body)
		if err != nil {
			if other, ok := errors.AsType[*OtherAccountError](err); ok {
				expectShowable(t, strings.ReplaceAll(other.Error(), testToken, ""))
			} else if failure := expectAPIError(t, err); failure.MaybeProcessed != write {
				t.Errorf("error %+v", failure)
			}
			if got != (Settings{}) || found {
				t.Errorf("settings %+v beside %v", got, err)
			}
			return
		}
		if !found {
			if write || strings.TrimSpace(body) != "null" || got != (Settings{AccountSID: testAccountSID}) {
				t.Errorf("%q is taken for settings that were never configured: %+v", body, got)
			}
			return
		}
		var sent struct {
			SID      *string `json:"account_sid"`
			URL      *string `json:"url"`
			Name     *string `json:"friendly_name"`
			Storage  *bool   `json:"aws_storage_enabled"`
			Bucket   *string `json:"aws_s3_url"`
			Key      *string `json:"aws_credentials_sid"`
			Encrypts *bool   `json:"encryption_enabled"`
			With     *string `json:"encryption_key_sid"`
		}
		if err := json.Unmarshal([]byte(echoSecrets(body, nil)), &sent); err != nil || (sent.SID == nil && sent.URL == nil && sent.Name == nil) {
			t.Errorf("%q is taken for settings (%v)", body, err)
		}
		want := Settings{AccountSID: testAccountSID, URL: zeroIfNil(sent.URL), Off: got.Off, SettingsParams: SettingsParams{
			FriendlyName: zeroIfNil(sent.Name), AWSStorageEnabled: zeroIfNil(sent.Storage), AWSS3URL: zeroIfNil(sent.Bucket),
			AWSCredentialsSID: zeroIfNil(sent.Key), EncryptionEnabled: zeroIfNil(sent.Encrypts), EncryptionKeySID: zeroIfNil(sent.With),
		}}
		if got != want || (sent.SID != nil && *sent.SID != "" && *sent.SID != testAccountSID) {
			t.Errorf("%q is %+v, want %+v", body, got, want)
		}
	})
}
