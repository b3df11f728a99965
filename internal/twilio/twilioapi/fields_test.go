package twilioapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// TestFieldsOfTheAnswer: null, absent and "" are one and the same.
func TestFieldsOfTheAnswer(t *testing.T) {
	t.Parallel()
	named := twilioapi.Settings{Off: true, SettingsParams: twilioapi.SettingsParams{FriendlyName: "n"}}
	tests := map[string]struct {
		body string
		want twilioapi.Settings
	}{
		"all": {
			`{"account_sid":"AC1","url":"https://u.example","friendly_name":"n","aws_storage_enabled":true,"aws_s3_url":"https://b.example",
			  "aws_credentials_sid":"CR1","encryption_enabled":true,"encryption_key_sid":"CR2"}`,
			twilioapi.Settings{AccountSID: "AC1", URL: "https://u.example", SettingsParams: twilioapi.SettingsParams{
				FriendlyName: "n", AWSStorageEnabled: true, AWSS3URL: "https://b.example", AWSCredentialsSID: "CR1",
				EncryptionEnabled: true, EncryptionKeySID: "CR2",
			}},
		},
		"absent": {`{"friendly_name":"n"}`, named},
		"null": {
			`{"account_sid":null,"url":null,"friendly_name":"n","aws_storage_enabled":null,"aws_s3_url":null,
			  "aws_credentials_sid":null,"encryption_enabled":null,"encryption_key_sid":null}`,
			named,
		},
		"empty or off": {
			`{"account_sid":"","url":"","friendly_name":"n","aws_storage_enabled":false,"aws_s3_url":"",
			  "aws_credentials_sid":"","encryption_enabled":false,"encryption_key_sid":""}`,
			named,
		},
		"an account without editions": {
			`{"account_sid":"AC1","friendly_name":"n","url":"u"}`,
			twilioapi.Settings{AccountSID: "AC1", URL: "u", Off: true, SettingsParams: named.SettingsParams},
		},
		"an account alone": {`{"account_sid":"AC1"}`, twilioapi.Settings{AccountSID: "AC1", Off: true}},
		"a URL alone":      {`{"url":"u"}`, twilioapi.Settings{URL: "u", Off: true}},
		"an empty name":    {`{"friendly_name":""}`, twilioapi.Settings{Off: true}},
		"a key, and no switch": {
			`{"friendly_name":"n","encryption_key_sid":"CR2"}`,
			twilioapi.Settings{SettingsParams: twilioapi.SettingsParams{FriendlyName: "n", EncryptionKeySID: "CR2"}},
		},
		"a key, and its switch is off": {
			`{"friendly_name":"n","encryption_key_sid":"CR2","encryption_enabled":false}`,
			twilioapi.Settings{Off: true, SettingsParams: twilioapi.SettingsParams{FriendlyName: "n", EncryptionKeySID: "CR2"}},
		},
		"fields that came later":    {`{"friendly_name":"n","new":{"a":[1]}}`, named},
		"space around":              {"\n {\"friendly_name\":\"n\"} \n", named},
		"both switches, one is off": {`{"friendly_name":"n","aws_storage_enabled":false,"encryption_enabled":null}`, named},
	}
	for name, tt := range tests {
		for which, one := range singletons {
			for _, status := range []int{200, 201} {
				t.Run(name+"/"+which+"/"+http.StatusText(status), func(t *testing.T) {
					t.Parallel()
					client := answering(t, status, "application/json", tt.body)
					if got, err := one.api.Fetch(t.Context(), client); err != nil || got != tt.want {
						t.Errorf("Fetch: %+v, %v; want %+v", got, err, tt.want)
					}
					if got, err := one.api.Write(t.Context(), client, all); err != nil || got != tt.want {
						t.Errorf("Write: %+v, %v; want %+v", got, err, tt.want)
					}
				})
			}
		}
	}
}

func TestFieldsOfAnotherTypeAreAnError(t *testing.T) {
	t.Parallel()
	for field, value := range map[string]string{
		"account_sid":         `1`,
		"friendly_name":       `{}`,
		"url":                 `["u"]`,
		"aws_storage_enabled": `"true"`,
		"encryption_enabled":  `1`,
		"aws_s3_url":          `false`,
		"aws_credentials_sid": `["CR1"]`,
		"encryption_key_sid":  `2`,
	} {
		for name, call := range calls {
			t.Run(field+"/"+name, func(t *testing.T) {
				t.Parallel()
				client := answering(t, 200, "application/json", `{"account_sid":"AC1","friendly_name":"n","`+field+`":`+value+`}`)
				failed := failure(t, call(t.Context(), client))
				if !failed.Foreign || !strings.Contains(failed.Error(), field) {
					t.Errorf("error %+v, want one about %s", failed, field)
				}
			})
		}
	}
}
