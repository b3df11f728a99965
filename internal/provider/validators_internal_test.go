package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/rule"
)

// What each attribute accepts and refuses, in the configuration and, as
// checkEnvironment has the same rules, in the environment.
func TestRules(t *testing.T) {
	t.Parallel()
	const digits = "0123456789abcdef0123456789ABCDEF"
	rules := map[string]rule.Rule{"request_timeout": positiveDuration}
	for _, s := range twilioVendor.settings {
		rules[s.name] = s.rule
	}
	for name, tt := range map[string]struct{ accepted, refused []string }{
		"account_sid": {
			[]string{"AC" + digits},
			[]string{"", "AC", digits, "ac" + digits, "SK" + digits, "AC" + digits[1:], "AC0" + digits, "ACg" + digits[1:], " AC" + digits, "AC" + digits + "\n"},
		},
		"api_key": {
			[]string{"SK" + digits},
			[]string{"", "SK", digits, "sk" + digits, "AC" + digits, "SK" + digits[1:], "SK0" + digits, "SKg" + digits[1:], " SK" + digits, "SK" + digits + "\n"},
		},
		"auth_token":     {[]string{"t", digits, "a-b_c.d~e/f+g="}, []string{"", " ", "a b", " a", "a ", "a\n", "a\tb", "a\x00b", "ä", "a\u00a0b"}},
		"api_key_secret": {[]string{"s", digits, "a-b_c.d~e/f+g="}, []string{"", " ", "a b", " a", "a ", "a\n", "a\tb", "a\x00b", "ä", "a\u00a0b"}},
		"region":         {[]string{"us1", "ie1", "au1"}, []string{"", "IE1", "ie1.", "ie1 ", "ie1.dublin", "ie1/", "ie1@evil", "ie1\n", "é"}},
		"edge":           {[]string{"dublin", "ashburn-ix", "umatilla"}, []string{"", "Dublin", "dublin.", " dublin", "dublin.ie1", "evil.com/", "a:1", "a\n"}},
		"base_url": {
			[]string{
				"https://twilio.example.com", "https://twilio.example.com/", "https://twilio.example.com:8443", "HTTPS://twilio.example.com", "https://10.0.0.1",
				"http://localhost", "http://localhost:8080/", "http://127.0.0.1:8080", "http://127.0.0.2", "http://[::1]", "http://[::1]:8080",
			},
			[]string{
				"", " ", "twilio.example.com", "localhost:8080", "127.0.0.1:8080", "//localhost", "/v1",
				"http://twilio.example.com", "http://10.0.0.1", "http://0.0.0.0", "http://[::]", "http://[::2]:80", "http://localhost.example.com", "http://127.0.0.1.example.com",
				"ftp://localhost", "ws://localhost", "file:///etc/passwd", "unix://localhost",
				"https://", "http://", "https:///", "https://:8443", "http://:8080", "https:twilio.example.com",
				"https://twilio.example.com/v1", "http://localhost/v1/", "https://twilio.example.com//", "https://twilio.example.com/%2f",
				"https://twilio.example.com?", "https://twilio.example.com?a=b", "https://twilio.example.com/?a=b", "https://twilio.example.com#", "https://twilio.example.com#a",
				"https://user@twilio.example.com", "https://user:password@twilio.example.com", "http://localhost@twilio.example.com", "https://@twilio.example.com",
				"https://twilio.example.com:port", "https://twilio example.com", "https://[::1", "https://%zz", " https://twilio.example.com", "https://twilio.example.com\n",
			},
		},
		"request_timeout": {
			[]string{"30s", "200ms", "2m", "1h30m", "1.5s"},
			[]string{"", "0", "0s", "-1s", "30", "s", "30 s", "1d", "soon"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, ok := rules[name]
			if !ok {
				t.Fatal("there is no such attribute")
			}
			at := path.Root("twilio").AtName(name)
			for _, value := range tt.accepted {
				var resp validator.StringResponse
				r.ValidateString(t.Context(), validator.StringRequest{Path: at, ConfigValue: types.StringValue(value)}, &resp)
				if resp.Diagnostics.HasError() {
					t.Errorf("%q is refused: %v", value, resp.Diagnostics)
				}
			}
			for _, value := range tt.refused {
				var resp validator.StringResponse
				r.ValidateString(t.Context(), validator.StringRequest{Path: at, ConfigValue: types.StringValue(value)}, &resp)
				if resp.Diagnostics.ErrorsCount() != 1 {
					t.Errorf("%q gives %d errors, want one", value, resp.Diagnostics.ErrorsCount())
					continue
				}
				d := resp.Diagnostics[0]
				if d.Summary() != "Invalid "+name || !strings.Contains(d.Detail(), "The value of twilio."+name+" must ") {
					t.Errorf("%q: %s: %s", value, d.Summary(), d.Detail())
				}
			}
			for _, value := range []types.String{types.StringNull(), types.StringUnknown()} {
				var resp validator.StringResponse
				r.ValidateString(t.Context(), validator.StringRequest{Path: at, ConfigValue: value}, &resp)
				if resp.Diagnostics.HasError() {
					t.Errorf("%s is refused: %v", value, resp.Diagnostics)
				}
			}
		})
	}
}
