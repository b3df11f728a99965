package provider

import (
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdapi"
	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// usable is a configuration of everything, of which a fuzzer changes one value.
var usable = map[string]map[string]string{
	"twilio":   {"account_sid": sid, "api_key": key, "api_key_secret": "secret", "region": "ie1", "edge": "dublin", "base_url": "https://twilio.example.com"},
	"sendbird": {"application_id": "application", "api_token": "token", "base_url": "http://127.0.0.1:8080"},
}

// FuzzConfiguration: one setting of the provider is anything, from the configuration or
// the environment. It is refused with one error that shows neither the value nor what a
// terminal must not get, or what comes of it is a client that stays where it was told.
func FuzzConfiguration(f *testing.F) {
	settings := append(append([]setting{}, twilioVendor.settings...), sendbirdVendor.settings...)
	for i := range settings {
		for _, value := range []string{
			"", " ", sid, key, "ie1", "dublin", "application", "-a", "evil.com/", "ie1@evil.com", "s3cret\n", "\x1b[31m", "\u202eyek", "\xff", strings.Repeat("a", 70),
			"https://twilio.example.com:8443/", "HTTPS://EXAMPLE.com", "http://localhost:8080", "http://[::1]", "http://[::1%25lo]:1", "http://127.0.0.1.example.com",
			"https://user:password@example.com", "https://example.com/v1?a#b", "https://%E2%80%AE.example", "https://\u009b31m.example", "https://bücher.example", "https://a:", "https:opaque",
		} {
			f.Add(uint8(i), i%2 == 0, value)
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, fromEnvironment bool, value string) {
		if len(value) > 64<<10 || value == "" {
			t.Skip()
		}
		at := int(which) % len(settings)
		s, v := settings[at], twilioVendor
		if at >= len(twilioVendor.settings) {
			v = sendbirdVendor
		}
		diags, reached := configureFuzzed(t, v, s, fromEnvironment, value)
		if valid := s.rule.Valid(value); valid == diags.HasError() {
			t.Fatalf("%q is valid: %t, but %v", value, valid, diags)
		}
		if diags.HasError() {
			wantOneThatShowsNothing(t, diags, value)
			return
		}
		if s.name != "base_url" {
			return
		}
		if !utf8.ValidString(reached) || reached != strings.ToLower(transport.OneLine(reached)) || strings.ContainsAny(reached, " @?#") {
			t.Errorf("%q is the origin of %q", reached, value)
		}
		u, err := url.Parse(reached)
		if err != nil || (u.Scheme != "https" && (u.Scheme != "http" || !isLoopback(u.Hostname()))) {
			t.Errorf("credentials go to %q, error %v", reached, err)
		} else if transport.Origin(u) != reached {
			t.Errorf("%q is %q when it is read again", reached, transport.Origin(u))
		}
	})
}

// configureFuzzed configures a vendor as usable but for one value, and returns the
// origin that its base URL is.
func configureFuzzed(t *testing.T, v vendor, s setting, fromEnvironment bool, value string) (diags diag.Diagnostics, origin string) {
	t.Helper()
	configured, environment := map[string]string{}, map[string]string{}
	for name, usual := range usable[v.name] {
		configured[name] = usual
	}
	if s.name == "auth_token" {
		delete(configured, "api_key")
		delete(configured, "api_key_secret")
	}
	delete(configured, s.name)
	if fromEnvironment {
		environment[s.env] = value
	} else {
		configured[s.name] = value
		var resp validator.StringResponse
		s.rule.ValidateString(t.Context(), validator.StringRequest{Path: v.at(s.name), ConfigValue: types.StringValue(value)}, &resp)
		if diags = resp.Diagnostics; diags.HasError() {
			return diags, ""
		}
	}
	p := New("test", WithGetenv(func(name string) string { return environment[name] }))
	object, made := objectOf(v, configured), false
	if v.name == twilioVendor.name {
		made = p.configureTwilio(object, twilioapi.Config{}, &diags) != nil
	} else {
		made = p.configureSendbird(object, sendbirdapi.Config{}, &diags) != nil
	}
	if made == diags.HasError() {
		t.Fatalf("a client was made: %t, but %v", made, diags)
	}
	if base := parseOrigin(value); base != nil {
		origin = transport.Origin(base)
	}
	return diags, origin
}

func wantOneThatShowsNothing(t *testing.T, diags diag.Diagnostics, value string) {
	t.Helper()
	if len(diags) != 1 {
		t.Fatalf("%d errors, want one: %v", len(diags), diags)
	}
	text := diags[0].Summary() + " " + diags[0].Detail()
	// A shorter one may be a word of ours.
	if len(value) > 24 && strings.Contains(text, value) {
		t.Errorf("the value is shown: %q", text)
	}
	if len(text) > 2<<10 || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) {
		t.Errorf("%.300q", text)
	}
}
